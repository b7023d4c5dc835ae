import { spendingChange } from "./spending-change.ts";

export const costEffect = spendingChange(
  "cost_effect",
  "次均费用影响额",
  "cost_effect_yuan",
  "对数均值迪氏指数法（LMDI）分解，各项影响之和等于增减额",
);
