/** Months in a season. */
export const SEASON = 12;

/**
 * A method fitted to a series. Shocks are standard normals, one a month ahead: given the same ones, the
 * paths of two models (of one series, or of two) tell of the same months.
 */
export interface FittedMethod {
  /** Which variant was chosen, as printed: `ETS(A,Ad,N)`, `Theta`. */
  label: string;
  /** Point forecasts 1 to `horizon` months ahead, in the unit of the series. */
  mean(horizon: number): Float64Array;
  /**
   * One possible future: as many months as there are shocks. Written to `into`, of the same length, where that is
   * given (allocating costs as much as a path does); what is returned counts.
   */
  path(shocks: Float64Array, into?: Float64Array): Float64Array;
  /** One-step errors in the sample, the oldest first, standardized (mean square 1); what shocks stand for. */
  residuals: Float64Array;
}

/** Fits a method to monthly values, the oldest first, without gaps. Throws if they are too few for it. */
export type Method = (values: ArrayLike<number>) => FittedMethod;
