import { defineMetric, type Variant } from "./define.ts";
import { column, type Expression, number, over } from "./expression.ts";

interface Denominator {
  id: string;
  title: string;
  /** Monthly spending without (`spending`) or with (`gross`) transfers between levels. */
  monthly: (prefix: "spending" | "gross") => Expression;
}

const DENOMINATORS: Denominator[] = [
  {
    id: "trailing_12",
    title: "近12个月月均支出",
    monthly: (prefix) => over(column(`${prefix}_12_yuan`), number(12)),
  },
  {
    id: "ytd_average",
    title: "本年月均支出",
    monthly: (prefix) => over(column(`${prefix}_ytd_yuan`), column("months_elapsed")),
  },
  {
    id: "budget",
    title: "月均支出预算（年度支出预算÷12）",
    monthly: (prefix) => over(column(`${prefix}_budget_yuan`), number(12)),
  },
  {
    id: "prior_year",
    title: "上年月均支出",
    monthly: (prefix) => over(column(`${prefix}_prior_year_yuan`), number(12)),
  },
];

const NUMERATORS = [
  { id: "", title: "统筹基金累计结余", column: "payable_yuan" },
  { id: "_total", title: "累计结余（含个人账户）", column: "payable_total_yuan" },
];

const variants: Variant[] = DENOMINATORS.flatMap((denominator) =>
  NUMERATORS.flatMap((numerator) => [
    {
      basis: `${denominator.id}${numerator.id}`,
      policy: `${numerator.title}÷${denominator.title}，支出剔除上解上级、补助下级`,
      value: over(column(numerator.column), denominator.monthly("spending")),
    },
    {
      basis: `${denominator.id}${numerator.id}_gross`,
      policy: `${numerator.title}÷${denominator.title}，支出含上解上级、补助下级`,
      value: over(column(numerator.column), denominator.monthly("gross")),
    },
  ]),
);

/**
 * How many months the balance would pay for: a family, named by its denominator; `_total` counts
 * personal accounts in the numerator, `_gross` (given only where there are transfers between
 * levels) leaves them in the denominator. See docs/metrics.md for which bureaus publish which.
 */
export const monthsPayable = defineMetric({
  id: "months_payable",
  title: "可支付月数",
  unit: "months",
  mart: "fund_month",
  version: 1,
  variants,
});

/** The basis id of a choice of numerator, denominator and transfers. */
export function basisOf(choice: {
  numerator: "pooled" | "total";
  denominator: string;
  exclude_transfers: boolean;
}): string {
  const numerator = choice.numerator === "total" ? "_total" : "";
  return `${choice.denominator}${numerator}${choice.exclude_transfers ? "" : "_gross"}`;
}
