import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addTotal } from "../../pipelines/clues/act.ts";
import type { Composed } from "../../pipelines/documents/compose.ts";
import { DOCUMENT_KINDS } from "../../pipelines/documents/kinds.ts";
import { readFigures, withFigures } from "../../pipelines/figure-book.ts";
import { type Home, initHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";
import { documentText } from "../../reports/document.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-supervision-"));
const REGION = "360423";
let time = Date.parse("2025-10-14T01:00:00Z");
const now = () => new Date(time);
const actor = { by: "张三", os_user: "zhangsan" };
let home: Home;

const compose = (kind: string, period: string): Promise<Composed> =>
  withFigures(home, undefined, (store) =>
    DOCUMENT_KINDS[`document.${kind}`]!.compose(home, store, { period, issuedOn: "2025-10-20" }),
  );

const STATEMENT = [
  "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径",
  ...["07", "08", "09"].flatMap((month, i) => [
    `${REGION},武宁县,居民,,2025-${month},收入,收入合计,,${20000 + i},万元,`,
    `${REGION},武宁县,居民,,2025-${month},支出,支出合计,,${15000 + 1000 * i},万元,`,
  ]),
];

beforeAll(async () => {
  home = initHome(root).home;
  const file = path.join(root, "月报.csv");
  writeFileSync(file, `${STATEMENT.join("\n")}\n`);
  await load(home, [file], { now });
  await run(home, { now });
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const enter = async (name: string, period: string, counts: [number, number, string]) => {
  const [suspicions, verified, recovered] = counts;
  const total = { name, period, suspicions, verified, recovered, document: "武宁医保〔2025〕8号" };
  await addTotal(home, { ...total, note: null }, actor, now());
};

let before: { bulletin: Composed; quarter: Composed };

describe("a county that counted by hand before", () => {
  test("without supervision nothing is said of it", async () => {
    before = {
      bulletin: await compose("monthly-bulletin", "2025-08"),
      quarter: await compose("quarterly-report", "2025Q3"),
    };
    expect(documentText(before.bulletin.document)).not.toContain("监管");
    expect(documentText(before.quarter.document)).not.toMatch(/异常与风险|线索/);
  });

  test("its two funnels stand in the figures of their months", async () => {
    await enter("规则筛查", "2025-08", [3132, 1850, "62500.00"]);
    await enter("病种分值", "2025-09", [828, 251, "184400.00"]);
    time += 86_400_000;
    const { steps } = await run(home, { now });
    expect(steps.map(({ asset, partition }) => `${asset} ${partition}`)).not.toContain(
      "marts.figure 2025-07",
    );
    const figures = await withFigures(home, undefined, (store) =>
      readFigures(store, { metric: "verification_rate", period: "2025-09" }),
    );
    const rates = figures.map(({ basis, value }) => [basis, Number(value).toFixed(3)]);
    expect(rates).toEqual([
      ["", "0.531"],
      ["month", "0.303"],
      ["name:病种分值", "0.303"],
      ["name:规则筛查", "0.591"],
    ]);
  });

  test("the bulletin of August speaks of August's alone", async () => {
    const { document } = await compose("monthly-bulletin", "2025-08");
    const text = documentText(document);
    expect(text).toContain("二、基金监管工作");
    expect(text).toContain(
      "截至8月底，本年发现疑点3132条，形成线索3132条；已有结论3132条，其中核实1850条，核实率59.1%；追回6.25万元，每条核实线索追回33.8元。",
    );
    expect(text).not.toContain("病种分值");
  });

  test("the quarterly report has both funnels in chapter, table and chart", async () => {
    const { document } = await compose("quarterly-report", "2025Q3");
    const text = documentText(document);
    expect(text).toMatch(/[一二三四五]、异常与风险/);
    expect(text).toContain("规则筛查 3132 3132 3132 1850 59.1 6.25 33.8");
    expect(text).toContain("病种分值 828 828 828 251 30.3 18.44 734.7");
    expect(text).toContain("合计 3960 3960 3960 2101 53.1 24.69 117.5");
    expect(text).toContain(
      "核实率最高的是规则筛查59.1%（每条追回33.8元），最低的是病种分值30.3%（每条追回734.7元）",
    );
    expect(text).toContain("线索3960条，核实2101条，核实率53.1%，追回24.69万元");
  });

  test("each number leads back to the ledger's entry and its document", async () => {
    const { traces } = await compose("quarterly-report", "2025Q3");
    const trace = traces.get(`recovered_per_clue/${REGION}/all/2025Q3/name:病种分值`)!;
    expect(trace.hops.map(({ kind, name }) => [kind, name])).toEqual([
      ["figure", `recovered_per_clue/${REGION}/all/2025Q3/name:病种分值`],
      ["metric", "models/metrics/recovered-per-clue.ts"],
      ["mart", "sql/marts/supervision_month.sql"],
      ["ledger", "clues/log.jsonl"],
    ]);
    expect(trace.hops.at(-1)!.text).toBe(
      "线索台账：第2条 合计“病种分值”2025-09：疑点828条，核实251条，追回184400.00元，武宁医保〔2025〕8号",
    );
  });

  test("a document of a month without supervision keeps its bytes", async () => {
    const now = await compose("monthly-bulletin", "2025-07");
    expect(documentText(now.document)).not.toContain("监管");
    expect(before.bulletin.content).not.toBe(
      (await compose("monthly-bulletin", "2025-08")).content,
    );
  });

  test("the ledger is no file of the bureau's: grounds name the statement alone", async () => {
    const { document } = await compose("quarterly-report", "2025Q3");
    expect(documentText(document)).toContain("基金收支月报");
    expect(readFileSync(path.join(root, "clues", "log.jsonl"), "utf8")).toContain("规则筛查");
  });
});
