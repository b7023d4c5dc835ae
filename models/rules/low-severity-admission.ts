import { defineRule, fraction, whole } from "./define.ts";

export const lowSeverityAdmission = defineRule({
  id: "R06",
  name: "low_severity_admission",
  title: "低标入院",
  group: "住院行为",
  severity: "medium",
  version: 1,
  card: {
    监管依据: "《医疗保障基金使用监督管理条例》第十五条：按照诊疗规范提供合理、必要的医药服务",
    逻辑: "住院不超过 N 天、没有手术、医嘱离院，费用低于同病种（DIP）同级别机构近 12 个月均值的一定比例，且每天费用也低于其每床日均值的一定比例",
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
    fraction("fee_share", "与均值之比的上限", "占比", 0.5, [0.3, 0.7]),
    fraction("daily_share", "每天费用与每床日均值之比的上限", "占比", 0.45, [0.3, 1]),
    whole("days", "住院天数上限", "天", 3, [1, 5]),
    whole("cases", "同病种同级别病例数下限", "例", 10, [10, 100]),
  ],
  lookalikes: [
    "转院、非医嘱离院、死亡等住院未完成的（按离院方式）",
    "日间病房（按科室）",
    "14 岁以下儿童",
    "很快好转出院的：总费用低而每天费用不低的不计",
  ],
});
