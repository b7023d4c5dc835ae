import { codes, defineRule, whole } from "./define.ts";

export const frequentAdmissions = defineRule({
  id: "R09",
  name: "frequent_admissions",
  title: "频繁住院",
  group: "住院行为",
  severity: "medium",
  version: 1,
  card: {
    监管依据:
      "《医疗保障基金使用监督管理条例》第十五条：按照诊疗规范提供合理、必要的医药服务，不得分解住院、挂床住院",
    逻辑: "同一人员在任意机构 N 天内住院达到若干次",
    规则运行结果类型: "可疑",
    时间区间: "跨期",
    医疗机构级别: "全部",
    机构类型: "定点医疗机构",
    人员: "全部",
    应用场景: ["住院", "异地就医"],
    监管费用类型: "住院费用",
    监管环节: ["事中", "事后"],
    参保险种: "职工、居民",
  },
  parameters: [
    whole("admissions", "住院次数下限", "次", 4, [3, 6]),
    whole("days", "期间", "天", 90, [90, 365]),
    codes("diagnoses", "不计入次数的主诊断（ICD-10 前一、二或三位）", "Z51|Z49|C|D45|D46|D47|N18"),
  ],
  lookalikes: [
    "肿瘤放化疗、血液透析等周期性治疗（主诊断，或其他诊断有 Z51、Z49）",
    "编码为计划性再入院",
    "由其他医疗机构转入",
    "一次住院分次结算（同一就诊编号）只算一次",
    "慢阻肺等反复发作的慢性病：由核实者判断",
  ],
});
