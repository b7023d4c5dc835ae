import { fundOf } from "../models/fund.ts";
import { metricOf } from "../models/metrics/index.ts";

const BASES: Record<string, string> = {
  trailing_12: "近12个月月均支出",
  ytd_average: "本年累计月均支出",
  budget: "年度支出预算月均",
  prior_year: "上年月均支出",
};

/** The metric a comparison speaks of: `income_ytd.yoy` → `income_ytd`. */
export const baseOf = (metric: string): string => metric.replace(/\.(yoy|mom)$/, "");

/** Whether a figure is a difference of rates, said in 百分点 and never in %. */
export function isPoints(metric: string): boolean {
  const base = baseOf(metric);
  if (base === "ahead_of_even") return true;
  return base !== metric && metricOf(base)?.unit === "ratio" && !isQuotient(base);
}

/** Whether a figure is a plain quotient of two numbers, which is not said in per cent. */
export const isQuotient = (metric: string): boolean => baseOf(metric) === "dependency_ratio";

/** Whether a figure is of months that have not been. */
export const isForecast = (metric: string): boolean => metric.startsWith("forecast_");

/** Whether a figure is a probability, said in whole per cents. */
export const isChance = (metric: string): boolean => /^forecast_(below|crossed)_/.test(metric);

export function metricTitle(metric: string): string {
  const base = baseOf(metric);
  const suffix = metric.endsWith(".yoy") ? "同比" : metric.endsWith(".mom") ? "环比" : "";
  return (metricOf(base)?.title ?? base) + suffix;
}

/** What months payable are divided by, and what is counted in them that usually is not; months ahead. */
export function basisTitle(basis: string): string {
  if (/^\d+$/.test(basis)) return `${basis}个月后`;
  const counted = [
    ...(/_total(_|$)/.test(basis) ? ["含个人账户"] : []),
    ...(basis.endsWith("_gross") ? ["含上解下拨"] : []),
  ];
  const id = basis.replace(/_gross$/, "").replace(/_total$/, "");
  const name = BASES[id] ?? id;
  return counted.length === 0 ? name : `${name}（${counted.join("、")}）`;
}

/** A figure's name for people, read from its id: `职工 超均衡进度`. */
export function figureTitle(id: string): string {
  const [metric = id, , fund = "", ...rest] = id.split("/");
  const account = rest.includes("pooled") ? "统筹" : rest.includes("personal") ? "个人账户" : "";
  return `${fundOf(fund).short}${account} ${metricTitle(metric)}`.trim();
}
