import { beforeAll, expect, test } from "vitest";
import { DOCUMENT_KINDS } from "../../pipelines/documents/kinds.ts";
import { readFigures, withFigures } from "../../pipelines/figure-book.ts";
import { liveBatches } from "../../pipelines/ingest/batches.ts";
import { valuesOf as valuesById, withBatches } from "../../pipelines/publication/standpoint.ts";
import { traceFigures } from "../../pipelines/trace.ts";
import { documentText } from "../../reports/document.ts";
import { Desk, STAYS, stay } from "./desk.ts";

const AUGUST = stay("A1", "P9", "H41010100002", ["2025-08-01", "2025-08-05"], "K35.900", "800.00");
let desk: Desk;

const valuesOf = (period: string) =>
  withFigures(desk.home, undefined, async (store) => {
    const figures = await readFigures(store, { period, fund: "all" });
    return Object.fromEntries(
      figures
        .filter(({ metric, value }) => !/\.(yoy|mom)$/.test(metric) && value !== null)
        .map(({ metric, basis, value }) => [`${metric} ${basis}`.trim(), Number(value)]),
    );
  });

beforeAll(async () => {
  desk = new Desk({ bureau: "某市医疗保障局" });
  await desk.receives("settlements.csv", [...STAYS, AUGUST]);
  await desk.runs();
  const { value } = await desk.says<{ id: string }[]>("clues", [], { rule: "R01" });
  const [first, second] = value.map(({ id }) => id);
  await desk.says("clues", ["assign", first!, second!], { to: "李四" });
  await desk.says("clues", ["verify", first!], { amount: "2000.10", document: "核〔2025〕5号" });
  await desk.says("clues", ["recover", first!], { amount: "1500", document: "缴1" });
  await desk.says("clues", ["close", second!], { note: "未发现问题" });
  await desk.runs();
});

test("suspicions count in the month they are of, conclusions and money in that of the ledger", async () => {
  expect(await valuesOf("2025-03")).toMatchObject({
    supervision_suspicions: 2,
    supervision_clues: 2,
    supervision_checked: 0,
    supervision_recovered: 0,
    "supervision_suspicions group:住院行为": 2,
  });
  expect(await valuesOf("2025-08")).toMatchObject({
    supervision_suspicions: 2,
    "supervision_suspicions month": 0,
    supervision_checked: 2,
    supervision_verified: 1,
    verification_rate: 0.5,
    supervision_recovered: 1500,
    recovered_per_clue: 1500,
    supervision_outstanding: 500.1,
    "verification_rate group:住院行为": 0.5,
  });
});

test("the bulletin says what is not back in the same sentence", async () => {
  const { document } = await withFigures(desk.home, undefined, (store) =>
    DOCUMENT_KINDS["document.monthly-bulletin"]!.compose(desk.home, store, {
      period: "2025-08",
      issuedOn: "2025-09-08",
    }),
  );
  expect(documentText(document)).toContain(
    "截至8月底，本年发现疑点2条，形成线索2条；已有结论2条，其中核实1条，核实率50.0%；追回1500元，每条核实线索追回1500.0元，已核实尚未追回500.10元。",
  );
});

test("a count leads to the rules with their versions and the files, money to the ledger", async () => {
  const ids = [
    "supervision_suspicions/410101/all/2025-03",
    "supervision_recovered/410101/all/2025-08",
  ];
  const traces = await withFigures(desk.home, undefined, (store) =>
    traceFigures(desk.home, store, ids),
  );
  const [found, recovered] = ids.map((id) =>
    traces
      .get(id)!
      .hops.slice(3)
      .map(({ text }) => text),
  );
  expect(found).toEqual(["疑点出自规则：R01@1.0 分解住院 2条", "settlements.csv 结算 4 条"]);
  expect(recovered).toHaveLength(1);
  expect(recovered![0]).toMatch(/^线索台账：第4条 线索C\w{14}追回1500\.00元，缴1$/);
});

test("computed again as of an earlier day, rules and ledger are those of that day", async () => {
  const ids = ["suspicions", "verified"].map((name) => `supervision_${name}/410101/all/2025-08`);
  const batches = new Set(liveBatches(desk.home).map(({ batch }) => batch.batch));
  const as = (now: Date) =>
    withBatches(desk.home, batches, { run: "again", now }, async (store) => {
      const values = await valuesById(store, ids);
      return ids.map((id) => Number(values.get(id)));
    });
  const before = desk.now();
  desk.wait(1);
  await desk.says("rules", ["set", "R01", "days=3"], { by: "张三", reason: "试行" });
  expect(await as(before)).toEqual([2, 1]);
  expect(await as(new Date("2025-08-01T00:00:00Z"))).toEqual([2, 0]);
  expect(await as(desk.now())).toEqual([1, 1]);
});
