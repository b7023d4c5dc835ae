import { defineMetric, type Metric, single } from "./define.ts";
import { column } from "./expression.ts";

/** Columns of `spending_decomposition` with their titles. They are counted, not printed. */
export const CHANGE_COLUMNS: readonly [name: string, title: string][] = [
  ["change_yuan", "累计住院基金支出与上年同期之差"],
  ["insured_effect_yuan", "参保人数的影响"],
  ["rate_effect_yuan", "住院率的影响"],
  ["cost_effect_yuan", "次均费用的影响"],
  ["share_effect_yuan", "基金支付比例的影响"],
];

/**
 * A term of the change in inpatient fund spending against the same months of last year. The effects
 * come from the additive log-mean Divisia index (LMDI-I: Ang, Energy Policy 32 (2004) 1131) of insured ×
 * admission rate × cost per admission × fund share, and add up to the change to the fen.
 */
export const spendingChange = (id: string, title: string, name: string, policy: string): Metric =>
  defineMetric({
    id,
    title,
    unit: "yuan",
    mart: "spending_decomposition",
    version: 1,
    resetsYearly: true,
    isChange: true,
    variants: single(
      `权责发生制，按结算时间；1月至当月累计，与上年同期相比；${policy}`,
      column(name),
    ),
  });
