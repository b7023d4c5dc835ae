import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { UserError } from "../models/errors.ts";
import { DOCUMENT_KINDS } from "./documents/kinds.ts";
import { withFigures } from "./figure-book.ts";
import { type Home, homeId } from "./home.ts";
import { computing, MODELS, MODELS_POOL, type TellParts } from "./model.ts";
import type { BullTimes } from "./runner/bullmq-link.ts";
import { inProcessExecutor } from "./runner/in-process.ts";
import type { Executor, Handler, Handlers } from "./runner/runner.ts";
import { WAREHOUSE } from "./steps.ts";

/** Documents, made from the published snapshot by whoever has time. */
export const DOCUMENTS = "documents";

export interface DocumentPayload {
  run: string;
  asset: string;
  region: string;
  period: string;
  issuedOn: string;
  [key: string]: string;
}

/** Names of the files made, and the folder under the home's staging in which they wait. */
export interface StagedDocument {
  folder: string;
  files: string[];
  figures: string[];
  /** Of all it says. */
  content: string;
  [key: string]: string | string[];
}

/** Work that any process with this home at hand can do. */
export const sharedHandlers = (home: Home, tell?: TellParts): Handlers => ({
  [DOCUMENTS]: renderStaged(home),
  [MODELS_POOL]: computing(MODELS, home.staging, { tell, kept: home.cache }),
});

export const stagingOf = (home: Home, folder: string): string => path.join(home.staging, folder);

/**
 * Renders into a folder of its own, so that whoever does it twice disturbs nobody. Once the run has
 * ended, or was found dead, its folder is gone and nothing is put there any more.
 */
const renderStaged =
  (home: Home): Handler =>
  async (payload, { signal }) => {
    const { run, asset, region, period, issuedOn } = payload as DocumentPayload;
    const folder = path.join(run, randomUUID());
    const staged = stagingOf(home, folder);
    mkdirSync(staged);
    try {
      const request = { region, period, issuedOn };
      const { formats } = home.config.bulletins;
      const kind = DOCUMENT_KINDS[asset]!;
      const composed = await withFigures(home, undefined, (store) =>
        kind.compose(home, store, request),
      );
      signal.throwIfAborted();
      const { files, figures, content } = await kind.write(home, composed, staged, formats);
      signal.throwIfAborted();
      return { folder, files, figures, content } satisfies StagedDocument;
    } catch (error) {
      rmSync(staged, { recursive: true, force: true });
      throw error;
    }
  };

/** How many tasks of each pool one process carries out at once. */
export const limitsOf = (home: Home): Record<string, number> => ({
  [WAREHOUSE]: 1,
  [DOCUMENTS]: home.config.runs.parallel,
  [MODELS_POOL]: home.config.runs.parallel,
});

/** How long processes wait for each other. */
export function timesOf(home: Home): Partial<BullTimes> {
  const lost = home.config.runs.lost_seconds * 1000;
  return { lock: lost, stalled: lost / 2, patience: lost / 6 };
}

/**
 * Carries out a run's steps: in this process, or, given a Redis, documents also in the workers
 * that wait there. Warehouse steps never leave the process that owns the warehouse.
 */
export async function executorOf(
  home: Home,
  run: string,
  warehouse: Handler,
  {
    redis,
    say = () => {},
    tell,
  }: {
    redis?: string | undefined;
    say?: ((line: string) => void) | undefined;
    /** Told of the parts of models that this process carries out. */
    tell?: TellParts | undefined;
  },
): Promise<Executor> {
  mkdirSync(stagingOf(home, run), { recursive: true });
  const handlers: Handlers = { ...sharedHandlers(home, tell), [WAREHOUSE]: warehouse };
  if (!redis) return inProcessExecutor(handlers);
  const { bullExecutor } = await import("./runner/bullmq.ts");
  try {
    return await bullExecutor({
      url: redis,
      home: homeId(home),
      run,
      handlers,
      owned: [WAREHOUSE],
      limits: limitsOf(home),
      times: timesOf(home),
      say,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`${error.message}；这次在本进程完成，不影响结果`);
    return inProcessExecutor(handlers);
  }
}
