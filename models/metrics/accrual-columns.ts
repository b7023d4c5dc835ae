/** Sums of settlements in `service_month`: of the month as named, and of the year to date (`ytdOf`). */
const SUMS: [name: string, title: string][] = [
  ["visits", "就诊人次"],
  ["admissions", "住院人次"],
  ["outpatient_visits", "门诊人次"],
  ["inpatients", "住院人数"],
  ["bed_days", "住院床日"],
  ["medfee_yuan", "医疗费总额"],
  ["inpatient_medfee_yuan", "住院医疗费总额"],
  ["fund_pay_yuan", "基金支付"],
  ["inpatient_fund_pay_yuan", "住院基金支付"],
  ["hifp_pay_yuan", "统筹基金支付"],
  ["inpatient_hifp_pay_yuan", "住院统筹基金支付"],
  ["inscp_yuan", "政策范围内费用"],
  ["inpatient_inscp_yuan", "住院政策范围内费用"],
  ["itemised_yuan", "明细费用"],
  ["inpatient_itemised_yuan", "住院明细费用"],
  ["drug_yuan", "药品费"],
  ["inpatient_drug_yuan", "住院药品费"],
  ["inpatient_herb_yuan", "住院中药饮片费"],
  ["material_yuan", "材料费"],
  ["inpatient_material_yuan", "住院材料费"],
  ["out_of_area_admissions", "异地住院人次"],
  ["out_of_area_fund_pay_yuan", "异地住院基金支付"],
];

/** The year-to-date column of a month's: `x_yuan` → `x_ytd_yuan`. */
export const ytdOf = (name: string): string =>
  name.endsWith("_yuan") ? `${name.slice(0, -5)}_ytd_yuan` : `${name}_ytd`;

/** Columns of `service_month` with their titles. They are counted, not printed: no rounding in them. */
export const ACCRUAL_COLUMNS: readonly [name: string, title: string][] = SUMS.flatMap(
  ([name, title]): [string, string][] => [
    [name, `当月${title}`],
    [ytdOf(name), `累计${title}`],
  ],
);
