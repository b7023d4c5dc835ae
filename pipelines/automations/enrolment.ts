import type { Config } from "../../models/config.ts";
import type { Deadline, Schedule } from "../../models/operation.ts";
import type { Day } from "../../models/workday.ts";
import { shanghaiDay } from "./clock.ts";
import { DEADLINE_SCHEDULE, INBOX } from "./cron.ts";
import type { Ledger } from "./ticks.ts";

/** Everything that runs by the clock: the config's schedules, then the look at the deadlines. */
export const schedulesOf = (config: Pick<Config, "schedules" | "deadlines">): Schedule[] =>
  config.deadlines.length > 0 ? [...config.schedules, DEADLINE_SCHEDULE] : config.schedules;

/** The ledger's name for one deadline; no schedule can have it. */
const nameOf = ({ asset }: Deadline): string => `deadline ${asset}`;

/** What the ledger is to know of: schedules, the inbox, and since when each deadline is watched. */
export const askedFor = (
  config: Pick<Config, "schedules" | "deadlines" | "inbox">,
): { automation: string; pattern: string }[] => [
  ...schedulesOf(config).map(({ name, cron }) => ({ automation: name, pattern: cron })),
  ...(config.inbox.watch ? [{ automation: INBOX, pattern: "watch" }] : []),
  ...config.deadlines.map((deadline) => ({ automation: nameOf(deadline), pattern: "deadline" })),
];

/** The day on which a deadline was first watched; null if it never was. */
export const watchedSince =
  (ledger: Ledger) =>
  (deadline: Deadline): Day | null => {
    const { seen } = ledger.account(nameOf(deadline));
    return seen === null ? null : shanghaiDay(new Date(seen.scheduled_for));
  };
