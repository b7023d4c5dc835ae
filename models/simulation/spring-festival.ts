import { springFestival } from "../spring-festival.ts";

export { dayNumber } from "../spring-festival.ts";

/** First and last day number of the quiet days: two days before the festival, seven from it on. */
export function quietDays(year: number): [first: number, last: number] | null {
  const day = springFestival(year);
  return day === null ? null : [day - 2, day + 6];
}
