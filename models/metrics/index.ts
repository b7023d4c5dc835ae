import { actualReimbursementRate } from "./actual-reimbursement-rate.ts";
import { admissionRateEffect } from "./admission-rate-effect.ts";
import { admissions } from "./admissions.ts";
import { aheadOfEven } from "./ahead-of-even.ts";
import { annualizedHospitalizationRate } from "./annualized-hospitalization-rate.ts";
import { balanceRate } from "./balance-rate.ts";
import { closingBalance } from "./closing-balance.ts";
import { costEffect } from "./cost-effect.ts";
import { costPerAdmission } from "./cost-per-admission.ts";
import { currentBalance } from "./current-balance.ts";
import type { Metric } from "./define.ts";
import { dependencyRatio } from "./dependency-ratio.ts";
import { drugShare } from "./drug-share.ts";
import { evenProgress } from "./even-progress.ts";
import { expenditureBudget } from "./expenditure-budget.ts";
import { expenditureCompletion } from "./expenditure-completion.ts";
import { expenditureMonth } from "./expenditure-month.ts";
import { expenditureYtd } from "./expenditure-ytd.ts";
import { forecastBalance } from "./forecast-balance.ts";
import { forecastBalanceHigh } from "./forecast-balance-high.ts";
import { forecastBalanceLow } from "./forecast-balance-low.ts";
import { forecastBelow0 } from "./forecast-below-0.ts";
import { forecastBelow3 } from "./forecast-below-3.ts";
import { forecastBelow6 } from "./forecast-below-6.ts";
import { forecastCrossed0 } from "./forecast-crossed-0.ts";
import { forecastCrossed3 } from "./forecast-crossed-3.ts";
import { forecastCrossed6 } from "./forecast-crossed-6.ts";
import { forecastExpenditure } from "./forecast-expenditure.ts";
import { forecastIncome } from "./forecast-income.ts";
import { forecastMonthsPayable } from "./forecast-months-payable.ts";
import { fundShareEffect } from "./fund-share-effect.ts";
import { hospitalizationRate } from "./hospitalization-rate.ts";
import { inScopeReimbursementRate } from "./in-scope-reimbursement-rate.ts";
import { incomeBudget } from "./income-budget.ts";
import { incomeCompletion } from "./income-completion.ts";
import { incomeMonth } from "./income-month.ts";
import { incomeYtd } from "./income-ytd.ts";
import { inpatientFundPay } from "./inpatient-fund-pay.ts";
import { inpatientSpendChange } from "./inpatient-spend-change.ts";
import { inpatients } from "./inpatients.ts";
import { insuredPersons } from "./insured.ts";
import { insuredEffect } from "./insured-effect.ts";
import { insuredShare } from "./insured-share.ts";
import { lengthOfStay } from "./length-of-stay.ts";
import { materialShare } from "./material-share.ts";
import { monthsPayable } from "./months-payable.ts";
import { openingBalance } from "./opening-balance.ts";
import { outOfAreaShare } from "./out-of-area-share.ts";
import { outpatientVisits } from "./outpatient-visits.ts";
import { pooledPaymentRate } from "./pooled-payment-rate.ts";
import { pooledSpendPerInsured } from "./pooled-spend-per-insured.ts";
import { recoveredPerClue } from "./recovered-per-clue.ts";
import { settlementFundSpend } from "./settlement-fund-spend.ts";
import { supervisionChecked } from "./supervision-checked.ts";
import { supervisionClues } from "./supervision-clues.ts";
import { supervisionOutstanding } from "./supervision-outstanding.ts";
import { supervisionRecovered } from "./supervision-recovered.ts";
import { supervisionSuspicions } from "./supervision-suspicions.ts";
import { supervisionVerified } from "./supervision-verified.ts";
import { verificationRate } from "./verification-rate.ts";

/** Every named number, in the order of a bulletin. */
export const METRICS: readonly Metric[] = [
  incomeYtd,
  incomeMonth,
  incomeBudget,
  incomeCompletion,
  expenditureYtd,
  expenditureMonth,
  expenditureBudget,
  expenditureCompletion,
  evenProgress,
  aheadOfEven,
  currentBalance,
  balanceRate,
  openingBalance,
  closingBalance,
  monthsPayable,
  forecastIncome,
  forecastExpenditure,
  forecastBalance,
  forecastBalanceLow,
  forecastBalanceHigh,
  forecastMonthsPayable,
  forecastBelow6,
  forecastBelow3,
  forecastBelow0,
  forecastCrossed6,
  forecastCrossed3,
  forecastCrossed0,
  insuredPersons,
  insuredShare,
  dependencyRatio,
  admissions,
  inpatients,
  outpatientVisits,
  hospitalizationRate,
  annualizedHospitalizationRate,
  costPerAdmission,
  lengthOfStay,
  actualReimbursementRate,
  inScopeReimbursementRate,
  pooledPaymentRate,
  pooledSpendPerInsured,
  drugShare,
  materialShare,
  outOfAreaShare,
  settlementFundSpend,
  inpatientFundPay,
  inpatientSpendChange,
  insuredEffect,
  admissionRateEffect,
  costEffect,
  fundShareEffect,
  supervisionSuspicions,
  supervisionClues,
  supervisionChecked,
  supervisionVerified,
  verificationRate,
  supervisionRecovered,
  recoveredPerClue,
  supervisionOutstanding,
];

/** A metric by its id, with or without `.yoy` or `.mom`. */
export function metricOf(id: string): Metric | undefined {
  const base = id.replace(/\.(yoy|mom)$/, "");
  return METRICS.find((metric) => metric.id === base);
}

/** Metrics by what a benchmark file may call them: their id, their title, other usual names. */
export function indicators(): [text: string, metric: string, unit: string][] {
  const other: Record<string, string[]> = {
    hospitalization_rate: ["住院率（%）"],
    cost_per_admission: ["次均费用", "住院次均费用", "次均住院费"],
    length_of_stay: ["平均住院天数", "次均住院天数", "次均住院床日"],
    actual_reimbursement_rate: ["实际报销比例", "全口径报销比", "实际补偿比"],
    in_scope_reimbursement_rate: ["政策范围内报销比例", "政策范围内支付比例", "范围内报销比"],
    out_of_area_share: ["异地就医率", "异地住院占比"],
    drug_share: ["药品占比"],
    material_share: ["耗材占比"],
  };
  return METRICS.flatMap(({ id, title, unit }) =>
    [id, title, ...(other[id] ?? [])].map((text): [string, string, string] => [text, id, unit]),
  );
}
