import { codes, defineRule, fraction, whole } from "./define.ts";

export const practitionerOverload = defineRule({
  id: "R27",
  name: "practitioner_overload",
  title: "医师超能力接诊",
  group: "医师与机构",
  severity: "medium",
  version: 1,
  card: {
    监管依据:
      "《医疗保障基金使用监督管理条例》第二十条、第四十条：不得虚构医药服务项目。每日接诊人数没有全国统一上限，本规则的上限为经验值，由医保部门核定",
    逻辑: "同一医师（以费用明细开单医师为准）在同一机构一天门诊接诊的人数超过上限",
    规则运行结果类型: "可疑",
    时间区间: "单日",
    医疗机构级别: "全部",
    机构类型: "定点医疗机构",
    人员: "医保医师",
    应用场景: ["门急诊"],
    监管费用类型: "门诊费用",
    监管环节: ["事后"],
    参保险种: "职工、居民",
  },
  parameters: [
    whole("persons", "一天接诊人数上限", "人", 120, [80, 200]),
    fraction(
      "same_share",
      "费用相同或体检、接种诊断的就诊占比，达到即为团体体检",
      "占比",
      0.5,
      [0.3, 0.9],
    ),
    codes("check_ups", "体检、接种的诊断类目", "Z00|Z01|Z02|Z10|Z23|Z24|Z25|Z26|Z27"),
  ],
  lookalikes: [
    "一工号多人（执业人员登记为共用工号）",
    "团体体检、集中接种（当日多数就诊费用相同，或诊断为体检、接种）",
    "助手代开、代用工号而未登记共用：留待核实",
  ],
});
