import { SEASON } from "./method.ts";
import { clamp, median } from "./quantile.ts";

const NEIGHBOURS = 6;

/**
 * Replaces months by what the same month a year before and after suggests, moved by the growth of the months
 * around it; by a straight line between neighbours where neither is known. Returns a new array; a series with no
 * known month comes back as zeros.
 */
export function filledSeasonally(
  values: ArrayLike<number>,
  isHole: (i: number) => boolean,
): Float64Array {
  const out = Float64Array.from(values);
  const holes: number[] = [];
  for (let i = 0; i < out.length; i++) if (isHole(i)) holes.push(i);
  if (holes.length === 0) return out;
  const isKnown = (i: number) => i >= 0 && i < out.length && !isHole(i);
  for (const i of holes) {
    const found: number[] = [];
    if (isKnown(i - SEASON)) found.push(values[i - SEASON]! * growthAround(values, isKnown, i));
    if (isKnown(i + SEASON))
      found.push(values[i + SEASON]! / growthAround(values, isKnown, i + SEASON));
    out[i] =
      found.length > 0
        ? found.reduce((a, b) => a + b, 0) / found.length
        : betweenNeighbours(values, isKnown, i);
  }
  return out;
}

/** Median ratio of the months around `i` to the same months a year before; 1 where there are none. */
function growthAround(
  values: ArrayLike<number>,
  isKnown: (i: number) => boolean,
  i: number,
): number {
  const ratios: number[] = [];
  for (let k = i - NEIGHBOURS; k <= i + NEIGHBOURS; k++) {
    if (k === i || !isKnown(k) || !isKnown(k - SEASON)) continue;
    if (values[k]! > 0 && values[k - SEASON]! > 0) ratios.push(values[k]! / values[k - SEASON]!);
  }
  return ratios.length < 3 ? 1 : clamp(median(ratios), 0.5, 2);
}

function betweenNeighbours(
  values: ArrayLike<number>,
  isKnown: (i: number) => boolean,
  i: number,
): number {
  let before = i - 1;
  let after = i + 1;
  while (before >= 0 && !isKnown(before)) before--;
  while (after < values.length && !isKnown(after)) after++;
  if (before < 0) return after < values.length ? values[after]! : 0;
  if (after >= values.length) return values[before]!;
  const part = (i - before) / (after - before);
  return values[before]! + part * (values[after]! - values[before]!);
}
