import { existsSync } from "node:fs";
import { figureAlerts } from "./alerts/conditions.ts";
import { reviewAlerts } from "./alerts/review.ts";
import { runAlerts, runScopes } from "./alerts/run-conditions.ts";
import type { Home } from "./home.ts";
import type { RunEvent } from "./journal.ts";
import { openSnapshot } from "./publish/snapshot.ts";
import { type RunOptions, type RunReport, run } from "./run.ts";
import { startTelemetry, telemetryEndpoint } from "./telemetry.ts";

export interface OperateOptions extends RunOptions {
  say: (line: string) => void;
  /** Settings of the process: REDIS_URL and what OpenTelemetry programs heed. */
  env: NodeJS.ProcessEnv;
  version: string;
}

/** A run with all that surrounds it: workers on Redis, telemetry, and alerts afterwards. */
export async function operate(home: Home, options: OperateOptions): Promise<RunReport> {
  const { say, env, version } = options;
  const telemetry = await startTelemetry(telemetryEndpoint(home.config, env), version, say);
  const events: RunEvent[] = [];
  const watch = (event: RunEvent) => {
    events.push(event);
    telemetry.watch(event);
    options.watch?.(event);
  };
  try {
    return await run(home, { ...options, redis: env.REDIS_URL, watch });
  } finally {
    const { selection = [], from, to } = options;
    const told = { now: options.now, say };
    await reviewAlerts(home, runScopes(events, { selection, from, to }), runAlerts(events), told);
    if (events.some(({ event }) => event === "published")) await tellFigures(home, told);
    await telemetry.end();
  }
}

/** Tells of months payable and budget progress as they were just published. */
async function tellFigures(
  home: Home,
  told: { now: () => Date; say: (line: string) => void },
): Promise<void> {
  if (!existsSync(home.snapshot)) return;
  const store = await openSnapshot(home);
  try {
    await reviewAlerts(home, "figures/", await figureAlerts(store, home), told);
  } finally {
    store.close();
  }
}
