import type { Account, Figure } from "../../models/figure.ts";
import { fundOf } from "../../models/fund.ts";
import { endMonth, spanInWords } from "../../models/period.ts";
import type { Run, Table } from "../document.ts";
import { monthInWords, roundingShows, type Scale } from "../format.ts";
import { basisTitle } from "../titles.ts";
import {
  type BulletinFacts,
  find,
  fundsPresent,
  isKnown,
  known,
  mainAccount,
  payableOf,
  type Region,
  whole,
} from "./bulletin-facts.ts";
import { caveatNotes, payableNote, progressNote, ROUNDING_NOTE } from "./notes.ts";
import { type FigureColumn, figureTable, type Line } from "./table-cells.ts";

interface FundLine {
  fund: string;
  account: Account;
}

/** All funds side by side, 其中 rows for pooled and personal accounts under each. */
export function fundTable(facts: BulletinFacts): Table | null {
  const funds = fundsPresent(facts);
  const lines = funds
    .toSorted((a, b) => Number(a === "basic") - Number(b === "basic"))
    .flatMap((fund) => fundLines(facts, fund));
  const of =
    (metric: string) =>
    ({ fund, account }: FundLine) =>
      find(facts, metric, fund, { account });
  const columns: FigureColumn<FundLine>[] = [
    { title: "收入", figure: of("income_ytd") },
    { title: "同比", figure: of("income_ytd.yoy") },
    { title: "完成预算", figure: of("income_completion") },
    { title: "支出", figure: of("expenditure_ytd") },
    { title: "同比", figure: of("expenditure_ytd.yoy") },
    { title: "完成预算", figure: of("expenditure_completion") },
    { title: "超均衡进度", figure: of("ahead_of_even") },
    { title: "当期结余", figure: of("current_balance") },
    { title: "累计结余", figure: of("closing_balance") },
    {
      title: "可支付月数",
      figure: ({ fund, account }) =>
        account === mainAccount(facts, fund) ? payableOf(facts, fund)?.figure : undefined,
    },
  ];
  const { scale, ...table } = figureTable(facts, "基金", columns, lines);
  if (table.columns.length === 1) return null;
  const notes = [
    ...progressNote(facts, funds),
    ...payableNote(facts, funds),
    ...(funds.some((fund) => fundRoundingShows(facts, fund, scale)) ? [ROUNDING_NOTE] : []),
    ...caveatNotes(facts, table.rows),
  ];
  const title = `${spanInWords(facts.period)}医保基金运行情况`;
  return { kind: "table", title, ...table, notes };
}

function fundLines(facts: BulletinFacts, fund: string): Line<FundLine>[] {
  const parts = (["pooled", "personal"] as const).filter((account) =>
    known(facts, "closing_balance", fund, { account }),
  );
  const names = { pooled: "其中：统筹基金", personal: "个人账户" };
  return [
    {
      label:
        mainAccount(facts, fund) === "pooled" ? `${fundOf(fund).short}统筹` : fundOf(fund).short,
      subject: { fund, account: mainAccount(facts, fund) },
      kind: fund === "basic" ? "total" : "plain",
    },
    ...(parts.length === 2 ? parts : []).map(
      (account): Line<FundLine> => ({
        label: names[account],
        subject: { fund, account },
        kind: "part",
      }),
    ),
  ];
}

function fundRoundingShows(facts: BulletinFacts, fund: string, scale: Scale): boolean {
  const value = (metric: string, account: Account = "all") =>
    known(facts, metric, fund, { account })?.value;
  const accounts = ["income_ytd", "expenditure_ytd", "closing_balance"].some((metric) => {
    const [all, pooled, personal] = [
      value(metric),
      value(metric, "pooled"),
      value(metric, "personal"),
    ];
    return all && pooled && personal && roundingShows([pooled, personal], all, scale);
  });
  const [income, spent, left] = [
    value("income_ytd"),
    value("expenditure_ytd"),
    value("current_balance"),
  ];
  return (
    accounts || Boolean(income && spent && left && roundingShows([spent, left], income, scale))
  );
}

/** One fund by child region, the furthest ahead of even progress first, the whole last. */
export function countyTable(facts: BulletinFacts, fund: string): Table | null {
  const of =
    (metric: string) =>
    (region: Region): Figure | undefined =>
      find(facts, metric, fund, { region: region.code });
  const ahead = of("ahead_of_even");
  const rank = (region: Region) => {
    const figure = ahead(region);
    return figure && isKnown(figure) ? Number(figure.value) : -1e9;
  };
  const columns: FigureColumn<Region>[] = [
    { title: "收入", figure: of("income_ytd") },
    { title: "支出", figure: of("expenditure_ytd") },
    { title: "完成预算", figure: of("expenditure_completion") },
    { title: "超均衡进度", figure: ahead },
    { title: "当期结余", figure: of("current_balance") },
    { title: "累计结余", figure: of("closing_balance") },
    { title: "可支付月数", figure: (region) => payableOf(facts, fund, region.code)?.figure },
  ];
  const known = facts.children.some((child) => columns.some((c) => isSaid(c.figure(child))));
  if (!known) return null;
  const lines: Line<Region>[] = [
    ...facts.children
      .toSorted((a, b) => rank(b) - rank(a))
      .map((region): Line<Region> => ({ label: region.name, subject: region, kind: "plain" })),
    { label: whole(facts.region), subject: facts.region, kind: "total" },
  ];
  const { scale: _, ...table } = figureTable(facts, "地区", columns, lines);
  const title = `${fundOf(fund).short}基金分地区情况（${spanInWords(facts.period)}）`;
  return { kind: "table", title, ...table, notes: caveatNotes(facts, table.rows) };
}

const isSaid = (figure: Figure | undefined): boolean => figure !== undefined && isKnown(figure);

const BASES = ["trailing_12", "ytd_average", "budget", "prior_year"].flatMap((basis) =>
  ["", "_total", "_gross", "_total_gross"].map((suffix) => basis + suffix),
);

/** Months payable under every definition that has figures; null when there is only one. */
export function payableTable(facts: BulletinFacts, called = "本通报"): Table | null {
  const funds = fundsPresent(facts).filter((fund) => payableOf(facts, fund));
  const other = [facts.payable.basis, facts.payableFallback?.basis ?? ""];
  const bases = [...new Set([...BASES, ...other])].filter((basis) =>
    funds.some((fund) => known(facts, "months_payable", fund, { basis })),
  );
  if (bases.length < 2) return null;
  const quoted = new Set(funds.map((fund) => payableOf(facts, fund)?.basis.basis));
  const columns = funds.map((fund) => ({
    title: fundOf(fund).short,
    figure: (basis: string) => find(facts, "months_payable", fund, { basis }),
  }));
  const lines = bases.map((basis) => ({
    label: `${basisTitle(basis)}${quoted.has(basis) ? `（${called}采用）` : ""}`,
    subject: basis,
    kind: "plain" as const,
  }));
  const { scale: _, ...table } = figureTable(facts, "按什么计算", columns, lines);
  const note: Run[] = ["各口径分子为期末结余，分母为所列月均支出；口径不同，不能互相比较。"];
  const title = `不同口径的可支付月数（${monthInWords(endMonth(facts.period))}底）`;
  return { kind: "table", title, ...table, notes: [note, ...caveatNotes(facts, table.rows)] };
}
