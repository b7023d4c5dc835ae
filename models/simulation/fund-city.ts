import type { Month } from "../period.ts";
import { type Random, randomFrom } from "../random.ts";

export interface Draw {
  random: Random;
  normal: () => number;
  between: (low: number, high: number) => number;
}

export function drawFrom(seed: number): Draw {
  const random = randomFrom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return { random, normal, between };
}

/** What befalls the whole city: each county has it and something of its own. */
export interface City {
  /** Log level of care by month: trend that turns, and what lingers. */
  care: number[];
  /** Log factors by calendar month. */
  season: number[];
  /** By year: insured residents against the year before, shares of the premium by month from September. */
  enrolment: Map<number, number>;
  collection: Map<number, number[]>;
  /** By year: month (0 to 11) and share of each tranche. */
  tranches: Map<number, { month: number; share: number }[]>;
  wages: number[];
}

export const COLLECTION = [0.08, 0.2, 0.24, 0.27, 0.14, 0.07];
const TRANCHES = [
  { month: 2, share: 0.35 },
  { month: 5, share: 0.3 },
  { month: 8, share: 0.2 },
  { month: 10, share: 0.15 },
];
/** Premium and subsidy per resident and year, in yuan, 2016 first; afterwards 20 and 30 more each year. */
export const PREMIUM = [150, 180, 220, 250, 280, 320, 350, 380, 400, 400];
export const SUBSIDY = [420, 450, 490, 520, 550, 580, 610, 640, 670, 700];

export const yearOf = (month: Month) => Number(month.slice(0, 4));
export const seasonOf = (month: Month) => Number(month.slice(5)) - 1;
export const perHead = (list: number[], more: number, year: number) => {
  const at = year - 2016;
  return at < list.length ? list[Math.max(at, 0)]! : list.at(-1)! + more * (at - list.length + 1);
};

/** Draws a city's fortune for the months of its history. */
export function cityOf(seed: number, months: Month[]): City {
  const { normal, between, random } = drawFrom(seed * 7919 + 11);
  const care: number[] = [];
  let growth = between(0.02, 0.09) / 12;
  let level = 0;
  let lingering = 0;
  for (const _ of months) {
    growth += (normal() * 0.005) / 12;
    level += growth;
    lingering = 0.6 * lingering + 0.02 * normal();
    care.push(level + lingering);
  }
  const [a, b] = [between(0.02, 0.07), between(0, 2 * Math.PI)];
  const season = Array.from(
    { length: 12 },
    (_, s) => a * Math.cos((2 * Math.PI * s) / 12 + b) + 0.025 * normal() + (s === 11 ? 0.05 : 0),
  );
  const years = [...new Set([yearOf(months[0]!) - 1, ...months.map(yearOf)])];
  const enrolment = new Map<number, number>();
  const collection = new Map<number, number[]>();
  const tranches = new Map<number, { month: number; share: number }[]>();
  for (const year of years) {
    enrolment.set(year, random() < 0.15 ? -between(0.03, 0.08) : between(-0.015, 0.01));
    const raw = COLLECTION.map((share) => share * Math.exp(0.3 * normal()));
    const sum = raw.reduce((x, y) => x + y, 0);
    collection.set(
      year,
      raw.map((share) => share / sum),
    );
    const sizes = TRANCHES.map(({ share }) => share * Math.exp(0.12 * normal()));
    const paid = sizes.reduce((x, y) => x + y, 0);
    tranches.set(
      year,
      TRANCHES.map(({ month }, k) => ({
        month: month + (random() < 0.12 ? (random() < 0.7 ? 1 : -1) : 0),
        share: (sizes[k]! / paid) * Math.exp(0.03 * normal()),
      })),
    );
  }
  const wages: number[] = [];
  let pay = 0;
  let rise = between(0.02, 0.08);
  for (const month of months) {
    if (seasonOf(month) === 6) {
      rise = 0.7 * rise + 0.3 * between(0, 0.08);
      pay += rise * 0.8;
    } else pay += (rise * 0.2) / 11;
    wages.push(pay + 0.008 * normal());
  }
  return { care, season, enrolment, collection, tranches, wages };
}
