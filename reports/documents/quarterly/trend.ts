import { fundOf } from "../../../models/fund.ts";
import { join, type Run, say } from "../../document.ts";
import { quote } from "../bulletin-facts.ts";
import { monthsToDate } from "./quarter-words.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { counted, quoteHead } from "./quotes.ts";

/** The month with most admissions of the year so far, and the last month against last year's. */
export function trendSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const months = monthsToDate(facts.period).flatMap((period) => {
    const admissions = counted(facts, "admissions", fund, { period, basis: "month" });
    const cost = counted(facts, "cost_per_admission", fund, { period, basis: "month" });
    return admissions && cost ? [{ period, admissions, cost }] : [];
  });
  const name = (period: string) => `${Number(period.slice(5))}月`;
  if (months.length < 3) return [];
  const busiest = months.reduce((a, b) =>
    Number(b.admissions.value) > Number(a.admissions.value) ? b : a,
  );
  const quietest = months.reduce((a, b) =>
    Number(b.admissions.value) < Number(a.admissions.value) ? b : a,
  );
  const dearest = months.reduce((a, b) => (Number(b.cost.value) > Number(a.cost.value) ? b : a));
  const spread = say`${name(busiest.period)}住院最多，${quote(busiest.admissions)}，${name(quietest.period)}最少，${quote(quietest.admissions)}`;
  const cost = say`次均费用${name(dearest.period)}最高，${quoteHead(dearest.cost)}`;
  return say`${fundOf(fund).short}分月看，${join([spread, cost], "；")}。`;
}
