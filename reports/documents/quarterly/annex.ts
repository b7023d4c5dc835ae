import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import type { Block, Run, Table } from "../../document.ts";
import { fundsPresent, known, payableOf, type Region, whole } from "../bulletin-facts.ts";
import { caveatNotes } from "../notes.ts";
import { type FigureColumn, figureTable, type Line } from "../table-cells.ts";
import { payableTable } from "../tables.ts";
import { fundsWith } from "./cuts.ts";
import { institutionsTable } from "./institutions.ts";
import { flowMonths, namesOf, serviceMonths } from "./month-tables.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { A_HEAD, counted } from "./quotes.ts";
import { reconciliationTable } from "./reconciliation.ts";
import { ACCRUAL_NOTE, yearRate } from "./service-columns.ts";

/** 附表: tables to look things up in, 附表1 on. */
export function annexTables(facts: QuarterlyFacts): Block[] {
  const served = fundsWith(facts, "admissions");
  const tables = [
    ...inPairs(fundsPresent(facts)).map((funds) => flowMonths(facts, funds)),
    ...inPairs(fundsPresent(facts)).map((funds) => countyFunds(facts, funds)),
    payableTable(facts, "本报告"),
    ...inPairs(served).map((funds) => serviceMonths(facts, funds)),
    ...served.map((fund) => institutionsTable(facts, fund)),
    ...inPairs(served).map((funds) => countyServices(facts, funds)),
    reconciliationTable(facts),
  ].filter((table) => table !== null);
  return tables.map((table, index) => ({
    ...table,
    title: `附表${index + 1}　${table.title}`,
  }));
}

/** Two funds side by side are as wide as a page. */
const inPairs = (funds: readonly string[]): string[][] =>
  funds.flatMap((_, index) => (index % 2 === 0 ? [funds.slice(index, index + 2)] : []));

/** Money of a few funds by child region, the whole last. */
export const countyFunds = (facts: QuarterlyFacts, funds: readonly string[]): Table | null =>
  countyColumns(facts, funds, "基金分地区收支结余", (fund) => {
    const of =
      (metric: string) =>
      ({ code }: Region) =>
        known(facts, metric, fund, { region: code });
    return [
      { title: "收入", figure: of("income_ytd") },
      { title: "支出", figure: of("expenditure_ytd") },
      { title: "当期结余", figure: of("current_balance") },
      { title: "累计结余", figure: of("closing_balance") },
      { title: "可支付月数", figure: ({ code }) => payableOf(facts, fund, code)?.figure },
    ];
  });

/** Inpatient services of a few funds by child region, the whole last. */
export const countyServices = (facts: QuarterlyFacts, funds: readonly string[]): Table | null =>
  countyColumns(
    facts,
    funds,
    "分地区住院情况",
    (fund) => {
      const rate = yearRate(facts);
      const of =
        (metric: string) =>
        ({ code }: Region) =>
          counted(facts, metric, fund, { region: code });
      return [
        { title: "人次", figure: of("admissions") },
        { title: rate.title, figure: of(rate.metric) },
        { title: "次均费用", scale: A_HEAD, figure: of("cost_per_admission") },
        { title: "实际报销比", figure: of("actual_reimbursement_rate") },
        { title: "基金支出", figure: of("inpatient_fund_pay") },
      ];
    },
    [ACCRUAL_NOTE],
  );

/** The same columns of each fund side by side; null where no child region has a value. */
function countyColumns(
  facts: QuarterlyFacts,
  funds: readonly string[],
  named: string,
  columnsOf: (fund: string) => FigureColumn<Region>[],
  notes: Run[][] = [],
): Table | null {
  const columns = funds.flatMap((fund) =>
    columnsOf(fund).map((column) => ({ ...column, title: fundOf(fund).short + column.title })),
  );
  const present = facts.children.filter((child) => columns.some(({ figure }) => figure(child)));
  if (present.length === 0) return null;
  const { scale: _, ...table } = figureTable(facts, "地区", columns, [
    ...present.map((region): Line<Region> => {
      return { label: region.name, subject: region, kind: "plain" };
    }),
    { label: whole(facts.region), subject: facts.region, kind: "total" },
  ]);
  const title = `${namesOf(funds)}${named}（${spanInWords(facts.period)}）`;
  return { kind: "table", title, ...table, notes: [...notes, ...caveatNotes(facts, table.rows)] };
}
