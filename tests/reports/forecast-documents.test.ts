import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMonths } from "../../models/period.ts";
import type { Composed } from "../../pipelines/documents/compose.ts";
import { DOCUMENT_KINDS } from "../../pipelines/documents/kinds.ts";
import { readFigures, withFigures } from "../../pipelines/figure-book.ts";
import { type Home, initHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import { run } from "../../pipelines/run.ts";
import { documentText, figuresIn } from "../../reports/document.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-forecast-"));
const REGION = "360423";
const now = () => new Date("2026-01-14T01:00:00Z");

/** A county of one fund that spends more each year than it takes in: yuan, month by month. */
function statement(months: number): string {
  const lines = ["统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位"];
  let balance = 300_000_000;
  let [income, spent] = [0, 0];
  for (let i = 0; i < months; i++) {
    const month = addMonths("2025-12", i - months + 1);
    const own = 20_000_000 + 400_000 * ((i * 7) % 5);
    const paid = 23_000_000 + 60_000 * i + 2_000_000 * Math.sin(i / 1.9) + 300_000 * ((i * 11) % 7);
    if (month.endsWith("-01")) [income, spent] = [0, 0];
    income += own;
    spent += Math.round(paid);
    balance += own - Math.round(paid);
    const row = (side: string, item: string, flow: number | "", year: number) =>
      lines.push(`${REGION},武宁县,居民,,${month},${side},${item},${flow},${year},元`);
    row("收入", "收入合计", own, income);
    row("支出", "支出合计", Math.round(paid), spent);
    row("结余", "累计结余", "", balance);
  }
  return `${lines.join("\n")}\n`;
}

async function homeOf(name: string, months: number): Promise<Home> {
  const { home: usual } = initHome(path.join(root, name));
  const forecast = { ...usual.config.forecast, paths: 400 };
  const home = { ...usual, config: { ...usual.config, forecast } };
  const file = path.join(root, `${name}.csv`);
  writeFileSync(file, statement(months));
  await load(home, [file], { now });
  const { status } = await run(home, { now });
  if (status !== "done") throw new Error(`the run of ${name} is ${status}`);
  return home;
}

const compose = (home: Home, kind: string, period: string): Promise<Composed> =>
  withFigures(home, undefined, (store) =>
    DOCUMENT_KINDS[`document.${kind}`]!.compose(home, store, { period, issuedOn: "2026-01-14" }),
  );

let county: Home;
let book: Composed;
beforeAll(async () => {
  county = await homeOf("county", 48);
  book = await compose(county, "forecast-book", "2025-12");
}, 180_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const SENTENCE =
  /未来12个月，居民基金预计收入[\d.]+亿元、支出[\d.]+亿元，收不抵支；到2026年12月底累计结余\S+（80%区间\S+至\S+），可支付[\d.]+个月（现为[\d.]+个月），不足6个月的概率[<>]?\d+%/;

describe("a county with four years of statements", () => {
  test("a run makes its book in every format", () => {
    const name = `医保基金结余预测表_${REGION}_2025-12`;
    for (const format of ["docx", "pdf", "html", "xlsx"])
      expect(existsSync(path.join(county.out, "2025-12", `${name}.${format}`)), format).toBe(true);
  });

  test("the book says what is expected, with its range and its risk, in one sentence", () => {
    expect(documentText(book.document)).toMatch(SENTENCE);
    expect(book.document.workings!.map(({ name }) => name)).toEqual([
      "居民测算",
      "测算依据",
      "以往预测",
    ]);
  });

  test("every number quoted is a published figure, and leads back over the forecast to a cell", async () => {
    const ids = figuresIn(book.document);
    const published = await withFigures(county, undefined, (store) => readFigures(store));
    const values = new Map(published.map(({ id, value }) => [id, value]));
    expect(ids.length).toBeGreaterThan(30);
    for (const id of ids) expect(values.get(id), id).toBe(book.figures.byId(id)?.value);
    for (const id of ids.filter((each) => each.startsWith("forecast_"))) {
      const trace = book.traces.get(id)!;
      expect(trace.hops.length).toBeLessThanOrEqual(6);
      expect(trace.hops.map(({ kind }) => kind)).toEqual([
        "figure",
        "metric",
        "mart",
        "forecast",
        "ledger",
        "cell",
      ]);
    }
    const balance = book.traces.get(`forecast_balance/${REGION}/resident/2025-12/12`)!;
    expect(balance.hops[3]!.text).toMatch(
      /起点2025-12，提前12个月，模拟路径400条，随机数种子1；方法：/,
    );
    expect(balance.cells.map(({ meaning }) => meaning)).toEqual(["累计结余 · 2025-12 · 期末数"]);
  });

  test("the balance of the figure is what the sheet's formulas come to", () => {
    const sheet = book.document.workings![0]!;
    const titles = sheet.lines[2]!.cells.map((cell) => String(cell?.value));
    const column = titles.findIndex((title) => title.startsWith("累计结余"));
    const payable = titles.findIndex((title) => title.startsWith("可支付月数\n（"));
    const row = sheet.lines.find((line) => line.cells[0]?.value === "2026-12")!;
    const of = (metric: string) =>
      Number(book.figures.byId(`forecast_${metric}/${REGION}/resident/2025-12/12`)!.value);
    expect(Number(row.cells[column]!.value) * 1e4).toBeCloseTo(of("balance"), 0);
    expect(Number(row.cells[payable]!.value)).toBeCloseTo(of("months_payable"), 6);
    expect(row.cells[column]!.formula).toBeDefined();
  });

  test("the quarterly report forecasts in its chapter on balances", async () => {
    const report = await compose(county, "quarterly-report", "2025Q4");
    const text = documentText(report.document);
    const chapter = text.slice(text.indexOf("结余与支付能力"));
    expect(chapter).toContain("结余预测");
    expect(chapter).toMatch(SENTENCE);
    expect(chapter).toMatch(/按过去\d+个起点回测，居民基金12个月后的预测：/);
    expect(text).toContain("实际｜预测");
    expect(text).toContain("预测的可查到方法、起点和随机数种子");
  });

  test("a figure ahead is not compared with anything", async () => {
    const compared = await withFigures(county, undefined, (store) =>
      readFigures(store, { metric: "forecast_balance.*" }),
    );
    expect(compared).toEqual([]);
  });
});

describe("a county with five months of statements", () => {
  let young: Home;
  beforeAll(async () => {
    young = await homeOf("young", 5);
  }, 60_000);

  test("a run makes no book, and the report says in one line that there is no forecast", async () => {
    expect(
      existsSync(path.join(young.out, "2025-12", `医保基金结余预测表_${REGION}_2025-12.docx`)),
    ).toBe(false);
    const report = documentText((await compose(young, "quarterly-report", "2025Q4")).document);
    expect(report).toMatch(/居民基金历史数据不足，不作预测（.+）。/);
    expect(report).not.toContain("实际｜预测");
  });

  test("a book that is asked for says so plainly", async () => {
    const { document } = await compose(young, "forecast-book", "2025-12");
    expect(documentText(document)).toContain("各险种都没有足够的历史数据，本期不作预测。");
  });
});
