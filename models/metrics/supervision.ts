import { ytdOf } from "./accrual-columns.ts";
import type { Variant } from "./define.ts";
import { column, type Expression } from "./expression.ts";

type Value = (sum: (name: string) => Expression) => Expression;

/** Counts and money of `supervision_month`: of the month as named, and of the year to date. */
const SUMS: [name: string, title: string][] = [
  ["suspicions", "疑点条数"],
  ["clues", "线索条数"],
  ["checked", "有结论的线索条数"],
  ["verified", "核实条数"],
  ["explained", "未发现问题条数"],
  ["recovered_yuan", "追回金额"],
];

/** Columns of `supervision_month` with their titles. */
export const SUPERVISION_COLUMNS: readonly [name: string, title: string][] = [
  ...SUMS.flatMap(([name, title]): [string, string][] => [
    [name, `当月${title}`],
    [ytdOf(name), `累计${title}`],
  ]),
  ["outstanding_yuan", "期末核实未追回金额"],
];

/** A figure of the year to date, in the whole and by cut, and of the month alone (`month`). */
export const supervised = (policy: string, value: Value): Variant[] => [
  {
    basis: "",
    policy: `${policy}；1月至当月累计`,
    value: value((name) => column(ytdOf(name))),
    hasCuts: true,
  },
  { basis: "month", policy: `${policy}；当月`, value: value(column), isOfMonth: true },
];
