import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { Desk, STAYS } from "./desk.ts";

let desk: Desk;
beforeAll(async () => {
  desk = new Desk();
  await desk.receives("settlements.csv", STAYS);
  await desk.runs();
});

interface Standing {
  rule: string;
  rule_version: string;
  suspicions: number;
  missing_sources: string[];
  parameters: { name: string; value: number }[];
}
const r01 = async () =>
  (await desk.says<Standing[]>("rules")).value.find(({ rule }) => rule === "R01")!;

test("the rules: parameters in force, what they find, which files never came", async () => {
  expect(await r01()).toMatchObject({
    ...{ rule_version: "1.0", suspicions: 2, parameters: [{ name: "days", value: 15 }] },
    missing_sources: ["诊断", "就诊", "定点机构"],
  });
});

interface Tried {
  before: { suspicions: number; amount_yuan: string };
  after: { suspicions: number };
  appear: { suspicions: number };
  disappear: { suspicions: number; amount_yuan: string; examples: { subject: string }[] };
}

test("a trial says what would appear and disappear, and changes nothing", async () => {
  const tried = await desk.says<Tried>("rules", ["try", "R01", "days=10"]);
  expect(tried.remark).toBe("");
  expect(tried.value).toMatchObject({
    before: { suspicions: 2, amount_yuan: "4000.75" },
    after: { suspicions: 1 },
    appear: { suspicions: 0 },
    disappear: { suspicions: 1, amount_yuan: "1200.25", examples: [{ subject: "S4" }] },
  });
  expect(tried.text).toContain("没有任何改动");
  expect((await r01()).rule_version).toBe("1.0");
  const wider = await desk.says<Tried>("rules", ["try", "分解住院", "days=31"]);
  expect(wider.value).toMatchObject({ after: { suspicions: 2 }, disappear: { suspicions: 0 } });
});

test.each([
  [["days=2"], { reason: "x" }, "应为 3 到 31 之间的整数（天）"],
  [["days=10.5"], { reason: "x" }, "应为 3 到 31 之间的整数（天）"],
  [["weeks=2"], { reason: "x" }, "没有参数“weeks”"],
  [["days"], { reason: "x" }, "写法不对"],
  [[], { reason: "x" }, "没有指明参数"],
  [["days=10"], {}, "没有写明理由"],
  [["days=15"], { reason: "x" }, "现在就是这样设的"],
])("refused: %j", async (pairs, options, why) => {
  const refused = await desk.says("rules", ["set", "R01", ...pairs], options);
  expect([refused.status, refused.remark]).toEqual([2, expect.stringContaining(why)]);
});

test("a change raises the version; the next run rebuilds that rule alone", async () => {
  const set = await desk.says("rules", ["set", "R01", "days=10"], {
    reason: "按某医保发〔2025〕8号",
  });
  expect(set.text).toContain("版本 1.0 → 1.1");
  const { steps } = await desk.runs();
  expect(steps.map(({ asset }) => asset).filter((asset) => asset.startsWith("rules."))).toEqual([
    "rules.split_admission",
  ]);
  expect(await r01()).toMatchObject({ rule_version: "1.1", suspicions: 1 });
  const { value } = await desk.says<object[]>("clues", [], { suspicions: true, rule: "R01" });
  expect(value).toMatchObject([{ subject: "S2", rule_version: "1.1" }]);
  const { value: history } = await desk.says<object[]>("rules", ["history"]);
  expect(history).toMatchObject([
    { rule: "R01", values: { days: "10" }, by: "张三", reason: "按某医保发〔2025〕8号" },
  ]);
});

test.each(["json", "csv", "xlsx"])("rules for front ends, as .%s", async (ending) => {
  const file = path.join(desk.home.root, `rules.${ending}`);
  expect((await desk.says("rules", ["export"], { file })).remark).toBe("");
  const bytes = readFileSync(file);
  if (ending === "xlsx") expect(bytes.subarray(0, 2).toString()).toBe("PK");
  else {
    const text = bytes.toString("utf8");
    for (const word of ["监管依据", "规则运行结果类型", "时间区间", "参保险种", "1.1"])
      expect(text).toContain(word);
    expect(text).toMatch(ending === "json" ? /"value": 10\b/ : /days 再次入院间隔上限=10/);
  }
});

test("an edited log is named, and nothing is computed by it", async () => {
  const log = path.join(desk.home.root, "rules", "log.jsonl");
  const whole = readFileSync(log, "utf8");
  writeFileSync(log, whole.replace('"days":"10"', '"days":"20"'));
  const refused = await desk.says("rules", ["set", "R01", "days=12"], { reason: "x" });
  expect(refused.remark).toContain("第1行被改动过");
  await expect(desk.runs()).rejects.toThrow("规则参数日志");
  writeFileSync(log, whole);
});
