import { spendingChange } from "./spending-change.ts";

export const fundShareEffect = spendingChange(
  "fund_share_effect",
  "基金支付比例影响额",
  "share_effect_yuan",
  "对数均值迪氏指数法（LMDI）分解，各项影响之和等于增减额",
);
