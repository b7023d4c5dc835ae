import { spendingChange } from "./spending-change.ts";

export const admissionRateEffect = spendingChange(
  "admission_rate_effect",
  "住院率影响额",
  "rate_effect_yuan",
  "对数均值迪氏指数法（LMDI）分解，各项影响之和等于增减额",
);
