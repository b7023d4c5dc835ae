import { CLEARING_ITEMS, type ClearingItem } from "../clearing-items.ts";

/**
 * When and how the fund pays for settlements: the rule that leads from settlements to the expenditure
 * of a fund statement. Amounts are added up by insured region, fund, item and month of settlement, and
 * rounded half up to the fen once, there. Nobody here is insured for 生育 or pays for relatives.
 */
export interface Clearing {
  /** Money columns of a settlement behind each item of a fund's statement. */
  items: readonly ClearingItem[];
  /** Fund money of a settlement that other funds pay, which a statement of 职工 or 居民 leaves out. */
  outside: string[];
  /** Months between settlement and payment, by pay_loc. */
  lag_months: Record<"1" | "2" | "3" | "4", number>;
  /** Share of local online settlements (pay_loc 2) kept back as quality deposit 质量保证金. */
  deposit_share: string;
  /** The deposit of a calendar year of settlements is paid back in this month of the next year. */
  deposit_returned_in: number;
  /**
   * 预付金 to institutions, of the pooled account: a twelfth of the year's first budget for 待遇支出 (that
   * of the whole fund), rounded half up to the fen. It is taken back in equal parts, rounded half up,
   * the last part being the rest, in those months that are in the data; only if it was paid there.
   */
  advance: { paid_in: number; taken_back_in: number[]; months: number };
}

export const CLEARING: Clearing = {
  items: CLEARING_ITEMS.filter(({ fund }) => fund !== "maternity").map((item) => ({
    ...item,
    columns: item.columns.filter((column) => column !== "acct_mulaid_pay"),
  })),
  outside: ["cvlserv_pay", "maf_pay"],
  lag_months: { "1": 0, "2": 1, "3": 2, "4": 2 },
  deposit_share: "0.05",
  deposit_returned_in: 3,
  advance: { paid_in: 1, taken_back_in: [10, 11, 12], months: 1 },
};
