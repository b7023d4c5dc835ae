import { defineMetric, single } from "./define.ts";
import { evenProgress } from "./even-progress.ts";
import { expenditureCompletion } from "./expenditure-completion.ts";
import { minus } from "./expression.ts";

export const aheadOfEven = defineMetric({
  id: "ahead_of_even",
  title: "超均衡进度",
  unit: "ratio",
  mart: "fund_month",
  version: 1,
  resetsYearly: true,
  variants: single(
    "支出预算完成率减均衡进度，不舍入相减；百分点",
    minus(expenditureCompletion.variants[0]!.value, evenProgress.variants[0]!.value),
  ),
});
