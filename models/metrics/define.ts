import type { Unit } from "../figure.ts";
import type { Expression } from "./expression.ts";

/** A mart whose rows metrics are computed from. */
export type Mart =
  | "fund_month"
  | "insured_month"
  | "service_month"
  | "spending_decomposition"
  | "supervision_month"
  | "forecast_ahead";

/** Whether a mart's rows are sums of settlements, not numbers of a bureau's statement. */
export const isOfSettlements = (mart: Mart): boolean =>
  mart === "service_month" || mart === "spending_decomposition";

/** Whether a mart has a row for the whole (`all`) and one for each cut of it. */
export const hasCuts = (mart: Mart): boolean =>
  mart === "service_month" || mart === "supervision_month";

/** Whether a mart's rows are of months ahead: estimates, each for itself. */
export const isOfForecasts = (mart: Mart): boolean => mart === "forecast_ahead";

/** One way to compute a metric: a 口径. */
export interface Variant {
  /** Empty where the metric has one definition, else its name: `trailing_12`. */
  basis: string;
  policy: string;
  value: Expression;
  /**
   * Of a mart with cuts: computed for every cut and named 口径, too, each a basis of its own (`level:3`,
   * `group:住院行为`, the name of the 口径); otherwise for the whole under the bureau's own.
   */
  hasCuts?: true;
  /** Does not count from January, though the metric does. */
  isOfMonth?: true;
}

/** A named number: one definition, in one file. */
export interface Metric {
  id: string;
  title: string;
  unit: Unit;
  mart: Mart;
  /** Raised whenever the definition changes, so that old figures can be told from new. */
  version: number;
  /** Category rows of the mart it is computed for; each is a basis of its own. */
  categories?: "every" | string[];
  /** Counts from January: not comparable with last December. */
  resetsYearly?: true;
  /** A change already, against last year: not compared again. */
  isChange?: true;
  variants: Variant[];
}

export const defineMetric = (metric: Metric): Metric => metric;

/** A metric with a single definition. */
export function single(policy: string, value: Expression): Variant[] {
  return [{ basis: "", policy, value }];
}
