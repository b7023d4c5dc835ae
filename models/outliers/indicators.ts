/** An indicator of `marts.institution_indicator`. */
export interface Indicator {
  id: string;
  title: string;
  /** How its values are read: a multiple, a share, yuan, or times. */
  unit: "倍" | "%" | "元" | "次";
}

export const INDICATORS: readonly Indicator[] = [
  { id: "cost_index", title: "次均住院费用指数", unit: "倍" },
  { id: "stay_index", title: "住院床日指数", unit: "倍" },
  { id: "readmission_share", title: "15日内再住院占比", unit: "%" },
  { id: "short_stay_share", title: "2日内短住院占比", unit: "%" },
  { id: "nearly_free_share", title: "个人几乎不付费的住院占比", unit: "%" },
  { id: "stays_per_person", title: "人均住院次数", unit: "次" },
  { id: "inpatient_drug_share", title: "住院药占比", unit: "%" },
  { id: "inpatient_material_share", title: "住院耗材占比", unit: "%" },
  { id: "inpatient_exam_share", title: "住院检查化验占比", unit: "%" },
  { id: "outpatient_fund_pay_per_visit", title: "门诊购药次均基金支付", unit: "元" },
  { id: "outpatient_medfee_per_visit", title: "门诊购药次均费用", unit: "元" },
  { id: "outpatient_exam_share", title: "门诊检查化验占比", unit: "%" },
];

export const indicatorNamed = (id: string): Indicator => {
  const found = INDICATORS.find((indicator) => indicator.id === id);
  if (!found) throw new Error(`unknown indicator: ${id}`);
  return found;
};
