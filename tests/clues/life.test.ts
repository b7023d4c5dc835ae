import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Desk, STAYS } from "./desk.ts";

interface Listed {
  id: string;
  kind: string;
  rules: string[];
  subjects: string[];
  amount_yuan: number;
  score: number;
  status: string;
  evidence: string[];
  deadline: { due: string; overdue: boolean } | null;
}

let desk: Desk;
let split: string;
const log = () => path.join(desk.home.root, "clues", "log.jsonl");
const listed = async (options: Record<string, unknown> = {}) =>
  (await desk.says<Listed[]>("clues", [], options)).value;

beforeAll(async () => {
  desk = new Desk();
  await desk.receives("settlements.csv", STAYS);
  await desk.runs();
});

test("suspicions before merging, as the contract says", async () => {
  const { value } = await desk.says<object[]>("clues", [], { suspicions: true, rule: "R01" });
  expect(value).toMatchObject([
    {
      rule: "R01",
      rule_version: "1.0",
      subject_type: "settlement",
      subject: "S2",
      evidence: ["S2", "S1"],
      period: "2025-03",
      amount_yuan: 2800.5,
      severity: "high",
    },
    { subject: "S4", evidence: ["S4", "S3"], amount_yuan: 1200.25 },
  ]);
});

test("clues by expected recovery, with a number that stays", async () => {
  const clues = await listed({ rule: "R01" });
  expect(clues.map(({ subjects, amount_yuan, status }) => [subjects, amount_yuan, status])).toEqual(
    [
      [["S2"], 2800.5, "new"],
      [["S4"], 1200.25, "new"],
    ],
  );
  expect(clues[0]).toMatchObject({ rules: ["R01"], evidence: ["S1", "S2"], score: 0.4 });
  split = clues[0]!.id;
  await desk.runs();
  expect((await listed({ rule: "R01" })).map(({ id }) => id)).toEqual(clues.map(({ id }) => id));
});

test("ten settlements a month are drawn at random, none of them suspected", async () => {
  const drawn = await listed({ rule: "随机抽查" });
  expect(drawn).toHaveLength(10);
  expect(drawn.every(({ score, amount_yuan }) => score === 0 && amount_yuan === 0)).toBe(true);
  const subjects = drawn.flatMap(({ subjects }) => subjects);
  expect(subjects.filter((id) => ["S1", "S2", "S3", "S4"].includes(id))).toEqual([]);
  const { value } = await desk.says<{ subject: string }[]>("clues", [], { suspicions: true });
  expect(value.filter(({ subject }) => subjects.includes(subject))).toEqual([]);
});

test("a life: assigned, explained, reopened, verified for less, recovered in two payments", async () => {
  const says = (action: string, options: object = {}) =>
    desk.says<{ status: string; recovered_yuan: string }[]>("clues", [action, split], {
      ...options,
    });
  expect((await says("verify", { amount: "100", document: "1号" })).remark).toContain("还没有分派");
  expect((await says("assign", { to: "李四" })).value).toMatchObject([{ status: "assigned" }]);
  expect((await says("explain")).remark).toContain("没有文号");
  await says("explain", { document: "市一院函〔2025〕3号", note: "称为二次手术" });
  expect((await says("verify", { amount: "2,000.10" })).remark).toContain("没有文号");
  await says("reopen", { note: "病历与说明不符" });
  expect((await says("recover", { amount: "1", document: "x" })).remark).toContain(
    "还没有核实金额",
  );
  await says("verify", { amount: "2,000.10", document: "核〔2025〕5号" });
  const tooMuch = await says("recover", { amount: "2000.11", document: "缴1" });
  expect(tooMuch.status).toBe(2);
  expect(tooMuch.remark).toContain("最多 2000.10 元");
  const first = await says("recover", { amount: "1500", document: "缴1" });
  expect(first.value).toMatchObject([{ status: "partly_recovered", recovered_yuan: "1500.00" }]);
  expect((await says("close", { note: "完" })).remark).toContain("还有 500.10 元没有追回");
  const second = await says("recover", { amount: "500.10", document: "缴2" });
  expect(second.value).toMatchObject([{ status: "recovered", recovered_yuan: "2000.10" }]);
  await says("close", { note: "追回完毕" });
  const shown = await desk.says<{ history: { event: string }[]; status: string }>("clues", [
    "show",
    split,
  ]);
  expect(shown.value.status).toBe("closed");
  expect(shown.value.history.map(({ event }) => event)).toEqual([
    ...["assigned", "explained", "reopened", "verified", "recovered", "recovered", "closed"],
  ]);
  expect(shown.text).toContain("张三");
  expect(await listed({ status: "已办结" })).toMatchObject([{ id: split, status: "closed" }]);
});

test("what was confirmed raises the score after the next run", async () => {
  const { steps } = await desk.runs();
  expect(steps.map(({ asset }) => asset).filter((asset) => asset.startsWith("rules."))).toEqual([]);
  const [, other] = await listed({ rule: "R01" });
  expect(other!.score).toBeCloseTo(0.8 * (2 / 3), 10);
  const { value } = await desk.says<{ precision: number; checked: number }[]>("rules");
  expect(value.find((rule) => (rule as never as { rule: string }).rule === "R01")).toMatchObject({
    ...{ suspicions: 2, checked: 1, confirmed: 1, precision: 1 },
  });
});

test("the clock of fifteen working days, extended once, then overdue", async () => {
  const [clue] = await listed({ status: "new", rule: "R01" });
  const says = (action: string, options: object = {}) =>
    desk.says("clues", [action, clue!.id], { note: "案情复杂", document: "批1", ...options });
  await says("assign");
  // 2025-08-14 plus 15 working days; 3 September was no holiday of the general table but a weekday.
  expect((await listed({ status: "assigned" }))[0]!.deadline).toEqual({
    due: "2025-09-04",
    overdue: false,
  });
  await says("extend");
  expect((await says("extend")).remark).toContain("已经延长过一次");
  expect((await listed({ status: "assigned" }))[0]!.deadline!.due).toBe("2025-09-25");
  desk.wait(60);
  const [late] = await listed({ status: "assigned" });
  expect(late!.deadline!.overdue).toBe(true);
});

test("several at once: all or none", async () => {
  const ids = (await listed({ rule: "随机抽查" })).slice(0, 2).map(({ id }) => id);
  const before = readFileSync(log(), "utf8");
  const refused = await desk.says("clues", ["assign", ...ids, "C00000000000000"]);
  expect(refused.remark).toContain("没有编号为 C00000000000000 的线索");
  expect(readFileSync(log(), "utf8")).toBe(before);
  expect((await desk.says("clues", ["assign", ...ids])).status).toBe(0);
  await desk.says("clues", ["close", ...ids], { note: "未发现问题" });
  const { value } = await desk.says<{ rules: { rule: string; checked: number }[] }>("clues", [
    "feedback",
  ]);
  expect(value.rules.find(({ rule }) => rule === "随机抽查")).toMatchObject({
    ...{ checked: 2, confirmed: 0 },
  });
});

test("persons are never printed", async () => {
  const { text, value } = await desk.says("clues", ["show", split]);
  const all = JSON.stringify([value, text, await listed(), readFileSync(log(), "utf8")]);
  const store = await (await import("../../pipelines/publish/snapshot.ts")).openSnapshot(desk.home);
  const [person] = await store.rows<{ psn_no: string }>(
    "select psn_no from core.settlement where setl_id = 'S2'",
  );
  store.close();
  expect(person!.psn_no.length).toBeGreaterThan(10);
  expect(all).not.toContain(person!.psn_no);
  expect(all).not.toContain("psn_no");
});

test("totals of before are counted: the funnels of one county", async () => {
  const total = (name: string, found: string, verified: string, amount: string) =>
    desk.says("clues", ["total", name], {
      ...{ period: "2025", found, verified, amount, document: "某县通报" },
    });
  expect((await total("规则筛查", "3132", "1850", "62500")).text).toContain(
    "核实 1850 条（59.1%），追回 6.25万元，核实的平均每条 33.78元",
  );
  expect((await total("病种分值", "828", "251", "184400")).text).toContain(
    "核实 251 条（30.3%），追回 18.44万元，核实的平均每条 734.66元",
  );
  expect((await total("写错", "10", "11", "1")).remark).toContain("还多");
  expect((await desk.says("clues", ["feedback"])).text).toContain("病种分值 2025");
});

test("a torn last line is cut; an edited one is named and stops the ledger", async () => {
  const whole = readFileSync(log(), "utf8");
  appendFileSync(log(), '{"seq":99,"at":"2025');
  expect((await desk.says("clues", ["verify-log"])).status).toBe(0);
  await desk.says("clues", ["total", "撕裂"], {
    ...{ period: "2025", found: "1", verified: "0", amount: "0", document: "x" },
  });
  expect(readFileSync(log(), "utf8").startsWith(whole)).toBe(true);
  writeFileSync(log(), readFileSync(log(), "utf8").replace("2000.10", "1000.10"));
  const verified = await desk.says<{ broken: { line: number } }>("clues", ["verify-log"]);
  expect([verified.status, verified.value.broken.line]).toEqual([4, 4]);
  const refused = await desk.says("clues", ["reopen", split], { note: "x" });
  expect(refused.remark).toContain("第4行被改动过");
});
