import type { Verb } from "./fundwatch.ts";

/** The verb of forecasts: as they stand, under other assumptions, and how earlier ones did. */
export const FORECAST_VERBS: Verb[] = [
  {
    name: "forecast",
    about:
      "预测：收入、支出、结余、可支付月数及不足的概率（backtest 回测、scenario 情景、compare 比较、issue 存档、record 存档的对照、verify-log 核对存档）",
    module: () => import("./forecast.ts"),
    arguments: "[动作] [名称...]",
    options: [
      ["--fund <险种>", "employee、resident、maternity 等，或中文名"],
      ["--region <代码>", "统筹区代码"],
      ["--horizon <月数>", "预测几个月，1—36（默认取配置，18）"],
      ["--as-of <年月>", "站在哪个月月底预测，如 2025-12（默认最近一个月）"],
      ["--scenario <情景>", "按存好的情景预测"],
      ["--seed <整数>", "模拟路径的种子（默认取配置）"],
      [
        "--driver <因素>",
        "scenario set：premium 缴费标准、subsidy 财政补助、insured 参保人数、admission_rate 住院率、cost_per_admission 次均费用、payment_rate 支付比例",
      ],
      ["--factor <倍数>", "scenario set：到位以后是原来的几倍，1.05 即提高5%"],
      ["--from <年月>", "scenario set：从哪个月起"],
      ["--until <年月>", "scenario set：到哪个月逐步到位（默认当月到位）"],
      ["--elasticity <数>", "scenario set：缴费标准每提高1%，参保人数减少百分之几（默认0）"],
      ["--title <名称>", "scenario set：印在报告里的名称"],
      ["--add", "scenario set：加到已有的情景上，而不是重写"],
      ["--by <账号>", "issue：存档人（默认 FUNDWATCH_ACCOUNT，否则系统用户名）"],
    ],
  },
];
