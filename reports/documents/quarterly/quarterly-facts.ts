import type { Outlook } from "../../forecast/outlook.ts";
import type { BulletinFacts } from "../bulletin-facts.ts";

/** A medical institution with settlements in the period. */
export interface Institution {
  code: string;
  /** Its code where no directory names it. */
  name: string;
  /** 3, 2 or 1, as in the cuts `level:…`; null where it has none or none is known. */
  level: string | null;
}

/** What others published of the same metric; `value` is exact decimal text, a rate a fraction. */
export interface Benchmark {
  metric: string;
  fund: string;
  /** As the file says it: 全国, 某省, 某市. */
  scope: string;
  kind: "nation" | "province" | "peer";
  /** `2023`, `2025Q3` … */
  period: string;
  value: string;
  source: string;
}

/** A statement's benefit spending beside the settlements it pays for, year to date, in yuan as text. */
export interface Reconciliation {
  fund: string;
  statement: string;
  settled: string;
  difference: string;
  lag: string;
  retention: string;
  advance: string;
  unexplained: string;
  /** Why it cannot be explained in full, null where it can. */
  note: string | null;
}

/** Insured persons of a special group: persons as text, their share of the fund's insured a fraction. */
export interface SpecialGroup {
  fund: string;
  group: string;
  persons: string;
  share: string | null;
}

/** An institution unusual among its peers, and in what. */
export interface Outlier {
  code: string;
  name: string;
  /** 1 is the most unusual. */
  place: number;
  indicators: {
    title: string;
    unit: "倍" | "%" | "元" | "次";
    value: number;
    median: number | null;
    peersBy: string;
    peers: number;
  }[];
}

/** What clues of the year concern an institution: their number and the fund's money in them, as text. */
export interface SuspectedInstitution {
  code: string;
  name: string;
  clues: string;
  amount: string;
}

/** Files of one kind that the figures rest on. */
export interface Ground {
  title: string;
  files: number;
  rows: number;
  quarantined: number;
  /** First and last month or year, null for what has none. */
  span: [string, string] | null;
}

/** Everything a quarterly report says beyond what a bulletin of its quarter says. */
export interface QuarterlyFacts extends BulletinFacts {
  /** Tables that hold something, by name: what sections need. */
  tables: ReadonlySet<string>;
  institutions: Institution[];
  benchmarks: Benchmark[];
  reconciliations: Reconciliation[];
  specialGroups: SpecialGroup[];
  grounds: Ground[];
  /** Where rules were run: institutions that clues and comparisons point to. */
  supervision?: { outliers: Outlier[]; institutions: SuspectedInstitution[] };
  /** Where forecasts are made: those of the quarter's end. */
  outlooks?: Outlook[];
  /** The program's version, and the run that made the figures. */
  program: string;
  run: string;
}
