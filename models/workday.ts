import { HOLIDAYS } from "./holidays.ts";
import { addMonths, type Month } from "./period.ts";

/** A day as `YYYY-MM-DD`. */
export type Day = string;

/** Days off and make-up working days beside the table; they go before it, `work` before `off`. */
export interface ExtraDays {
  off: readonly Day[];
  work: readonly Day[];
}

const NONE: ExtraDays = { off: [], work: [] };
const MILLISECONDS = 86_400_000;

const timeOf = (day: Day): number => {
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) throw new Error(`not a day: ${day} (expected 2026-10-01)`);
  return time;
};

/** The day `count` days later (earlier if negative). */
export const addDays = (day: Day, count: number): Day =>
  new Date(timeOf(day) + count * MILLISECONDS).toISOString().slice(0, 10);

/** Days from one day to another; negative if it came before. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((timeOf(to) - timeOf(from)) / MILLISECONDS);

const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(timeOf(day)).getUTCDay());

const TABLE = tableOf();

function tableOf(): Map<Day, "off" | "work"> {
  const table = new Map<Day, "off" | "work">();
  for (const [year, { off, work }] of Object.entries(HOLIDAYS)) {
    const full = (text: string): Day => (text.length === 5 ? `${year}-${text}` : text);
    for (const range of off) {
      const [first, last = first] = range.split("..") as [string, string?];
      for (let day = full(first); day <= full(last); day = addDays(day, 1)) table.set(day, "off");
    }
    for (const day of work) table.set(full(day), "work");
  }
  return table;
}

/** Whether offices work on a day. In years that no notice is known of, weekends alone are off. */
export function isWorkday(day: Day, extra: ExtraDays = NONE): boolean {
  if (extra.work.includes(day)) return true;
  if (extra.off.includes(day)) return false;
  const known = TABLE.get(day);
  return known === undefined ? !isWeekend(day) : known === "work";
}

/** The nth working day of a month, counted on into the next where the month has fewer. */
export function nthWorkday(month: Month, n: number, extra: ExtraDays = NONE): Day {
  if (!Number.isInteger(n) || n < 1) throw new Error(`not a count of days: ${n}`);
  let day = `${month}-01`;
  let left = n;
  for (;;) {
    if (isWorkday(day, extra)) left -= 1;
    if (left === 0) return day;
    day = addDays(day, 1);
  }
}

/** When what belongs to a month is due: the nth working day of the month after. */
export const dueDay = (month: Month, n: number, extra: ExtraDays = NONE): Day =>
  nthWorkday(addMonths(month, 1), n, extra);

/** Whether the year's holidays are known, by the table or by days off named beside it. */
export const calendarKnown = (year: number, extra: ExtraDays = NONE): boolean =>
  year in HOLIDAYS || extra.off.some((day) => day.startsWith(`${year}-`));
