import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Handler } from "./runner/runner.ts";

/** Work of models: numbers in, numbers out, on any machine that shares the home. */
export const MODELS_POOL = "models";

/**
 * Makes a model's rows: reads the Parquet file `input`, writes `output` with the columns of its
 * table. Same input, same output; the clock and chance it needs come with the input. Rows of other
 * partitions than those asked for are left aside.
 */
export type Model = (
  input: string,
  output: string,
  signal: AbortSignal,
  asked: Asked,
) => Promise<void>;

export interface Asked {
  partitions: readonly string[];
  progress?: ModelProgress | undefined;
  /** A folder in which to keep what was made, by what it was made from, and to look before making it. */
  kept?: string | undefined;
}

/** Told as a model's work goes on: so many parts of so many. */
export type ModelProgress = (done: number, total: number) => void;

/** Told of the parts of a model by its asset. */
export type TellParts = (asset: string, done: number, total: number) => void;

/** Every model, by the key of its asset. */
export const MODELS: Record<string, Model> = {
  "marts.institution_outlier": async (...work) =>
    (await import("./outliers/screening.ts")).screening(...work),
  "marts.fund_forecast": async (...work) =>
    (await import("./forecast/model.ts")).forecasting(...work),
};

export interface ModelPayload {
  asset: string;
  /** Folder of this run and asset, below the home's staging. */
  folder: string;
  partitions: string[];
  [key: string]: string | string[];
}

export const INPUT = "input.parquet";

/**
 * Carries out models; each attempt writes a file of its own, whose name is the result. The folder is where the input
 * lies; once the run is over it is gone, and is not made again.
 */
export const computing =
  (
    models: Record<string, Model>,
    staging: string,
    { tell, kept }: Pick<Asked, "kept"> & { tell?: TellParts | undefined } = {},
  ): Handler =>
  async (payload, { signal }) => {
    const { asset, folder, partitions } = payload as ModelPayload;
    const within = path.join(staging, folder);
    const output = `${randomUUID()}.parquet`;
    await models[asset]!(path.join(within, INPUT), path.join(within, output), signal, {
      partitions,
      progress: (done, total) => tell?.(asset, done, total),
      kept,
    });
    signal.throwIfAborted();
    return path.join(folder, output);
  };
