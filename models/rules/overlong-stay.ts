import { defineRule, fraction, whole } from "./define.ts";

export const overlongStay = defineRule({
  id: "R07",
  name: "overlong_stay",
  title: "超长住院",
  group: "住院行为",
  severity: "low",
  version: 1,
  card: {
    监管依据: "《医疗保障基金使用监督管理条例》第十五条：按照诊疗规范提供合理、必要的医药服务",
    逻辑: "住院天数（减去登记的请假天数）超过同病种（DIP）近 12 个月中位数的若干倍",
    规则运行结果类型: "可疑",
    时间区间: "当次住院",
    医疗机构级别: "全部",
    机构类型: "定点医疗机构",
    人员: "全部",
    应用场景: ["住院"],
    监管费用类型: "住院费用",
    监管环节: ["事后"],
    参保险种: "职工、居民",
  },
  parameters: [
    fraction("times", "与中位数之比的下限", "倍", 2, [1.5, 3]),
    whole("cases", "同病种病例数下限", "例", 10, [10, 100]),
    whole("days", "住院天数下限", "天", 10, [5, 60]),
  ],
  lookalikes: [
    "精神疾病、康复、护理床位（按主诊断 F0—F3、科室、机构类型）",
    "压疮（主诊断 L89）",
    "无主病人、出院后无处安置：由核实者判断",
  ],
});
