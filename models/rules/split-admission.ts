import { defineRule, whole } from "./define.ts";

export const splitAdmission = defineRule({
  id: "R01",
  name: "split_admission",
  title: "分解住院",
  group: "住院行为",
  severity: "high",
  version: 1,
  card: {
    监管依据: "《医疗保障基金使用监督管理条例》第十五条：不得分解住院",
    逻辑: "同一人员在同一机构出院后 N 天内因同一疾病类目（ICD-10 前三位）再次入院",
    规则运行结果类型: "可疑",
    时间区间: "跨期",
    医疗机构级别: "全部",
    机构类型: "定点医疗机构",
    人员: "全部",
    应用场景: ["住院"],
    监管费用类型: "住院费用",
    监管环节: ["事中", "事后"],
    参保险种: "职工、居民",
  },
  parameters: [whole("days", "再次入院间隔上限", "天", 15, [3, 31])],
  lookalikes: [
    "放化疗、透析等周期性治疗（主诊断 Z51、Z49，或任一次主诊断为肿瘤且计划再入院）",
    "编码为计划性再入院",
    "前次为转院或非医嘱离院",
  ],
});
