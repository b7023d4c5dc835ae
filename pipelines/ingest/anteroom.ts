import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isAlive } from "./batches.ts";

/**
 * A private folder (mode 0700) outside the home: what files hold before persons are taken out of
 * them may spill here, and nowhere else.
 */
export const openAnteroom = (): string =>
  mkdtempSync(path.join(tmpdir(), `fundwatch-door-${process.pid}-`));

export const closeAnteroom = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

/** Removes what killed loads left behind. */
export function sweepAnterooms(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^fundwatch-door-(\d+)-/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) closeAnteroom(path.join(tmpdir(), name));
  }
}
