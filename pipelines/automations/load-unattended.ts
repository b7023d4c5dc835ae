import path from "node:path";
import { UserError } from "../../models/errors.ts";
import type { Home } from "../home.ts";
import { readingsOf, sha256Of, statusAt } from "../ingest/batches.ts";
import { type LoadOutcome, load } from "../ingest/load.ts";
import type { Loaded } from "./act.ts";

/** Files named one by one. */
const SHOWN = 3;

/**
 * Loads files that nobody watches over. Bytes that arrived before are passed over, unless a better
 * reading may take rows out of quarantine; above all, a batch that was withdrawn does not come back.
 */
export async function loadUnattended(
  home: Home,
  files: string[],
  options: { now: () => Date; signal: AbortSignal },
): Promise<Loaded> {
  const wanted: string[] = [];
  for (const file of files) {
    options.signal.throwIfAborted();
    if (await isWorthwhile(home, file)) wanted.push(file);
  }
  const { outcomes, errors } = await loadEach(home, wanted, options);
  const loaded: string[] = [];
  const troubles: string[] = [...errors];
  for (const file of new Set(outcomes.map((outcome) => outcome.file))) {
    const batches = outcomes.filter((outcome) => outcome.file === file);
    if (batches.some(({ status }) => status === "loaded" || status === "accepted"))
      loaded.push(file);
    const trouble = batches.find(
      ({ status, quarantined }) =>
        ["refused", "held", "waiting"].includes(status) || quarantined > 0,
    );
    if (trouble) troubles.push(inWords(trouble));
  }
  const known = files.length - wanted.length;
  const why = [
    ...(loaded.length > 0 ? [`载入 ${named(loaded, "、")}`] : []),
    ...(troubles.length > 0 ? [`${troubles.length} 个文件有问题：${named(troubles, "；")}`] : []),
    ...(loaded.length + troubles.length === 0
      ? [files.length > 0 ? `收件夹的 ${files.length} 个文件都已载入过` : "收件夹没有新文件"]
      : known > 0
        ? [`${known} 个以前已载入`]
        : []),
  ];
  return { loaded: loaded.length, troubled: troubles.length, why: why.join("；") };
}

/** Whether loading these bytes could change anything. */
async function isWorthwhile(home: Home, file: string): Promise<boolean> {
  let sha256: string;
  try {
    sha256 = await sha256Of(file);
  } catch {
    return true;
  }
  const last = readingsOf(home, sha256).at(-1);
  if (!last) return true;
  const withdrawn = last.batches.some((batch) => statusAt(batch)?.status === "withdrawn");
  return !withdrawn && last.batches.some(({ quarantined }) => quarantined > 0);
}

/** All at once; where that fails, one by one, so that one file does not keep out the others. */
async function loadEach(
  home: Home,
  files: string[],
  { now, signal }: { now: () => Date; signal: AbortSignal },
): Promise<{ outcomes: LoadOutcome[]; errors: string[] }> {
  if (files.length === 0) return { outcomes: [], errors: [] };
  const progress = () => signal.throwIfAborted();
  try {
    return { outcomes: await load(home, files, { now, progress }), errors: [] };
  } catch (error) {
    if (signal.aborted || files.length === 1) throw error;
  }
  const outcomes: LoadOutcome[] = [];
  const errors: unknown[] = [];
  for (const file of files) {
    try {
      outcomes.push(...(await load(home, [file], { now, progress })));
    } catch (error) {
      if (signal.aborted) throw error;
      errors.push(error);
    }
  }
  if (errors.length === files.length) throw errors[0];
  return {
    outcomes,
    errors: errors.map((error) =>
      error instanceof UserError ? `${error.message}。${error.remedy}` : (error as Error).message,
    ),
  };
}

function inWords({ file, status, quarantined, messages }: LoadOutcome): string {
  if (status === "refused") return `拒收 ${messages[0] ?? file}`;
  if (status === "waiting") return `${path.basename(file)} 所属期已月结，待更正`;
  if (status === "held") return `${path.basename(file)} 勾稽不符，暂存未入库`;
  return `${path.basename(file)} 隔离了 ${quarantined} 行，见 fundwatch quarantine`;
}

const named = (names: string[], separator: string): string =>
  names.slice(0, SHOWN).join(separator) + (names.length > SHOWN ? `等 ${names.length} 个` : "");
