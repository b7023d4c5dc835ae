import { fundColumn, regionCode, regionName, unit } from "./_dimensions.ts";
import { defineSource } from "./define.ts";
import { direction, item, STATEMENT_IDENTITIES } from "./fund-statement.ts";
import { STATEMENT_TERMS } from "./statement-terms.ts";

export const fundBudget = defineSource({
  id: "fund_budget",
  title: "基金预算",
  quantity: "money",
  dimensions: {
    region_code: regionCode,
    region_name: regionName,
    fund: fundColumn,
    year: {
      kind: "year",
      title: "年度",
      aliases: ["年度", "预算年度", "年份", "所属年度", "year"],
    },
    direction: { ...direction, aliases: [...direction.aliases] },
    item: { ...item, aliases: [...item.aliases, "预算科目", "预算项目"] },
    unit,
    version: { kind: "text", title: "版本", aliases: ["版本", "预算版本", "预算类型", "version"] },
    document_no: {
      kind: "text",
      title: "批复文号",
      aliases: ["批复文号", "文号", "预算批复文号", "document_no"],
    },
    approved_on: {
      kind: "date",
      title: "批复日期",
      aliases: ["批复日期", "批准日期", "生效日期", "批复时间", "approved_on"],
    },
  },
  measures: [
    {
      id: "budget",
      title: "预算数",
      aliases: [
        "预算数",
        "预算金额",
        "年度预算数",
        "全年预算数",
        "年度预算",
        "全年预算",
        "预算",
        "budget_amount",
      ],
    },
  ],
  terms: STATEMENT_TERMS.map((term) => ({
    ...term,
    aliases: [
      ...term.aliases,
      ...(term.key === "income.total" ? ["收入预算", "收入预算数", "收入预算合计"] : []),
      ...(term.key === "expenditure.total" ? ["支出预算", "支出预算数", "支出预算合计"] : []),
    ],
  })),
  identities: STATEMENT_IDENTITIES,
});
