import type { Day } from "../../models/workday.ts";

/** Shanghai's clock has been eight hours ahead of UTC, all year round, since 1992. */
const AHEAD_MS = 8 * 3_600_000;

const asShown = (moment: Date): string =>
  new Date(moment.getTime() + AHEAD_MS).toISOString().replace("T", " ");

/** The day on which a moment falls in Shanghai. */
export const shanghaiDay = (moment: Date): Day => asShown(moment).slice(0, 10);

/** `2026-10-01 02:30`, as Shanghai's clock shows a moment. */
export const shanghaiMinute = (moment: Date | string): string =>
  asShown(new Date(moment)).slice(0, 16);
