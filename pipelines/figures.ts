import { COUNTED } from "../models/figure.ts";
import { EXACT_COLUMNS, halfColumn } from "../models/metrics/columns.ts";
import {
  hasCuts,
  isOfForecasts,
  isOfSettlements,
  type Metric,
  type Variant,
} from "../models/metrics/define.ts";
import { columnsOf, type Expression } from "../models/metrics/expression.ts";
import { METRICS } from "../models/metrics/index.ts";
import { literal } from "./quote.ts";

/** SQL for a formula: its value, and the least and greatest it may be given rounding in print. */
interface Compiled {
  value: string;
  low: string;
  high: string;
}

/** Compiles a formula over the columns of a mart. Quotients are DOUBLE and null over zero. */
export function compile(expression: Expression): Compiled {
  switch (expression.op) {
    case "number":
      return exactly(String(expression.value));
    case "column": {
      const { name } = expression;
      if (EXACT_COLUMNS.has(name)) return exactly(name);
      const half = halfColumn(name);
      return { value: name, low: `(${name} - ${half})`, high: `(${name} + ${half})` };
    }
    case "plus": {
      const [a, b] = [compile(expression.left), compile(expression.right)];
      return {
        value: `(${a.value} + ${b.value})`,
        low: `(${a.low} + ${b.low})`,
        high: `(${a.high} + ${b.high})`,
      };
    }
    case "minus": {
      const [a, b] = [compile(expression.left), compile(expression.right)];
      return {
        value: `(${a.value} - ${b.value})`,
        low: `(${a.low} - ${b.high})`,
        high: `(${a.high} - ${b.low})`,
      };
    }
    case "over": {
      const [a, b] = [compile(expression.left), compile(expression.right)];
      const corners = [
        [a.low, b.low],
        [a.low, b.high],
        [a.high, b.low],
        [a.high, b.high],
      ].map(([n, d]) => quotient(n!, d!));
      const bounded = (extreme: string) =>
        `case when (${b.low}) > 0 then ${extreme}(${corners.join(", ")}) end`;
      return {
        value: quotient(a.value, b.value),
        low: bounded("least"),
        high: bounded("greatest"),
      };
    }
  }
}

const exactly = (text: string): Compiled => ({ value: text, low: text, high: text });

/** Division as every engine does it alike: in DOUBLE, null over zero. */
function quotient(numerator: string, denominator: string): string {
  return `(case when ${denominator} = 0 then null else cast(${numerator} as double) / cast(${denominator} as double) end)`;
}

/** A sum is kept as it is, a quotient unrounded, also where it is in yuan. */
const isSum = ({ unit }: Metric, { value }: Variant): boolean =>
  COUNTED.has(unit) && value.op !== "over";

const comparisonOf = ({ isChange, unit, mart }: Metric): string =>
  isChange || isOfForecasts(mart) ? "none" : COUNTED.has(unit) ? "relative" : "difference";

function variantSql(metric: Metric, variant: Variant): string {
  const { value, low, high } = compile(variant.value);
  const sum = isSum(metric, variant);
  const amount = sum ? `cast(${value} as decimal(18, 2))` : "cast(null as decimal(18, 2))";
  const ratio = sum ? "cast(null as double)" : `cast(${value} as double)`;
  const { categories } = metric;
  const ofFund = !isOfSettlements(metric.mart) && !hasCuts(metric.mart);
  const basis =
    categories === "every"
      ? "case when category = 'all' then '' else category end"
      : variant.hasCuts
        ? "case when cut <> 'all' then cut else policy end"
        : literal(variant.basis);
  const filter = Array.isArray(categories)
    ? ` and category in (${categories.map(literal).join(", ")})`
    : !hasCuts(metric.mart) || variant.hasCuts
      ? ""
      : " and cut = 'all' and policy = ''";
  const readsNoNumber = columnsOf(variant.value).every((name) => EXACT_COLUMNS.has(name));
  const counted =
    ofFund && readsNoNumber && !isOfForecasts(metric.mart) ? " and account = 'all'" : "";
  const key = ofFund
    ? "account, month, month_no, policy"
    : "'all' as account, month, month_no, '' as policy";
  return `select ${literal(metric.id)} as metric, region_code, fund, ${key},
    ${basis} as basis, ${literal(comparisonOf(metric))} as comparison,
    ${metric.resetsYearly && !variant.isOfMonth ? 1 : 0} as resets_yearly, ${metric.version} as version,
    ${amount} as amount, ${ratio} as quotient, cast(${low} as double) as low, cast(${high} as double) as high
  from marts.${metric.mart} where (${value}) is not null${filter}${counted}`;
}

/** What is compared with what: the suffix, how many months back, and for which kind of period. */
const COMPARISONS = [
  ["yoy", 12, "month"],
  ["yoy", 12, "quarter"],
  ["yoy", 12, "year"],
  ["mom", 1, "month"],
  ["mom", 3, "quarter"],
] as const;

const OF_MANY = " and basis not like 'institution:%'";
const COMPARED = " and this.basis not like 'institution:%' and this.comparison <> 'none'";

const KEY = ["metric", "region_code", "fund", "account", "basis"];
const PERIODS = {
  month: { name: "month", when: "true" },
  quarter: {
    name: "substr(month, 1, 4) || case substr(month, 6, 2) when '03' then 'Q1' when '06' then 'Q2' when '09' then 'Q3' else 'Q4' end",
    when: "substr(month, 6, 2) in ('03', '06', '09', '12')",
  },
  year: { name: "substr(month, 1, 4)", when: "substr(month, 6, 2) = '12'" },
};

/**
 * The SELECT that makes `marts.figure`: every metric for every month, quarter and year (as at its
 * end), with `.yoy` and `.mom` where the earlier period is known. A comparison across 口径, or with
 * a base that is not positive, has no value and says why in `note`. Figures of single institutions, far
 * more than all others, are of months and years, and not compared.
 */
export function figureSql(metrics: readonly Metric[] = METRICS): string {
  const base = metrics.flatMap((metric) =>
    metric.variants.map((variant) => variantSql(metric, variant)),
  );
  const plain = Object.entries(PERIODS).map(
    ([
      kind,
      { name, when },
    ]) => `select metric, region_code, fund, account, ${name} as period, month, basis, amount, quotient,
    low, high, version, policy, cast(null as varchar) as note from base where ${when}${kind === "quarter" ? OF_MANY : ""}`,
  );
  const compared = COMPARISONS.map(([suffix, gap, kind]) =>
    comparisonSql(suffix, gap, PERIODS[kind]),
  );
  return `-- Every published figure: a metric, its period and policy variant, its value.
-- grain: metric, region_code, fund, account, period, basis
-- partition: month with history
with base as (
${base.join("\nunion all\n")}
)

${[...plain, ...compared].join("\nunion all\n")}`;
}

function comparisonSql(
  suffix: string,
  gap: number,
  period: { name: string; when: string },
): string {
  const comparable =
    "this.policy = past.policy and not (this.resets_yearly = 1 and substr(this.month, 1, 4) <> substr(past.month, 1, 4) and this.month_no - past.month_no < 12)";
  const ratio = (a: string, b: string) =>
    `cast(this.${a} as double) / cast(past.${b} as double) - 1`;
  const bound = (extreme: string, side: string, other: string) => `case
      when not (${comparable}) then null
      when this.comparison = 'difference' then this.${side} - past.${other}
      when past.low > 0 then ${extreme}(${ratio(side, "low")}, ${ratio(side, "high")})
    end`;
  return `select this.metric || '.${suffix}' as metric, this.region_code, this.fund, this.account,
    ${period.name.replaceAll("month", "this.month")} as period, this.month, this.basis,
    cast(null as decimal(18, 2)) as amount,
    case
      when not (${comparable}) then null
      when this.comparison = 'difference' then this.quotient - past.quotient
      when past.amount > 0 then ${ratio("amount", "amount")}
      when past.quotient > 0 then ${ratio("quotient", "quotient")}
    end as quotient,
    ${bound("least", "low", "high")} as low, ${bound("greatest", "high", "low")} as high,
    this.version, this.policy,
    case
      when this.policy <> past.policy then '口径不一致'
      when not (${comparable}) then '跨年不可比'
      when this.comparison = 'relative' and coalesce(past.amount, past.quotient) <= 0 then '基数不为正数'
    end as note
  from base as this
  inner join base as past on past.month_no = this.month_no - ${gap}
    and ${KEY.map((c) => `past.${c} = this.${c}`).join(" and ")}
  where ${period.when.replaceAll("month", "this.month")}${COMPARED}`;
}
