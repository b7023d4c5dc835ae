import { existsSync } from "node:fs";
import path from "node:path";
import { movedFigures } from "../../models/correction.ts";
import type { IssuedVersion, MovedFigure } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { arrivals, landingFile } from "../ingest/batches.ts";
import { readModel } from "./model.ts";
import { fileHash, versionFolder } from "./shelf.ts";
import { valuesOf, withBatches } from "./standpoint.ts";

export interface Recomputed {
  figures: number;
  moved: Omit<MovedFigure, "cause">[];
  /** Batches of it that `raw/` no longer holds as they were, in Chinese. */
  raw: string[];
}

/**
 * The figures of an issued version anew, from exactly its batches and with the settings of its day:
 * what differs was changed in `raw/`, or by the program.
 */
export async function recompute(home: Home, version: IssuedVersion): Promise<Recomputed> {
  const raw = changedBatches(home, version);
  const figures = version.figures.length;
  const isGone = version.batches.some(({ batch }) => raw.has(batch) && raw.get(batch)!.isGone);
  if (isGone) return { figures, moved: [], raw: [...raw.values()].map(({ told }) => told) };
  const { policy } = readModel(versionFolder(home, version));
  const then = { ...home, config: { ...home.config, ...policy } };
  const batches = new Set(version.batches.map(({ batch }) => batch));
  const values = await withBatches(
    then,
    batches,
    { run: version.run, now: new Date(version.made_at) },
    (store) =>
      valuesOf(
        store,
        version.figures.map(({ id }) => id),
      ),
  );
  const moved = movedFigures(version.figures, (id) => values.get(id));
  return { figures, moved, raw: [...raw.values()].map(({ told }) => told) };
}

function changedBatches(
  home: Home,
  version: IssuedVersion,
): Map<string, { told: string; isGone: boolean }> {
  const known = new Map(
    arrivals(home).flatMap((arrival) =>
      arrival.batches.map((batch) => [batch.batch, { arrival, batch }] as const),
    ),
  );
  const changed = new Map<string, { told: string; isGone: boolean }>();
  for (const { batch: id, file, sha256 } of version.batches) {
    const found = known.get(id);
    if (!found || !existsSync(landingFile(home, found.arrival, found.batch))) {
      changed.set(id, { told: `批次 ${id}（${file}）不在 raw/ 里了，无法重算`, isGone: true });
      continue;
    }
    const { arrival } = found;
    if (arrival.original === null) continue;
    const original = path.join(home.raw, arrival.folder, arrival.original);
    const now = existsSync(original) ? fileHash(original) : "（没有）";
    if (now !== sha256)
      changed.set(id, {
        told: `${path.relative(home.root, original)}（${file}）应为 ${sha256}，实为 ${now}`,
        isGone: false,
      });
  }
  return changed;
}
