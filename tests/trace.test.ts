import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Figure } from "../models/figure.ts";
import { endMonth } from "../models/period.ts";
import type { SourceCell, Trace } from "../models/trace.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import { traceFigures } from "../pipelines/trace.ts";
import { type BuiltHome, buildHome, inTurn, scratch } from "./published/homes.ts";
import { INBOXES } from "./published/inboxes.ts";
import { REPOSITORY } from "./published/oracle.ts";

const root = scratch();
const homes = new Map<string, { built: BuiltHome; traces: Map<string, Trace> }>();

beforeAll(async () => {
  const folders = Object.entries(INBOXES).map(([name, files], i) => {
    const folder = path.join(root, `inbox-${i}`);
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    return [name, folder] as const;
  });
  const city = ["the city of 2019-07", path.join(REPOSITORY, "samples/city-2019-07")] as const;
  await inTurn([...folders, city], 3, async ([name, folder]) => {
    const built = await buildHome(root, folder);
    const store = await openSnapshot(built.home);
    const ids = built.figures.all().map(({ id }) => id);
    const traces = await traceFigures(built.home, store, ids);
    store.close();
    homes.set(name, { built, traces });
  });
});
afterAll(() => rmSync(root, { recursive: true }));

const fen = (text: string): number => Math.round(Number(text) * 100);

/** The amount a figure of money must have, from nothing but its cells. */
function recombined(figure: Figure, cells: SourceCell[]): number {
  const at = endMonth(figure.period);
  const sum = (fits: (item: string, month: string, measure: string) => boolean): number =>
    cells
      .filter(({ meaning }) => {
        const [item, when, measure] = meaning.split(" · ");
        return fits(item!, when!, measure!);
      })
      .reduce((total, { amount_yuan }) => total + fen(amount_yuan), 0);
  const all = sum(() => true);
  const income = sum((item) => item === "收入合计");
  const spent = sum((item) => item === "支出合计");
  const current = sum((item) => item === "当期结余") || income - spent;
  const closing = sum((item, when) => item === "累计结余" && when === at);
  const before = sum((item, when) => item === "上年结余" || (item === "累计结余" && when < at));
  switch (figure.metric) {
    case "current_balance":
      return current;
    case "closing_balance":
      return closing || before + current;
    case "opening_balance":
      return before || closing - current;
    case "income_month":
    case "expenditure_month": {
      const printed = sum((_, __, measure) => measure === "本月数");
      return printed || 2 * sum((_, when, measure) => measure === "本年累计" && when === at) - all;
    }
    default:
      return all;
  }
}

const CASES = [...Object.keys(INBOXES), "the city of 2019-07"];
describe.each(CASES)("%s", (name) => {
  const each = (): { figure: Figure; trace: Trace }[] => {
    const { built, traces } = homes.get(name)!;
    return built.figures
      .all()
      .filter(({ value }) => value !== null)
      .map((figure) => ({ figure, trace: traces.get(figure.id)! }));
  };

  test("every figure goes back to a cell in at most six hops", () => {
    const lost = each().filter(
      ({ figure, trace }) =>
        trace.hops.length > 6 ||
        (trace.cells.length === 0 && !figure.metric.startsWith("even_progress")),
    );
    expect(each().length).toBeGreaterThan(5);
    expect(lost.map(({ figure }) => figure.id)).toEqual([]);
  });

  test("every hop names a file that exists", () => {
    const named = each().flatMap(({ trace }) =>
      trace.hops
        .filter(({ kind }) => ["metric", "mart", "ledger", "staging"].includes(kind))
        .flatMap((hop) => hop.name.split(" ")),
    );
    const missing = [...new Set(named)].filter((file) => !existsSync(path.join(REPOSITORY, file)));
    expect(missing).toEqual([]);
  });

  test("the cells of every amount add up to it", () => {
    const counted = each().filter(
      ({ figure }) =>
        ["yuan", "persons"].includes(figure.unit) && !figure.metric.startsWith("forecast_"),
    );
    const wrong = counted.filter(
      ({ figure, trace }) => recombined(figure, trace.cells) !== fen(figure.value!),
    );
    expect(
      wrong.map(({ figure, trace }) => [
        figure.id,
        figure.value,
        trace.cells.map((c) => `${c.meaning}=${c.amount_yuan}`),
      ]),
    ).toEqual([]);
  });

  test("a cell is what the file says, in its unit", () => {
    const perUnit: Record<string, number> = { 亿元: 1e8, 万元: 1e4, 元: 1, 人: 1, 万人: 1e4 };
    for (const { trace } of each()) {
      for (const { text, unit, amount_yuan } of trace.cells) {
        expect(Math.round(Number(text) * perUnit[unit]! * 100)).toBe(fen(amount_yuan));
      }
    }
  });
});

test("职工支出预算完成率 ends at two cells", () => {
  const trace = homes
    .get("the city of 2019-07")!
    .traces.get("expenditure_completion/620700/employee/2019-07")!;
  expect(
    trace.cells.map(({ file, row, column, header, text }) => [file, row, column, header, text]),
  ).toEqual([
    ["statement-2019-07.csv", 3, "I", "本年累计", "3.1"],
    ["budget-2019.csv", 3, "G", "预算数", "4.7364"],
  ]);
  expect(trace.hops.map(({ kind }) => kind)).toEqual([
    "figure",
    "metric",
    "mart",
    "ledger",
    "staging",
    "cell",
  ]);
});

describe("which cells count", () => {
  const cellsOf = (home: string, id: string) =>
    homes
      .get(home)!
      .traces.get(id)!
      .cells.map(({ file, meaning, text }) => `${file} ${meaning} ${text}`);

  test("of a restated number, the later arrival", () => {
    expect(
      cellsOf("restated, and another 口径 after a year", "expenditure_ytd/620725/employee/2025-02"),
    ).toEqual(["2.csv 支出合计 · 2025-01 · 本月数 87.5", "1.csv 支出合计 · 2025-02 · 本月数 91"]);
  });

  test("of the year's opening, none of another 口径", () => {
    expect(
      cellsOf("restated, and another 口径 after a year", "opening_balance/620725/employee/2025-02"),
    ).toEqual([
      "1.csv 累计结余 · 2025-02 · 期末数 930",
      "1.csv 收入合计 · 2025-01 · 本月数 99",
      "1.csv 收入合计 · 2025-02 · 本月数 101",
      "2.csv 支出合计 · 2025-01 · 本月数 87.5",
      "1.csv 支出合计 · 2025-02 · 本月数 91",
    ]);
  });

  test("of what can be paid from, the pooled account's, also where it is worked out", () => {
    const home = "pooled balances to be worked out";
    const pooled = cellsOf(home, "months_payable/620725/employee/2024-03/ytd_average");
    expect(pooled).toContain("1.csv 上年结余 · 2024-03 · 期末数 350");
    expect(pooled).not.toContain("1.csv 上年结余 · 2024-03 · 期末数 500");
    expect(cellsOf(home, "months_payable/620725/employee/2024-04/ytd_average")).toContain(
      "1.csv 累计结余 · 2024-04 · 期末数 357",
    );
  });

  test("of the whole's closing balance, never one account's alone", () => {
    expect(
      cellsOf("pooled balances to be worked out", "closing_balance/620725/employee/2024-04"),
    ).toEqual([
      "1.csv 上年结余 · 2024-04 · 期末数 500",
      "1.csv 收入合计 · 2024-04 · 本年累计 400",
      "1.csv 支出合计 · 2024-04 · 本年累计 390",
    ]);
  });

  test("of spending, the transfers that were taken out", () => {
    expect(
      cellsOf("by account only", "months_payable/620725/employee/2024-01/ytd_average"),
    ).toContain("1.csv 上解上级支出 · 2024-01 · 本月数 4");
  });
});
