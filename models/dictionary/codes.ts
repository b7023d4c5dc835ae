import { type Code, HOSPITAL_LEVELS, MED_TYPES, PAY_PLACES, PERSON_CATEGORIES } from "../codes.ts";
import type { Config } from "../config.ts";
import { COUNTED, type Unit } from "../figure.ts";
import { FUNDS } from "../fund.ts";
import { METRICS } from "../metrics/index.ts";
import { insured } from "../sources/insured.ts";
import { STATEMENT_TERMS } from "../sources/statement-terms.ts";

/** Units as tables and documentation print them. */
export const UNIT_NAMES: Record<Unit, string> = {
  yuan: "元",
  persons: "人",
  clues: "条",
  visits: "人次",
  ratio: "比",
  months: "月",
  days: "天",
};

const CARE: [string, string][] = [
  ["inpatient", "住院"],
  ["outpatient", "门诊"],
  ["chronic", "门诊慢特病"],
  ["pharmacy", "药店购药"],
  ["maternity_outpatient", "生育门诊"],
  ["other", "其他"],
];

const CHARGES: [string, string][] = [
  ["drug", "西药、中成药"],
  ["herb", "中药饮片"],
  ["material", "卫生材料"],
  ["exam", "检查"],
  ["lab", "化验"],
  ["treat", "治疗"],
  ["surgery", "手术"],
  ["nursing", "护理"],
  ["bed", "床位"],
  ["consult", "诊察"],
  ["registration", "挂号"],
  ["other", "其他"],
];

const ACCOUNTS: [string, string][] = [
  ["all", "合计"],
  ["pooled", "统筹基金"],
  ["personal", "个人账户"],
];

const titles = (set: readonly Code[]): [string, string][] =>
  set.map(({ meaning, title }) => [meaning, title]);

const metricTitles = (): [string, string][] =>
  METRICS.flatMap(({ id, title }): [string, string][] => [
    [id, title],
    [`${id}.yoy`, `${title}同比`],
    [`${id}.mom`, `${title}环比`],
  ]);

/** A change of what is counted or paid is a fraction, of a ratio a difference in its own unit. */
const metricUnits = (): [string, string][] =>
  METRICS.flatMap(({ id, unit }): [string, string][] => {
    const change = UNIT_NAMES[COUNTED.has(unit) ? "ratio" : unit];
    return [
      [id, UNIT_NAMES[unit]],
      [`${id}.yoy`, change],
      [`${id}.mom`, change],
    ];
  });

/** Codes of the published tables with their Chinese names: `[code set, code, name]`, each code once. */
export function codeNames({ med_types }: Pick<Config, "med_types">): [string, string, string][] {
  const sets: Record<string, [string, string][]> = {
    fund: [...FUNDS.map(({ code, title }): [string, string] => [code, title]), ["all", "不分险种"]],
    account: ACCOUNTS,
    med_type: [...med_types, ...MED_TYPES].map(({ code, title }) => [code, title]),
    care: CARE,
    person_category: [...titles(PERSON_CATEGORIES), ["other", "其他"]],
    insured_category: insured.terms.map(({ key, title }) => [key, title]),
    charge_category: CHARGES,
    hosp_lv: titles(HOSPITAL_LEVELS),
    pay_loc: titles(PAY_PLACES),
    place: [
      ["local", "本地"],
      ["out", "异地"],
    ],
    fund_item: STATEMENT_TERMS.map(({ key, title }) => [key, title]),
    metric: metricTitles(),
    metric_unit: metricUnits(),
    scope_kind: [
      ["nation", "全国"],
      ["province", "全省"],
      ["peer", "同类地区"],
    ],
  };
  return Object.entries(sets).flatMap(([set, codes]) =>
    [...new Map([...codes].reverse())]
      .reverse()
      .map(([code, name]): [string, string, string] => [set, code, name]),
  );
}
