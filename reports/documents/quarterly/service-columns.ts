import type { Run } from "../../document.ts";
import type { Scale } from "../../format.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { A_HEAD } from "./quotes.ts";

/** A column by its metric. */
export interface ServiceColumn {
  title: string;
  metric: string;
  scale?: Scale;
}

/** The columns that tables of several chapters share. */
export const ADMISSIONS: ServiceColumn = { title: "住院人次", metric: "admissions" };
export const COST: ServiceColumn = {
  title: "次均费用",
  metric: "cost_per_admission",
  scale: A_HEAD,
};
export const STAY: ServiceColumn = { title: "平均住院日", metric: "length_of_stay" };
export const ACTUAL: ServiceColumn = { title: "实际报销比", metric: "actual_reimbursement_rate" };
export const IN_SCOPE: ServiceColumn = {
  title: "政策内报销比",
  metric: "in_scope_reimbursement_rate",
};
export const DRUGS: ServiceColumn = { title: "药占比", metric: "drug_share" };
export const PAID: ServiceColumn = { title: "住院基金支出", metric: "inpatient_fund_pay" };

export const isYearEnd = ({ period }: Pick<QuarterlyFacts, "period">): boolean =>
  period.endsWith("Q4");

/** The admission rate of a whole year: annualized, until the year is whole. */
export const yearRate = (facts: Pick<QuarterlyFacts, "period">): ServiceColumn =>
  isYearEnd(facts)
    ? { title: "住院率", metric: "hospitalization_rate" }
    : { title: "折算全年住院率", metric: "annualized_hospitalization_rate" };

/** Under every table of settlements. */
export const ACCRUAL_NOTE: Run[] = ["按结算时间统计（权责发生制），1月起累计；退费已冲减。"];
