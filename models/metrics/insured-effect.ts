import { spendingChange } from "./spending-change.ts";

export const insuredEffect = spendingChange(
  "insured_effect",
  "参保人数影响额",
  "insured_effect_yuan",
  "对数均值迪氏指数法（LMDI）分解，各项影响之和等于增减额",
);
