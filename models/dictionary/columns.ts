import { COLUMNS as MART_COLUMNS } from "../metrics/columns.ts";
import type { Mart } from "../metrics/define.ts";
import { COLUMNS as PLATFORM_COLUMNS } from "../sources/records/columns.ts";

/** A column in words. `unit` is empty where there is none to speak of. */
export interface ColumnWords {
  description: string;
  unit: string;
}

const words = (description: string, unit = ""): ColumnWords => ({ description, unit });

/** Columns that mean the same wherever they stand. */
const COMMON: Record<string, ColumnWords> = {
  psn_no: words("人员编号（假名：同一人始终相同，不能还原成真实编号）"),
  region_code: words("统筹区代码（结算、参保为参保地）"),
  region_name: words("统筹区名称"),
  institution_region_code: words("机构所在统筹区代码"),
  fund: words("险种代码，如 employee、resident"),
  fund_name: words("险种"),
  account: words("账户代码（all 合计、pooled 统筹基金、personal 个人账户）"),
  account_name: words("账户"),
  month: words("月份（YYYY-MM）"),
  person_category: words("人员类别代码"),
  person_category_name: words("人员类别"),
  med_type: words("医疗类别代码（国家平台）"),
  med_type_name: words("医疗类别（代码表里没有的为空）"),
  care: words("就医方式代码（由医疗类别归并）"),
  care_name: words("就医方式：住院、门诊、门诊慢特病、药店购药、生育门诊、其他"),
  hosp_lv: words("医院等级代码（3 三级、2 二级、1 一级、9 未定级）"),
  hosp_lv_name: words("医院等级"),
  pay_loc: words("支付地点代码"),
  pay_loc_name: words("支付地点：中心、医院、省内异地、省外异地"),
  charge_category: words("费用大类代码（由收费项目类别归并）"),
  charge_category_name: words("费用大类"),
  is_out_of_area: words("是否异地就医（1 是）"),
  is_refund: words("是否退费（1 是，金额为负）"),
  visits: words("人次（退费为 0）", "人次"),
  bed_days: words("住院床日", "天"),
};

const COUNT_UNITS: [RegExp, string][] = [
  [/(^|_)(visits|admissions)(_ytd)?$/, "人次"],
  [/^inpatients(_ytd)?$/, "人"],
  [/^bed_days(_ytd)?$/, "天"],
];

const unitOf = (name: string): string =>
  /_yuan$/.test(name) ? "元" : (COUNT_UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? "");

/**
 * What a column of an analyst's view is called when its own file does not say: the words of the mart
 * of the same name first, then those used everywhere, then the national platform's. Undefined for
 * a column that nobody has words for.
 */
export function wordsOf(view: string, column: string): ColumnWords | undefined {
  const mart = MART_COLUMNS[view as Mart]?.[column];
  if (mart) return words(mart.title, unitOf(column));
  if (column in COMMON) return COMMON[column];
  const platform = PLATFORM_COLUMNS[column];
  if (!platform) return undefined;
  const isMoney = platform.type === "money" || platform.type === "price";
  return words(platform.title, isMoney ? "元" : unitOf(column));
}

/** The unit of a column described by its own file without one. */
export const unitFor = (view: string, column: string): string =>
  wordsOf(view, column)?.unit || unitOf(column);

/** Every word of this dictionary, as one text that changes when one of them does. */
export const dictionaryText = (): string =>
  JSON.stringify([
    COMMON,
    Object.values(MART_COLUMNS).map((columns) =>
      Object.entries(columns).map(([name, { title }]) => [name, title]),
    ),
    Object.entries(PLATFORM_COLUMNS).map(([name, { title, type }]) => [name, title, type]),
  ]);
