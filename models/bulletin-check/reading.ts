import type { Figure, Measure, Role, Scope, Subject } from "./figure.ts";
import type { Phrase } from "./phrase.ts";
import type { Span } from "./span.ts";
import type { Dimension } from "./units.ts";

/** What a reader of the text has in mind when he comes to the next number. */
export interface Reading {
  /** Of the document, taken up again at every heading. */
  around: Span | undefined;
  section: string;
  fund: string;
  span: Span | undefined;
  /** What a new paragraph goes back to: said by the heading above it. */
  heading: { fund: string; span: Span | undefined };
  /** The last paragraph ended with a full stop; pasted lines often break within a sentence. */
  isAtEnd: boolean;
  region: string;
  account: Scope["account"];
  subject: Subject | undefined;
  /** The last balance that was named: a bare 结余 after it is of the same kind. */
  balance: Measure | undefined;
  /** The last figure of something itself, of which changes and shares speak. */
  last: Figure | undefined;
  /** The figure just before, whatever it is. */
  before: Figure | undefined;
  /** 由 A …: waits for what A became. */
  from: Figure | undefined;
  /** The figure whose parts are being listed after 其中. */
  whole: Figure | undefined;
  /** 分别, or a forecast: numbers after it are left alone. */
  isOpen: boolean;
  /** What 其中 narrowed down; a bare phrase after it may or may not still be narrowed. */
  narrowed: { fund: boolean; account: boolean };
}

/** The state of mind at the beginning of a document that speaks of `around`. */
export function firstReading(around: Span | undefined): Reading {
  return {
    around,
    section: "0",
    fund: "",
    span: around,
    heading: { fund: "", span: around },
    isAtEnd: false,
    region: "",
    account: "all",
    subject: undefined,
    balance: undefined,
    last: undefined,
    before: undefined,
    from: undefined,
    whole: undefined,
    isOpen: false,
    narrowed: { fund: false, account: false },
  };
}

/** Forgets what only held within a sentence. */
export function nextSentence(reading: Reading): void {
  reading.subject = undefined;
  reading.balance = undefined;
  reading.last = undefined;
  reading.before = undefined;
  reading.from = undefined;
  reading.whole = undefined;
  reading.isOpen = false;
  reading.narrowed = { fund: false, account: false };
}

const DIMENSIONS: Partial<Record<Measure, RegExp>> = {
  income: /^(?:money|table)/,
  expenditure: /^(?:money|table)/,
  current: /^(?:money|table)/,
  opening: /^(?:money|table)/,
  closing: /^(?:money|table)/,
  inpatient_fee: /^(?:money|table)/,
  cost_per_admission: /^(?:money|table)/,
  per_insured: /^(?:money|table)/,
  months: /^(?:months|table)/,
  insured: /^(?:persons|table)/,
  working: /^(?:persons|table)/,
  retired: /^(?:persons|table)/,
  admissions: /^(?:visits|persons|table)/,
  bed_days: /^(?:days|table)/,
  length_of_stay: /^(?:days|table)/,
  dependency: /^(?:bare|table)/,
  hospitalization_rate: /^ratio/,
  annualized_rate: /^ratio/,
};

/** Whether a number of this dimension can be the measure itself. */
export function isOfKind(measure: Measure, dimension: Dimension): boolean {
  return DIMENSIONS[measure]?.test(dimension) ?? measure === "other";
}

const RELATIVE: ReadonlySet<Role> = new Set([
  "completion",
  "ahead",
  "growth",
  "share",
  "above_benchmark",
]);

/** Whether a role gives a proportion or a difference of proportions, not an amount of the measure. */
export function isRelative(role: Role): boolean {
  return RELATIVE.has(role);
}

/** The subject a phrase names; the one in mind if it names none; undefined if it names several. */
export function subjectOf(phrase: Phrase, reading: Reading): Subject | undefined {
  const named = [...new Set(phrase.measures)];
  const [broad, isNarrow] = named.includes("months")
    ? [/^(?:closing|balance)$/, true]
    : [/^insured$/, named.includes("working") || named.includes("retired")];
  const measures = isNarrow ? named.filter((measure) => !broad.test(measure)) : named;
  if (measures.length > 1) return undefined;
  const [measure] = measures;
  if (measure === "balance")
    return reading.balance && { measure: reading.balance, item: phrase.residue };
  if (measure) return { measure, item: phrase.residue };
  return phrase.residue === "" ? reading.subject : { measure: "other", item: phrase.residue };
}
