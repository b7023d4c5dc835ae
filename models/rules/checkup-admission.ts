import { codes, defineRule, fraction, whole } from "./define.ts";

export const checkupAdmission = defineRule({
  id: "R05",
  name: "checkup_admission",
  title: "体检式住院",
  group: "住院行为",
  severity: "high",
  version: 1,
  card: {
    监管依据:
      "《医疗保障基金使用监督管理条例》第十五条：按照诊疗规范提供合理、必要的医药服务，不得过度检查",
    逻辑: "住院不超过 N 天，检查、化验费占比达到下限，药品、治疗、手术费占比不超过上限",
    规则运行结果类型: "可疑",
    时间区间: "当次住院",
    医疗机构级别: "全部",
    机构类型: "定点医疗机构",
    人员: "全部",
    应用场景: ["住院"],
    监管费用类型: "检查费、化验费",
    监管环节: ["事后"],
    参保险种: "职工、居民",
  },
  parameters: [
    whole("days", "住院天数上限", "天", 7, [3, 7]),
    fraction("exam_share", "检查、化验费占比下限", "占比", 0.7, [0.6, 0.8]),
    fraction("therapy_share", "药品、治疗、手术费占比上限", "占比", 0.2, [0.1, 0.3]),
    codes(
      "diagnoses",
      "需住院检查确诊、分期或监测的主诊断（ICD-10 前一、二、三或五位）",
      "C|D0|D1|D2|D3|D4|G40|G41|R50|R91",
    ),
  ],
  lookalikes: [
    "肿瘤确诊和分期、癫痫监测、发热待查（按主诊断）",
    "日间病房、内镜检查（按科室）",
    "检查后转院、住院期间死亡（按离院方式）",
  ],
});
