import type { Quantiles } from "../../models/forecast/fund.ts";
import { spendingUntil } from "../../models/forecast/spending.ts";
import { addMonths, endMonth, type Month } from "../../models/period.ts";
import { fanChart } from "../charts/fan.ts";
import type { Chart } from "../document.ts";
import type { BulletinFacts } from "../documents/bulletin-facts.ts";
import { amount, chance, columnScale, monthInWords, months, yuan } from "../format.ts";
import { fundName, knownBalance, type Outlook, toldStep } from "./outlook.ts";

/** Months of expenditure that months payable are measured by. */
const YEAR = 12;

/** Balance and months payable of a fund, each as a fan; those that cannot be drawn are left out. */
export const fanCharts = (facts: BulletinFacts, outlook: Outlook): Chart[] =>
  [balanceFan(facts, outlook), payableFan(facts, outlook)].filter((chart) => chart !== null);

const source = ({ issuer }: BulletinFacts): string =>
  `来源：${issuer}基金收支月报，预测为模拟路径。`;

/** The balance, in one unit throughout. */
export function balanceFan(facts: BulletinFacts, outlook: Outlook): Chart | null {
  const { forecast, history } = outlook;
  const known = monthly(history.from, knownBalance(outlook), endMonth(facts.period));
  const ahead = forecast.months.map(({ month, balance }) => ({ month, value: balance }));
  const told = forecast.months.find(({ step }) => step === toldStep(outlook));
  if (!told || !isGiven(told.balance)) return null;
  const largest = [...known.map(({ value }) => value ?? 0), ...ahead.map(({ value }) => value.q90)];
  const unit = Math.max(...largest.map(Math.abs)) >= 1e8 ? "亿元" : "万元";
  const size = unit === "亿元" ? 1e8 : 1e4;
  const scale =
    unit === "亿元"
      ? ({ unit, decimals: 2 } as const)
      : columnScale(largest.map((value) => value.toFixed(2)));
  const { q10, q90 } = told.balance;
  return fanChart({
    title: `${fundName(outlook)}${monthInWords(told.month)}底累计结余${yuan(fixed(q10))}至${yuan(fixed(q90))}（80%区间）`,
    quantity: "累计结余",
    unit,
    label: (value) => amount(fixed(value * size), scale),
    history: known.map(({ month, value }) => ({
      month,
      value: value === null ? null : value / size,
    })),
    ahead: ahead.map(({ month, value }) => ({ month, value: inUnit(value, size) })),
    source: source(facts),
    figures: [],
  });
}

/** Months payable, with the levels not to fall below. */
export function payableFan(facts: BulletinFacts, outlook: Outlook): Chart | null {
  const { forecast, bands } = outlook;
  const told = forecast.months.find(({ step }) => step === toldStep(outlook));
  if (!told || !isGiven(told.months_payable)) return null;
  const [level] = bands;
  const pool = forecast.account === "pooled" ? "统筹基金" : "";
  const finding =
    level === undefined
      ? `可支付${months(String(told.months_payable.q50), 1)}（中位数）`
      : `可支付不足${level}个月的概率为${chance(String(told.p_below[0] ?? 0))}`;
  return fanChart({
    title: `${fundName(outlook)}${monthInWords(told.month)}底${finding}`,
    quantity: "可支付月数",
    unit: "个月",
    label: (value) => months(String(value), 1).replace("个月", ""),
    history: payableHistory(outlook).filter(({ month }) => month <= endMonth(facts.period)),
    ahead: forecast.months.map(({ month, months_payable }) => ({ month, value: months_payable })),
    levels: bands,
    source: `口径：${pool}累计结余÷${forecast.other_spending_yuan ? "全部" : pool}近12个月月均支出。${source(facts)}`,
    figures: [],
  });
}

const isGiven = ({ q50 }: Quantiles): boolean => Number.isFinite(q50);

/** Decimal text of a double, as formats take it. */
const fixed = (value: number): string => value.toFixed(2);

const inUnit = ({ q025, q10, q50, q90, q975 }: Quantiles, size: number) => ({
  q025: q025 / size,
  q10: q10 / size,
  q50: q50 / size,
  q90: q90 / size,
  q975: q975 / size,
});

const monthly = (from: Month, values: readonly (number | null)[], until: Month) =>
  values
    .map((value, i) => ({ month: addMonths(from, i), value }))
    .filter(({ month }) => month <= until);

function payableHistory(outlook: Outlook): { month: Month; value: number | null }[] {
  const { history, forecast } = outlook;
  const spent = spendingUntil(history, forecast.origin);
  return knownBalance(outlook).map((closing, i) => {
    const year = spent.slice(Math.max(0, i + 1 - YEAR), i + 1);
    const isWhole = year.length === YEAR && year.every((value) => value !== null);
    const sum = isWhole ? year.reduce<number>((all, value) => all + value!, 0) : 0;
    return {
      month: addMonths(history.from, i),
      value: closing === null || sum <= 0 ? null : closing / (sum / YEAR),
    };
  });
}
