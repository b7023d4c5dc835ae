/** The funds a bureau keeps, by the names of the national platform's insutype. */
export interface Fund {
  code: string;
  /** Name in running text: 职工基本医疗保险. */
  title: string;
  /** Name in tables and charts: 职工. */
  short: string;
  aliases: string[];
  /** Whether the fund has personal accounts beside its pooled fund. */
  hasPersonalAccounts: boolean;
}

const fund = (
  code: string,
  short: string,
  title: string,
  aliases: string[],
  hasPersonalAccounts = false,
): Fund => ({ code, short, title, aliases, hasPersonalAccounts });

/**
 * Order is the order of a bulletin. `basic` is 职工 and 居民 together, published as one number by
 * some bureaus: loaded under its own name, checked against its parts, never added to them.
 */
export const FUNDS: readonly Fund[] = [
  fund(
    "basic",
    "基本医保",
    "基本医疗保险",
    ["基本医疗保险", "基本医保", "基本医疗保险基金", "职工和居民"],
    true,
  ),
  fund(
    "employee",
    "职工",
    "职工基本医疗保险",
    ["职工", "城镇职工", "职工医保", "城镇职工医保", "职工基本医保", "职工基本医疗", "310"],
    true,
  ),
  fund("resident", "居民", "城乡居民基本医疗保险", [
    "居民",
    "城乡居民",
    "居民医保",
    "城乡居民医保",
    "居民基本医保",
    "居民基本医疗保险",
    "城镇居民",
    "城乡居民基本医疗",
    "390",
  ]),
  fund("maternity", "生育", "生育保险", ["生育", "生育医疗", "510"]),
  fund(
    "civil_servant",
    "公务员补助",
    "公务员医疗补助",
    ["公务员补助", "公务员", "公务员医疗", "320"],
    true,
  ),
  fund("large_amount", "大额补充", "职工大额医疗费用补助", [
    "大额",
    "大额补充",
    "大额补助",
    "大额医疗",
    "职工大额",
    "职工大额医疗补助",
    "大额医疗费用补助",
    "330",
  ]),
  fund("veteran_cadre", "离休", "离休人员医疗保障", ["离休", "离休人员", "离休干部", "340"]),
  fund("critical_illness", "居民大病", "城乡居民大病保险", [
    "大病",
    "大病保险",
    "居民大病",
    "居民大病保险",
    "城乡居民大病",
    "392",
  ]),
  fund("medical_aid", "医疗救助", "医疗救助", ["救助", "城乡医疗救助", "610"]),
];

/** What is of no single fund, as supervision is. */
const ALL = fund("all", "", "医保", []);

/** The fund with this code; an unknown code speaks for itself. */
export function fundOf(code: string): Fund {
  if (code === ALL.code) return ALL;
  return FUNDS.find((f) => f.code === code) ?? fund(code, code, code, []);
}
