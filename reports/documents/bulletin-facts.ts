import type { Account, Figure, FigureBook } from "../../models/figure.ts";
import { FUNDS, fundOf } from "../../models/fund.ts";
import { type Month, yearEarlier } from "../../models/period.ts";
import type { FigureRun } from "../document.ts";
import { words } from "../format.ts";
import type { Band } from "../warning.ts";

export interface Region {
  code: string;
  name: string;
}

/** One definition of months payable, as it is quoted. */
export interface PayableBasis {
  /** `trailing_12`, `budget` …, with `_total` where personal accounts are counted. */
  basis: string;
  policyText: string;
  documentNumber: string | null;
}

/** Everything a bulletin says, gathered before it is written. */
export interface BulletinFacts {
  /** A month or a quarter; figures are of the year to its end. */
  period: string;
  region: Region;
  /** Child regions, in the order the bureau lists them. */
  children: Region[];
  issuer: string;
  /** YYYY-MM-DD. */
  issuedOn: string;
  /** Figures of the period, of last year's, and of earlier months for lines over time. */
  figures: FigureBook;
  payable: PayableBasis;
  /** Used for funds that have no figure under `payable`. */
  payableFallback: PayableBasis | null;
  bands: Band[];
  /** Figure id → reasons recorded when a batch it rests on was accepted despite a failed check. */
  caveats: ReadonlyMap<string, readonly string[]>;
  missingMonths: { fund: string; months: Month[] }[];
  /** Changes of 口径 to be told, each one Chinese clause without a full stop. */
  policyChanges: string[];
}

/** A figure that has a value. */
export type Known = Figure & { value: string };

export interface Where {
  region?: string;
  account?: Account;
  basis?: string;
  period?: string;
}

export function find(
  facts: BulletinFacts,
  metric: string,
  fund: string,
  where: Where = {},
): Figure | undefined {
  return facts.figures.find({
    metric,
    fund,
    region: where.region ?? facts.region.code,
    period: where.period ?? facts.period,
    account: where.account ?? mainAccount(facts, fund, where),
    basis: where.basis ?? "",
  });
}

const FLOWS = ["income_ytd", "expenditure_ytd"];

/** The account a fund is told by: the whole, or the pooled fund where only that is reported. */
export function mainAccount(facts: BulletinFacts, fund: string, where: Where = {}): Account {
  const reports = (account: Account) =>
    FLOWS.some((metric) => {
      const figure = find(facts, metric, fund, { ...where, basis: "", account });
      return figure !== undefined && isKnown(figure);
    });
  return !reports("all") && reports("pooled") ? "pooled" : "all";
}

const ofPool = (facts: BulletinFacts, fund: string): string =>
  mainAccount(facts, fund) === "pooled" ? "统筹" : "";

/** 职工基本医疗保险基金, or 职工基本医疗保险统筹基金 where only that is reported. */
export const fullName = (facts: BulletinFacts, fund: string): string =>
  `${fundOf(fund).title}${ofPool(facts, fund)}基金`;

/** 职工基金, 职工统筹基金. */
export const shortName = (facts: BulletinFacts, fund: string): string =>
  `${fundOf(fund).short}${ofPool(facts, fund)}基金`;

export function known(
  facts: BulletinFacts,
  metric: string,
  fund: string,
  where: Where = {},
): Known | undefined {
  const figure = find(facts, metric, fund, where);
  return figure && isKnown(figure) ? figure : undefined;
}

export const isKnown = (figure: Figure): figure is Known => figure.value !== null;

/** The figure as printed in running text. */
export const quote = (figure: Figure, text = words(figure)): FigureRun => ({
  figure: figure.id,
  text,
});

const SIGNS_OF_LIFE = ["income_ytd", "expenditure_ytd", "closing_balance"];

const FUNDS_PRESENT = new WeakMap<BulletinFacts, string[]>();

/** Codes of the funds with figures in this period or months missing, in bulletin order. */
export function fundsPresent(facts: BulletinFacts): string[] {
  const found = FUNDS_PRESENT.get(facts) ?? fundsIn(facts);
  FUNDS_PRESENT.set(facts, found);
  return found;
}

function fundsIn(facts: BulletinFacts): string[] {
  const present = new Set(facts.missingMonths.map((missing) => missing.fund));
  for (const figure of facts.figures.all()) {
    if (
      figure.period === facts.period &&
      figure.region === facts.region.code &&
      SIGNS_OF_LIFE.includes(figure.metric) &&
      isKnown(figure)
    ) {
      present.add(figure.fund);
    }
  }
  const order = FUNDS.map((fund) => fund.code);
  const strange = [...present].filter((code) => !order.includes(code)).toSorted();
  return [...order.filter((code) => present.has(code)), ...strange];
}

/** The quoted months payable of a fund, and which of the two definitions made it. */
export function payableOf(
  facts: BulletinFacts,
  fund: string,
  region?: string,
): { figure: Known; basis: PayableBasis } | undefined {
  for (const basis of [facts.payable, facts.payableFallback]) {
    if (!basis) continue;
    const where: Where = { basis: basis.basis, ...(region === undefined ? {} : { region }) };
    const figure = known(facts, "months_payable", fund, where);
    if (figure) return { figure, basis };
  }
  return undefined;
}

export const bandOf = (facts: BulletinFacts, fund: string): Band | undefined =>
  facts.bands.find((band) => band.fund === fund);

/** Last year's figure, only where the comparison with it is allowed. */
export function lastYear(facts: BulletinFacts, metric: string, fund: string): Known | undefined {
  if (!known(facts, `${metric}.yoy`, fund)) return undefined;
  return known(facts, metric, fund, { period: yearEarlier(facts.period) });
}

export function missingOf(facts: BulletinFacts, fund: string): Month[] {
  return facts.missingMonths.filter((m) => m.fund === fund).flatMap((m) => m.months);
}

/** 全市, 全县, 全区, 全省: how a bulletin speaks of its own region. */
export function whole(region: Region): string {
  const last = region.name.at(-1) ?? "";
  if (region.name.endsWith("地区")) return "全地区";
  return "省市县区州盟旗".includes(last) ? `全${last}` : region.name;
}
