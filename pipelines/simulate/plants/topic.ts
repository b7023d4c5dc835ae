/** What a suspicion of a planted case is about; a person's are settlements, of `_rx` prescriptions, of `_line` fee lines. */
export type Subject =
  | "settlement"
  | "person"
  | "person_rx"
  | "person_line"
  | "institution"
  | "fee_line"
  | "settlement_line"
  | "prescription"
  /** Its truth is written by a statement of its own; none of its lines is marked. */
  | "own";

/** A pattern that a rule looks for, or something innocent that looks like it. */
export interface Kind {
  key: string;
  rule: string;
  label: "planted" | "look_alike";
  subject: Subject;
  /** Of whom cases are made. `adult` and the sexes have no registered chronic disease. */
  pool: "adult" | "man" | "woman" | "child" | "teen" | "chronic";
  note: string;
  /** Kinds that share the cases of a rule's label between them. */
  among?: number;
  /** Persons of one case. */
  size?: number;
  /** Months that one case spans. */
  span?: number;
  /** Falls into months with a holiday where there are any. */
  holiday?: boolean;
}

/** Kinds of a few rules, and how a case of them is put together. */
export interface Topic {
  kinds: Kind[];
  /** SELECTs of `visit`, reading `plant_case`. */
  visits: string[];
  /** SELECTs of `line`, reading `plant_visit`. */
  lines?: string[];
}

/** Columns of `plant_visit` by SQL over a case; `from` and `days` count from the month's first day. */
export interface Visit {
  k: number | string;
  inst: string;
  from: string;
  days?: string;
  kind?: number;
  /** Months after the case's first. */
  later?: number;
  where?: string;
  [column: string]: string | number | undefined;
}

const CASE = ["key", "g", "p", "fund", "ptype", "sex", "brdy", "county", "x", "y", "m"];

/** A SELECT of a visit of each case of a kind, a stay if nothing else is said. */
export function visit(key: string, { k, inst, from, days, kind = 1, ...rest }: Visit): string {
  const { later = 0, where = "true", ...more } = rest;
  const columns: Record<string, string | number | undefined> = {
    kind,
    inst,
    sn: `t.prefix + p::bigint * 100 + ${k}`,
    begins: `t.first + ${from}`,
    ends: `least(t.first + t.days - 1, t.first + ${from}${days === undefined ? "" : ` + (${days})`})`,
    mi: "t.mi",
    sec: "cast(32400 + y % 20000 as integer)",
    mark: 1,
    template: "true",
    pay_loc: 2,
    ...more,
  };
  return `select ${CASE.join(", ")}, ${Object.entries(columns)
    .map(([name, sql]) => `${sql} as ${name}`)
    .join(", ")}
from plant_case join plant_month t on t.mi = plant_case.m + ${later}
where key = '${key}' and (${where})`;
}

/** A SELECT of a line of each visit of a kind. */
export function line(
  key: string,
  columns: Record<string, string | number>,
  where = "true",
): string {
  return `select sn, ${Object.entries({ over: 0, mark: 0, ...columns })
    .map(([name, sql]) => `${sql} as ${name}`)
    .join(", ")}
from plant_visit where key = '${key}' and (${where})`;
}
