import { UserError } from "../models/errors.ts";
import type { ForecastAsked } from "../pipelines/forecast/asked.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import type { Store } from "../pipelines/store.ts";
import { textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

const LONGEST = 36;

/** What the flags of `forecast` ask for, without a scenario. */
export function askedFrom(options: Record<string, unknown>): ForecastAsked {
  const asOf = textOf(options, "asOf");
  if (asOf !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(asOf))
    throw new UserError(`--as-of ${asOf} 写法不对`, "应为年月，如 2025-12。", 2);
  return {
    region: textOf(options, "region"),
    fund: textOf(options, "fund"),
    asOf,
    horizon: wholeFrom(options, "horizon", 1, LONGEST),
    seed: wholeFrom(options, "seed", 0, 2 ** 31 - 1),
  };
}

function wholeFrom(
  options: Record<string, unknown>,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const text = textOf(options, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UserError(`--${name} ${text} 不对`, `应为 ${least} 到 ${most} 的整数。`, 2);
}

/** Lends the published snapshot to work. */
export async function onSnapshot<T>(
  session: Session,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openSnapshot(session.home());
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

/** What threads are given: a way to stop them, and a line that says how far they are. */
export const threadsOf = (session: Session) => ({
  signal: session.stop(),
  progress: (done: number, total: number) => session.progress("预测", done, total),
});
