/**
 * Errors divided by their root mean square, and the standard deviation of errors to come, which is larger: as
 * `parameters` were fitted on them, and as it is estimated itself (that of Student's distribution). Errors that are
 * all zero stay so.
 */
export function standardized(
  errors: Float64Array,
  parameters: number,
): { residuals: Float64Array; sigma: number } {
  const n = errors.length;
  let sum = 0;
  for (let t = 0; t < n; t++) sum += errors[t]! * errors[t]!;
  const scale = Math.sqrt(sum / n);
  return {
    residuals: scale > 0 ? errors.map((error) => error / scale) : new Float64Array(n),
    sigma: Math.sqrt(sum / Math.max(n - parameters - 2, n / 4)),
  };
}
