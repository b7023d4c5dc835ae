import { endMonth, type Month } from "./period.ts";

/** What a batch says of itself: rows by month or year, names by code of regions. */
export interface Speaking {
  periods: Readonly<Record<string, number>>;
  regions: Readonly<Record<string, string>>;
}

/** A region and the one it is part of, as the config lists them. */
export interface RegionPlace {
  code: string;
  parent: string | null;
}

/**
 * Whether a batch speaks of a region up to a month: of that month or an earlier one of its year, and
 * of the region or one inside it. What speaks of a year (a budget) speaks of its December, for a
 * budget is revised while months of its year are long closed. Without regions it speaks of all.
 */
export function speaksOf(
  batch: Speaking,
  region: string,
  month: Month,
  places: readonly RegionPlace[],
): boolean {
  const year = month.slice(0, 4);
  const ends = Object.keys(batch.periods)
    .filter((period) => period !== "")
    .map(endMonth);
  return (
    ends.some((end) => end.startsWith(year) && end <= month) &&
    speaksOfRegion(batch, region, places)
  );
}

/** Whether a batch speaks of a region or of one inside it. Without regions it speaks of all. */
export function speaksOfRegion(
  { regions }: Pick<Speaking, "regions">,
  region: string,
  places: readonly RegionPlace[],
): boolean {
  const codes = Object.keys(regions);
  return codes.length === 0 || codes.some((code) => isWithin(code, region, places));
}

/** Whether anything a batch holds can show in figures of a month: it is not all of later months. */
export const precedes = ({ periods }: Pick<Speaking, "periods">, month: Month): boolean =>
  Object.keys(periods).every((period) => period === "") ||
  Object.keys(periods).some((period) => period !== "" && period <= month);

/** By the codes of GB/T 2260, whose pairs of digits are province, city and county, and the config. */
function isWithin(code: string, region: string, places: readonly RegionPlace[]): boolean {
  if (code === region || code.startsWith(region.replace(/(00)+$/, ""))) return true;
  const parent = places.find((place) => place.code === code)?.parent ?? null;
  const others = places.filter((place) => place.code !== code);
  return parent !== null && isWithin(parent, region, others);
}
