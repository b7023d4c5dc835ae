/** Settlement money behind an expenditure line of a fund's statement. */
export interface ClearingItem {
  fund: "employee" | "resident" | "maternity";
  account: "pooled" | "personal";
  item: "expenditure.benefit" | "expenditure.critical_illness";
  /** Money columns of a settlement. */
  columns: string[];
  /** Whether it waits to be cleared; what does not is spent in the month of settlement. */
  cleared: boolean;
}

/** Every such line. 公务员补助 and 医疗救助 are other funds' money. */
export const CLEARING_ITEMS: readonly ClearingItem[] = [
  {
    fund: "employee",
    account: "pooled",
    item: "expenditure.benefit",
    columns: ["hifp_pay", "hifob_pay", "oth_pay"],
    cleared: true,
  },
  {
    fund: "employee",
    account: "personal",
    item: "expenditure.benefit",
    columns: ["acct_pay", "acct_mulaid_pay"],
    cleared: false,
  },
  {
    fund: "resident",
    account: "pooled",
    item: "expenditure.benefit",
    columns: ["hifp_pay", "oth_pay"],
    cleared: true,
  },
  {
    fund: "resident",
    account: "pooled",
    item: "expenditure.critical_illness",
    columns: ["hifmi_pay"],
    cleared: true,
  },
  {
    fund: "maternity",
    account: "pooled",
    item: "expenditure.benefit",
    columns: ["hifp_pay"],
    cleared: true,
  },
];
