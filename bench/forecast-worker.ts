import { parentPort } from "node:worker_threads";
import { answering } from "../pipelines/forecast/threads.ts";
import type { Held } from "./forecast-series.ts";
import { METHODS, type Outcome, outcomeOf } from "./forecast-work.ts";

/** Series to forecast with every method; `isCalibrated`: the combination's intervals are learned from too. */
export interface Job {
  cases: Held[];
  isCalibrated: boolean;
}

answering(parentPort!, ({ cases, isCalibrated }: Job): (Outcome | undefined)[][] =>
  cases.map((held) =>
    Object.entries(METHODS).map(([name, method]) =>
      outcomeOf(held, method, isCalibrated && name === "combination"),
    ),
  ),
);
