import { addMonths, type Month, parsePeriod } from "../../models/period.ts";
import { grouped, type HistoryRow, historiesAt, originOf } from "./histories.ts";
import { CALIBRATING, type ForecastJob, forecastJob, type MadeForecast } from "./job.ts";
import { inThreads, type Jobs, type ThreadsOptions } from "./threads.ts";

/** Origins so many months apart calibrate each other: they are one job. */
const APART = CALIBRATING[0]!;
const LEAST_MONTHS = 12;

/** What makes up the forecasts of one fund at origins that calibrate each other. */
export interface Work {
  fund: string;
  rows: readonly HistoryRow[];
  /** The earliest first. */
  origins: { origin: Month; isWanted: boolean }[];
}

/**
 * The work of making the forecasts of all funds at the wanted origins. What comes of it depends on nothing but
 * what was known at each origin, whichever others are wanted with it.
 */
export function workFor(
  rows: readonly HistoryRow[],
  wantedOf: (fund: string) => readonly Month[],
): Work[] {
  return [...grouped(rows, ({ fund }) => fund)].flatMap(([fund, own]) => {
    const classes = grouped(wantedOf(fund), (origin) => String(monthNumber(origin) % APART));
    return [...classes.values()].map((wanted) => {
      const needed = new Set(
        wanted.flatMap((origin) => [0, ...CALIBRATING].map((back) => addMonths(origin, -back))),
      );
      const origins = [...needed]
        .sort()
        .map((origin) => ({ origin, isWanted: wanted.includes(origin) }));
      return { fund, rows: own, origins };
    });
  });
}

const monthNumber = (month: Month): number => {
  const { year, endMonth } = parsePeriod(month);
  return year * 12 + endMonth;
};

type Conditions = Pick<ForecastJob, "settings" | "scenarios">;

/** The work with the histories it needs, as they were known at each origin. */
export function jobOf({ fund, rows, origins }: Work, conditions: Conditions): ForecastJob {
  const steps = origins.map(({ origin, isWanted }) => {
    const histories = historiesAt(rows, origin);
    const isAnyThere = histories.some((one) => originOf(one, origin) === origin);
    return { origin, histories, isWanted: isWanted && isAnyThere };
  });
  return { fund, origins: steps.filter(({ histories }) => histories.length > 0), ...conditions };
}

/** Whether there is anything to compute, beyond saying that there is not. */
const isHeavy = ({ origins }: ForecastJob): boolean =>
  origins.some(({ histories }) =>
    histories.some(({ lines }) =>
      Object.values(lines).some(
        (line) => line.filter((value) => value !== null).length >= LEAST_MONTHS,
      ),
    ),
  );

const WORKER = new URL("./worker.mjs", import.meta.url);

/** Carries out work, in threads what takes its time; results come in any order. */
export async function carryOutWork(
  work: readonly Work[],
  conditions: Conditions,
  take: (made: MadeForecast[], job: ForecastJob) => void,
  options: ThreadsOptions,
): Promise<void> {
  const heavy: Jobs<ForecastJob> = {
    length: work.length,
    *[Symbol.iterator]() {
      for (const one of work) {
        const job = jobOf(one, conditions);
        if (!job.origins.some(({ isWanted }) => isWanted)) continue;
        if (isHeavy(job)) yield job;
        else take(forecastJob(job), job);
      }
    },
  };
  await inThreads<ForecastJob, MadeForecast[]>(WORKER, heavy, take, options);
}
