import { codes, defineRule, fraction, whole } from "./define.ts";

export const companionAdmissions = defineRule({
  id: "R08",
  name: "companion_admissions",
  title: "结伴住院",
  group: "住院行为",
  severity: "high",
  version: 1,
  card: {
    监管依据: "《医疗保障基金使用监督管理条例》第十五条：不得诱导、协助他人冒名或者虚假就医",
    逻辑: "同一机构同日入院、同日出院、主诊断同一类目（ICD-10 前三位）的人数达到 N 人，且明显多于按该机构同类住院量会偶然遇到的人数",
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
    whole("persons", "人数下限", "人", 3, [3, 5]),
    fraction("times", "与偶然人数之比的下限", "倍", 5, [1, 20]),
    codes(
      "diagnoses",
      "会成批入院的主诊断（ICD-10 前一、二或三位）",
      "A|B|J09|J10|J11|U07|T58|T61|T62|H25|H26|N18|Z49|Z51",
    ),
  ],
  lookalikes: [
    "传染病暴发、食物中毒、集体中毒（按主诊断）",
    "集中白内障项目（主诊断 H25、H26）",
    "血透建档、放化疗周期（主诊断 N18、Z49、Z51）",
    "日间病房（按科室）",
    "大医院同病种住院多而偶然同日进出：人数须为偶然人数的若干倍",
  ],
});
