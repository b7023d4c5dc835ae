import { ytdOf } from "./accrual-columns.ts";
import type { Variant } from "./define.ts";
import { column, type Expression } from "./expression.ts";

/** The book of figures from settlements, never to be mixed with the statement's 收付实现制. */
const BOOK = "权责发生制，按结算时间";

type Value = (sum: (name: string) => Expression) => Expression;

const ofYear = (name: string): Expression => column(ytdOf(name));

/**
 * A figure of the year to date, also by cut and by named 口径 of inpatient, and of the month alone
 * (`month`). So a figure of December is the year's.
 */
export function yearAndMonth(policy: string, value: Value): Variant[] {
  return [
    ofYearToDate("", policy, value, { hasCuts: true }),
    { basis: "month", policy: `${BOOK}；${policy}；当月`, value: value(column), isOfMonth: true },
  ];
}

/** A variant of the year to date. */
export function ofYearToDate(
  basis: string,
  policy: string,
  value: Value,
  more: Pick<Variant, "hasCuts"> = {},
): Variant {
  return { basis, policy: `${BOOK}；${policy}；1月至当月累计`, value: value(ofYear), ...more };
}
