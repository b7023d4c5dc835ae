import type { Account } from "../figure.ts";
import type { Interval } from "./interval.ts";
import type { Numeral } from "./numerals.ts";
import type { Span } from "./span.ts";

/** What is measured. `other` is whatever the words name: 次均费用, 违规资金. */
export type Measure =
  | "income"
  | "expenditure"
  | "current"
  | "opening"
  | "closing"
  /** 结余, and nothing says whether of the period or accumulated. */
  | "balance"
  | "months"
  | "insured"
  | "working"
  | "retired"
  | "dependency"
  | "admissions"
  | "hospitalization_rate"
  | "annualized_rate"
  | "bed_days"
  | "length_of_stay"
  | "inpatient_fee"
  | "cost_per_admission"
  | "per_insured"
  | "other";

/** How the number speaks of it: itself, its budget, last year's, its change, its part of a whole. */
export type Role =
  | "actual"
  | "budget"
  | "previous"
  | "completion"
  | "ahead"
  | "increase"
  | "growth"
  | "share"
  | "above_benchmark";

export interface Subject {
  measure: Measure;
  /** What narrows it down: 保费, 上解上级, 建档立卡贫困人口; empty for the whole. */
  item: string;
}

/** What a share is a share of, with what it says of fund and account beyond the sentence. */
export interface Against extends Subject {
  scope: Partial<Pick<Scope, "fund" | "account">>;
}

export interface Scope {
  /** A fund's code, `total` for all funds together, empty if the text names none. */
  fund: string;
  account: Account;
  /** A county or town by name; empty for the place the document is about. */
  region: string;
  span: Span | undefined;
  /** Set where no fund is named: such figures are compared within their section only. */
  section: string;
}

/** A printed number and what its words say it is. */
export interface Figure extends Numeral {
  block: number;
  /** Subject and scope are undefined where the words leave them open: then nothing is tied to it. */
  subject: Subject | undefined;
  scope: Scope;
  role: Role;
  /** In the direction of the measure: a fall of 5 % is −5 %, a deficit is below zero. */
  signed: Interval;
  /** −1 where the printed number has the opposite sign of `signed`. */
  sign: 1 | -1;
  /** The figure that a change or a share speaks of, where the sentence says so. */
  of: Figure | undefined;
  /** The whole of a share, or the name of a benchmark. */
  against: Against | undefined;
  /** Belongs to a list of parts: the figure whose parts they are. */
  partOf: Figure | undefined;
  /** The sentence or the table row, and where the figure stands in it. */
  context: { text: string; start: number; end: number };
  sentence: number;
}

/** Begins the section of amounts whose unit is not printed. */
export const NO_UNIT = "no unit";

/** One word for everything figures are looked up by. */
export function keyOf(subject: Subject, scope: Scope, role: Role): string {
  const { fund, account, region, span, section } = scope;
  const isVague = span !== undefined && !span.isFirm && span.last !== 12;
  const months =
    !span || role === "budget" ? "" : `:${span.first}-${span.last}${isVague ? "?" : ""}`;
  const place = fund === "" || section.startsWith(NO_UNIT) ? section : "";
  return [
    subject.measure,
    subject.item,
    fund,
    account,
    region,
    `${span?.year ?? ""}${months}`,
    role,
    place,
  ].join("|");
}
