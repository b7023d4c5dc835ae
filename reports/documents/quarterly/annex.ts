import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import type { Block, Table } from "../../document.ts";
import { fundsPresent, type Region, whole } from "../bulletin-facts.ts";
import { caveatNotes } from "../notes.ts";
import { figureTable, type Line } from "../table-cells.ts";
import { payableTable } from "../tables.ts";
import { fundsWith } from "./cuts.ts";
import { institutionsTable } from "./institutions.ts";
import { flowMonths, serviceMonths } from "./month-tables.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { A_HEAD, counted } from "./quotes.ts";
import { ACCRUAL_NOTE } from "./service-columns.ts";

/** 附表: tables to look things up in, 附表1 on. */
export function annexTables(facts: QuarterlyFacts): Block[] {
  const served = fundsWith(facts, "admissions");
  const tables = [
    ...inPairs(fundsPresent(facts)).map((funds) => flowMonths(facts, funds)),
    payableTable(facts, "本报告"),
    ...inPairs(served).map((funds) => serviceMonths(facts, funds)),
    ...served.map((fund) => institutionsTable(facts, fund)),
    ...served.map((fund) => countyServices(facts, fund)),
  ].filter((table) => table !== null);
  return tables.map((table, index) => ({
    ...table,
    title: `附表${index + 1}　${table.title}`,
  }));
}

/** Two funds side by side are as wide as a page. */
const inPairs = (funds: string[]): string[][] =>
  funds.flatMap((_, index) => (index % 2 === 0 ? [funds.slice(index, index + 2)] : []));

/** Insured and inpatient services of one fund by child region, the highest rate first. */
export function countyServices(facts: QuarterlyFacts, fund: string): Table | null {
  const of =
    (metric: string) =>
    ({ code }: Region) =>
      counted(facts, metric, fund, { region: code });
  const rate = of("annualized_hospitalization_rate");
  const present = facts.children.filter((child) => of("admissions")(child));
  if (present.length === 0) return null;
  const rank = (child: Region) => Number(rate(child)?.value ?? -1);
  const lines: Line<Region>[] = [
    ...present
      .toSorted((a, b) => rank(b) - rank(a))
      .map((region): Line<Region> => ({ label: region.name, subject: region, kind: "plain" })),
    { label: whole(facts.region), subject: facts.region, kind: "total" },
  ];
  const { scale: _, ...table } = figureTable(
    facts,
    "地区",
    [
      { title: "参保人数", figure: of("insured") },
      { title: "住院人次", figure: of("admissions") },
      { title: "折算全年住院率", figure: rate },
      { title: "次均费用", scale: A_HEAD, figure: of("cost_per_admission") },
      { title: "实际报销比", figure: of("actual_reimbursement_rate") },
      { title: "异地占比", figure: of("out_of_area_share") },
      { title: "住院基金支出", figure: of("inpatient_fund_pay") },
    ],
    lines,
  );
  const title = `${fundOf(fund).short}分地区住院情况（${spanInWords(facts.period)}）`;
  return {
    kind: "table",
    title,
    ...table,
    notes: [ACCRUAL_NOTE, ...caveatNotes(facts, table.rows)],
  };
}
