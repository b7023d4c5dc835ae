import { fundColumn, period, regionCode, regionName, unit } from "./_dimensions.ts";
import { defineSource, type Identity } from "./define.ts";
import { STATEMENT_TERMS } from "./statement-terms.ts";

const sum = (id: string, title: string, total: string, terms: string[]): Identity => ({
  id,
  title,
  total,
  parts: terms.map((term) => ({ term, sign: 1 })),
  needs: "any",
});

/** Sums every statement and budget must satisfy (inputs.md, «Identities»). */
export const STATEMENT_IDENTITIES: Identity[] = [
  sum("income_parts", "收入分项之和＝收入合计", "income.total", [
    "income.contribution",
    "income.fiscal",
    "income.interest",
    "income.transfer",
    "income.superior_subsidy",
    "income.subordinate_remit",
    "income.other",
  ]),
  sum("expenditure_parts", "支出分项之和＝支出合计", "expenditure.total", [
    "expenditure.benefit",
    "expenditure.critical_illness",
    "expenditure.transfer",
    "expenditure.subsidize_lower",
    "expenditure.remit_upper",
    "expenditure.other",
  ]),
  {
    id: "current_balance",
    title: "当期结余＝收入合计－支出合计",
    total: "balance.current",
    parts: [
      { term: "income.total", sign: 1 },
      { term: "expenditure.total", sign: -1 },
    ],
    needs: "every",
  },
  {
    id: "closing_balance",
    title: "累计结余＝上年结余＋收入合计－支出合计",
    total: "balance.closing",
    parts: [
      { term: "balance.opening", sign: 1 },
      { term: "income.total", sign: 1 },
      { term: "expenditure.total", sign: -1 },
    ],
    needs: "every",
  },
  {
    id: "closing_accounts",
    title: "累计结余＝统筹基金结余＋个人账户结余",
    total: "balance.closing",
    parts: [
      { term: "balance.closing_pooled", sign: 1 },
      { term: "balance.closing_personal", sign: 1 },
    ],
    needs: "every",
  },
];

export const direction = {
  kind: "direction",
  title: "方向",
  aliases: ["方向", "收支方向", "收支类别", "收支类型", "direction"],
  guide: true,
} as const;

export const item = {
  kind: "term",
  title: "科目",
  aliases: ["科目", "科目名称", "项目", "项目名称", "收支项目", "指标", "指标名称", "item"],
} as const;

export const fundStatement = defineSource({
  id: "fund_statement",
  title: "基金收支月报",
  quantity: "money",
  dimensions: {
    region_code: regionCode,
    region_name: regionName,
    fund: fundColumn,
    account: {
      kind: "account",
      title: "账户",
      aliases: ["账户", "账户类型", "基金账户", "账户类别", "account"],
    },
    month: period,
    direction: { ...direction, aliases: [...direction.aliases] },
    item: { ...item, aliases: [...item.aliases] },
    unit,
    policy: {
      kind: "text",
      title: "口径",
      aliases: ["口径", "统计口径", "数据口径", "policy", "scope"],
    },
  },
  measures: [
    {
      id: "month",
      title: "本月数",
      aliases: [
        "本月数",
        "当月数",
        "本月",
        "当月",
        "本月发生额",
        "当月发生额",
        "本月金额",
        "month_amount",
      ],
    },
    {
      id: "ytd",
      title: "本年累计",
      aliases: [
        "本年累计",
        "本年累计数",
        "累计数",
        "累计",
        "累计金额",
        "自年初累计",
        "年初至今",
        "本年累计发生额",
        "截至本月累计",
        "ytd_amount",
      ],
    },
    { id: "span", title: "金额", aliases: ["金额", "数额", "数值", "发生额", "amount"] },
  ],
  terms: STATEMENT_TERMS,
  identities: STATEMENT_IDENTITIES,
});
