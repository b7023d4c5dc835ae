import { rmSync } from "node:fs";
import path from "node:path";
import { type Month, monthsIn } from "../../models/period.ts";
import { DOCUMENTS, type DocumentPayload, type StagedDocument, stagingOf } from "../executor.ts";
import type { Home } from "../home.ts";
import type { Journal } from "../journal.ts";
import { errorInWords, type StepReport } from "../report.ts";
import { type RunTasksOptions, runTasks } from "../runner/coordinator.ts";
import type { Executor, Task } from "../runner/runner.ts";
import { attemptFact } from "../step-facts.ts";
import { putFiles, writeManifest } from "./manifest.ts";
import type { DocumentStep } from "./plan.ts";

export interface MakeOptions {
  run: string;
  now: () => Date;
  /** YYYY-MM-DD, printed under the text. */
  issuedOn: string;
  journal?: Pick<Journal, "write"> | undefined;
  progress?: ((what: string, done: number, total: number) => void) | undefined;
  tasks?: Pick<RunTasksOptions<unknown>, "signal" | "grace" | "retry">;
  timeout?: number | undefined;
  /** How many at once, wherever. */
  parallel: number;
}

interface Made {
  files: string[];
  content: string;
}

/** Makes documents, here or in workers; each takes its place when it is whole. */
export async function makeDocuments(
  home: Home,
  executor: Executor,
  steps: DocumentStep[],
  options: MakeOptions,
): Promise<StepReport[]> {
  const byKey = new Map(steps.map((step) => [`${step.asset}|${step.partition}`, step]));
  const tasks = [...byKey].map(
    ([key, step]): Task => ({
      key,
      after: [],
      pool: DOCUMENTS,
      payload: {
        run: options.run,
        asset: step.asset,
        region: step.region,
        period: step.period,
        issuedOn: options.issuedOn,
      } satisfies DocumentPayload,
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    }),
  );
  let finished = 0;
  if (steps[0]) options.progress?.(nameOf(steps[0]), 0, steps.length);
  const outcomes = await runTasks<Made>(tasks, executor, {
    ...options.tasks,
    limits: { [DOCUMENTS]: options.parallel },
    accept: async ({ key }, result) => {
      const step = byKey.get(key)!;
      const staged = result as StagedDocument;
      return { files: take(home, step, staged, options), content: staged.content };
    },
    watch: (event) => {
      if (event.event !== "ended") {
        options.journal?.write(attemptFact(event, byKey.get(event.key)!.asset, 1));
        return;
      }
      finished += 1;
      const next = steps[finished];
      options.progress?.(next ? nameOf(next) : "", finished, steps.length);
      const step = byKey.get(event.outcome.key)!;
      const { status, attempts, seconds, error } = event.outcome;
      options.journal?.write(
        ...(status === "done"
          ? [
              {
                event: "materialized" as const,
                asset: step.asset,
                partition: step.partition,
                reason: step.reason,
                rows: null,
                period: spanOf(step.period),
                code: step.grounds.code,
                fingerprint: (event.outcome.result as Made).content,
                files: (event.outcome.result as Made).files,
                seconds,
                peak_memory_mib: Math.round(process.resourceUsage().maxRSS / 1024),
              },
            ]
          : []),
        {
          event: "step ended",
          asset: step.asset,
          status,
          partitions: [step.partition],
          attempts,
          seconds,
          rows: null,
          ...(error === undefined ? {} : { error: errorInWords(error) }),
        },
      );
    },
  });
  return outcomes.map(({ key, status, seconds, result, error }): StepReport => {
    const { asset, partition, reason } = byKey.get(key)!;
    return {
      asset,
      partition,
      status,
      reason,
      rows: null,
      seconds,
      checks: [],
      ...(result ? { files: result.files } : {}),
      ...(error === undefined ? {} : { error: errorInWords(error) }),
    };
  });
}

function spanOf(period: string): [Month, Month] {
  const months = monthsIn(period);
  return [months[0]!, months.at(-1)!];
}

const nameOf = ({ asset, partition }: DocumentStep): string => `${asset} ${partition}`;

/** Moves a finished document to `out/<period>/` and says what it was made of. */
export function take(
  home: Home,
  step: DocumentStep,
  staged: StagedDocument,
  { run, now, issuedOn }: Pick<MakeOptions, "run" | "now" | "issuedOn">,
): string[] {
  const from = stagingOf(home, staged.folder);
  const { asset, partition, grounds, period } = step;
  const { figures, content } = staged;
  const built_at = now().toISOString();
  const manifest = {
    asset,
    partition,
    ...grounds,
    content,
    issued_on: issuedOn,
    figures,
    run,
    built_at,
  };
  // Whoever is cut off while the files move leaves a document that is to be made again.
  writeManifest(home, { ...manifest, run: "", upstream: "", content: "", files: [] });
  const files = putFiles(home, from, staged.files, path.join(home.out, period));
  rmSync(from, { recursive: true, force: true });
  writeManifest(home, { ...manifest, files });
  return files.map((file) => file.path);
}
