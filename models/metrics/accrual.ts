import { HOSPITAL_LEVELS, PERSON_CATEGORIES } from "../codes.ts";
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

const PERSONS: Record<string, string> = Object.fromEntries(
  PERSON_CATEGORIES.map(({ meaning, title }) => [meaning, title]),
);
const LEVELS: Record<string, string> = Object.fromEntries(
  HOSPITAL_LEVELS.map(({ code, title }) => [code, title]),
);

/** A cut or named 口径 for people: `level:3` → 三级医疗机构. */
export function cutInWords(basis: string): string {
  const [kind, ...rest] = basis.split(":");
  const name = rest.join(":");
  switch (kind) {
    case "person":
      return `${PERSONS[name] ?? name}人员`;
    case "special":
      return `${name}人员`;
    case "level":
      return `${LEVELS[name] ?? name}医疗机构`;
    case "institution":
      return `定点机构${name}`;
    case "group":
      return `${name}类规则`;
    case "name":
      return name;
    case "place":
      return name === "out" ? "异地就医" : "本地就医";
    default:
      return `住院类别按配置的口径 ${basis}`;
  }
}
