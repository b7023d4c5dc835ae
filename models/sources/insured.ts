import { fundColumn, period, regionCode, regionName, unit } from "./_dimensions.ts";
import { defineSource, type Identity, type Term } from "./define.ts";

const category = (key: string, title: string, aliases: string[]): Term => ({
  key,
  title,
  aliases: [title, ...aliases, key],
  isPoint: true,
});

const WHOLE = "all";

/** 人员类别. Each group below divides all insured persons of a fund once. */
const CATEGORIES: Term[] = [
  category(WHOLE, "合计", ["参保人数", "参保人数合计", "总计", "全部", "参保人员", "人数合计"]),
  category("working", "在职", ["在职职工", "在职人员", "在职人数"]),
  category("retired", "退休", ["退休人员", "退休职工", "退休人数"]),
  category("enterprise", "企业", ["企业职工", "企业参保"]),
  category("institution", "机关事业", ["机关事业单位", "机关事业人员"]),
  category("flexible", "灵活就业", ["灵活就业等", "灵活就业人员"]),
  category("combined_account", "统账结合", []),
  category("pooled_only", "单建统筹", []),
  category("resident", "居民", ["城乡居民", "居民参保"]),
  category("adult", "成年人", ["成年居民"]),
  category("student", "中小学生儿童", ["中小学生和儿童", "学生儿童"]),
  category("college", "大学生", []),
];

const divides = (id: string, title: string, terms: string[]): Identity => ({
  id,
  title,
  total: WHOLE,
  parts: terms.map((term) => ({ term, sign: 1 })),
  needs: "every",
});

export const insured = defineSource({
  id: "insured",
  title: "参保人数",
  quantity: "persons",
  dimensions: {
    region_code: regionCode,
    region_name: regionName,
    fund: fundColumn,
    month: period,
    category: {
      kind: "term",
      title: "人员类别",
      aliases: ["人员类别", "参保人员类别", "人员类型", "人群类别", "psn_type", "category"],
    },
    special_group: {
      kind: "text",
      title: "特殊人群",
      aliases: ["特殊人群", "特殊人群类别", "人员身份", "special_group"],
    },
    unit,
  },
  measures: [
    {
      id: "persons",
      title: "人数",
      aliases: ["人数", "参保人数", "期末参保人数", "期末人数", "参保人次", "persons"],
    },
  ],
  terms: CATEGORIES,
  identities: [
    divides("insured_parts", "在职＋退休＝参保人数合计", ["working", "retired"]),
    divides("insured_parts", "企业＋机关事业＋灵活就业＝参保人数合计", [
      "enterprise",
      "institution",
      "flexible",
    ]),
    divides("insured_parts", "统账结合＋单建统筹＝参保人数合计", [
      "combined_account",
      "pooled_only",
    ]),
    divides("insured_parts", "成年人＋中小学生儿童＋大学生＝参保人数合计", [
      "adult",
      "student",
      "college",
    ]),
  ],
  wholeTerm: WHOLE,
});
