import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Handler } from "./runner/runner.ts";

/** Work of models: numbers in, numbers out, on any machine that shares the home. */
export const MODELS_POOL = "models";

/**
 * Makes a model's rows: reads the Parquet file `input`, writes `output` with the columns of its
 * table. Same input, same output; the clock and chance it needs come with the input.
 */
export type Model = (input: string, output: string, signal: AbortSignal) => Promise<void>;

/** Every model, by the key of its asset. */
export const MODELS: Record<string, Model> = {
  "marts.institution_outlier": async (input, output, signal) =>
    (await import("./outliers/screening.ts")).screening(input, output, signal),
};

export interface ModelPayload {
  asset: string;
  /** Folder of this run and asset, below the home's staging. */
  folder: string;
  [key: string]: string;
}

export const INPUT = "input.parquet";

/** Carries out models; each attempt writes a file of its own, whose name is the result. */
export const computing =
  (models: Record<string, Model>, staging: string): Handler =>
  async (payload, { signal }) => {
    const { asset, folder } = payload as ModelPayload;
    const within = path.join(staging, folder);
    mkdirSync(within, { recursive: true });
    const output = `${randomUUID()}.parquet`;
    await models[asset]!(path.join(within, INPUT), path.join(within, output), signal);
    signal.throwIfAborted();
    return path.join(folder, output);
  };
