import type { Account } from "../figure.ts";
import { FUNDS } from "../fund.ts";
import type { Measure } from "./figure.ts";

/** What a word of a bulletin says. */
export type Meaning =
  | { kind: "fund"; fund: string }
  | { kind: "account"; account: Account }
  | { kind: "measure"; measure: Measure; sign?: -1 }
  | { kind: "change"; sign: 1 | -1 }
  | { kind: "previous" | "compared" | "budget" | "within" | "total" | "here" | "noise" };

const FUND_TAIL = "(?:基本)?(?:医疗保险|医疗保障|医疗|医保|保险)?(?:基金)?";
const LAST_YEAR = "(?:上年度?|去年|上一年度?)(?:同期|同时期)?|上年同期|去年同期|同期|上月|上季度";

const MEASURES: [Measure, string, -1?][] = [
  ["current", "(?:当期|当年|本期|本年度?)赤字|收支缺口|(?:当期|当年)亏损|收不抵支", -1],
  [
    "current",
    "(?:当期|当年|本期|本年度?|年度)(?:收支)?(?:基金)?(?:净)?(?:结余|结存|收支差额?)|收支结余|收支差额?|收支相抵后?(?:结余)?",
  ],
  [
    "opening",
    "(?:上年末?|年初|期初|上年度|上年年末)(?:基金)?(?:累计|滚存)?(?:收支)?(?:结余|结存|结转)",
  ],
  [
    "closing",
    "(?:年末|期末)?(?:基金)?(?:历年)?(?:累计|滚存)(?:基金)?(?:收支)?(?:结余|结存)|(?:年末|期末)(?:基金)?(?:结余|结存)",
  ],
  ["balance", "结余|结存"],
  ["months", "可(?:以)?(?:支付|支撑|使用)(?:的)?(?:月数|能力|时间)?|备付(?:月数|能力)|支付能力"],
  [
    "insured",
    "(?:参加|参)(?:保)?(?:总)?(?:人数|人员|合计|总数)|(?:总)?参保(?:人数|人员|合计|总人数)?|参加(?=城|职|居|基)",
  ],
  ["working", "在职(?:职工|人员|参保人员?)?(?:人数)?"],
  ["retired", "退休(?:职工|人员|参保人员?)?(?:人数)?"],
  ["dependency", "在职退休比|职退比|负担比|抚养比|赡养比"],
  ["admissions", "(?:住院|出院)(?:总)?(?:人次数?|人数)"],
  ["annualized_rate", "预测(?:全?年)?住院率|年化住院率"],
  ["hospitalization_rate", "住院率"],
  ["bed_days", "(?:住院)?(?:总)?床日数?|住院(?:总)?(?:天数|日数)"],
  ["length_of_stay", "(?:次均|平均)(?:住院)?(?:日数?|天数|床日)|平均住院日"],
  ["inpatient_fee", "住院(?:医疗)?总?费用(?:总额)?"],
  ["cost_per_admission", "次均(?:住院)?(?:医疗)?(?:总)?费用"],
  ["per_insured", "人均(?:统筹)?(?:基金)?支出"],
  ["income", "总?收入(?:合计|总额|总计)?"],
  ["expenditure", "总?支出(?:合计|总额|总计)?"],
];

const NOISE =
  "基金|资金|(?:实际)?完成|实现|达到|高达|达|共计?|金额|数额|合计|本年(?:度)?(?:累计)?|当年|今年(?:以来)?|全年|年度|累计|分别|总|的|为|是|则|和|与|及|也|已|均|仅|有|约|近|超过|截至(?:目前)?|截止|止|底|末|运行情况|情况|数|额|人民币|金|净|个月|项|一项|方面|按|来看|此外|另外|导致|使得|由于";

const word = (pattern: string, meaning: Meaning): [RegExp, Meaning] => [
  new RegExp(pattern, "y"),
  meaning,
];

/** The words that carry meaning in a bulletin; whatever else stands in a phrase names an item. */
export const WORDS: readonly [RegExp, Meaning][] = [
  ...FUNDS.flatMap((fund) =>
    [fund.title, fund.short, ...fund.aliases.filter((alias) => !/^\d+$/.test(alias))].map((name) =>
      word(`${name}${FUND_TAIL}(?!费|待遇|药|处|站|缴)`, { kind: "fund", fund: fund.code }),
    ),
  ),
  word("(?:两项|各项|全部|三项)?(?:医保|医疗保险|医疗保障)基金|各险种|两项医保", {
    kind: "fund",
    fund: "total",
  }),
  word("(?:社会)?统筹(?:基金|账户|部分)?(?!地?区|层次|城乡|[推安]|使用)", {
    kind: "account",
    account: "pooled",
  }),
  word("个人[账帐]户(?:基金)?|个账", { kind: "account", account: "personal" }),
  ...MEASURES.map(([measure, pattern, sign]) =>
    word(pattern, sign ? { kind: "measure", measure, sign } : { kind: "measure", measure }),
  ),
  word("(?:同比)?(?:增长|增加|上升|提高|提升|增幅|增速|多增|净增)(?:率|了|幅度)?", {
    kind: "change",
    sign: 1,
  }),
  word("(?:同比)?(?:减少|下降|降低|降幅|减幅|回落|下滑)(?:率|了|幅度)?", {
    kind: "change",
    sign: -1,
  }),
  word(
    `(?:比|较|同|与)(?:${LAST_YEAR}|(?:19|20)\\d{2}年(?:末|底|同期)?|\\d+月份?(?:底|末)?|年初|期初|上月末?|上季度末?)(?:末|底|相比|数)?|同比|环比`,
    { kind: "compared" },
  ),
  word(`(?:${LAST_YEAR})(?:数|末)?`, { kind: "previous" }),
  word("(?:全年|年度|年初|本年|当年)?(?:收入|支出)?预算(?:收入|支出|数|总额|指标)?", {
    kind: "budget",
  }),
  word("其中|含", { kind: "within" }),
  word("合计|总计|共计|小计", { kind: "total" }),
  word("(?:全|我|本|该)[国省市州盟县区旗](?!级)", { kind: "here" }),
  word(NOISE, { kind: "noise" }),
];
