/** Quantile of values sorted upwards, between neighbours in proportion (Hyndman and Fan 1996, type 7). */
export function quantileOf(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = (sorted.length - 1) * p;
  const low = Math.floor(at);
  const value = sorted[low]!;
  return low + 1 < sorted.length ? value + (at - low) * (sorted[low + 1]! - value) : value;
}

export const median = (values: Iterable<number>): number =>
  quantileOf(Float64Array.from(values).sort(), 0.5);

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Standard deviation in the sample (n − 1); 0 for fewer than two. */
export function deviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

export const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);
