/**
 * First day of the lunar year (春节), `MM-DD`. A table, because `Intl`'s Chinese calendar in Node 20 is a day
 * off in 2027 and 2030.
 */
export const SPRING_FESTIVAL: Record<number, string> = {
  2015: "02-19",
  2016: "02-08",
  2017: "01-28",
  2018: "02-16",
  2019: "02-05",
  2020: "01-25",
  2021: "02-12",
  2022: "02-01",
  2023: "01-22",
  2024: "02-10",
  2025: "01-29",
  2026: "02-17",
  2027: "02-06",
  2028: "01-26",
  2029: "02-13",
  2030: "02-03",
  2031: "01-23",
};

const DAY = 86_400_000;

/** Days from 1970-01-01 to `YYYY-MM-DD`. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;

/** Day number of the festival in a year; null beyond the table. */
export function springFestival(year: number): number | null {
  const date = SPRING_FESTIVAL[year];
  return date === undefined ? null : dayNumber(`${year}-${date}`);
}
