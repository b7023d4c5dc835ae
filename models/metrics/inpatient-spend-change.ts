import { spendingChange } from "./spending-change.ts";

export const inpatientSpendChange = spendingChange(
  "inpatient_spend_change",
  "住院基金支出增减额",
  "change_yuan",
  "本年累计减上年同期",
);
