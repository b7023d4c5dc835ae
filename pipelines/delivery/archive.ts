import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Home } from "../home.ts";
import type { Dispatch } from "./dispatch.ts";
import type { Item } from "./ledger.ts";

const below = (home: Pick<Home, "root">, name = ""): string =>
  path.join(home.root, "delivered", name);

/** `20190814T103000` in Shanghai. */
const stamp = (at: Date): string =>
  at.toLocaleString("sv-SE", { timeZone: "Asia/Shanghai" }).replace(/[-:]/g, "").replace(" ", "T");

/** Keeps the very bytes of a delivery before they go; gives the name of their folder, for their owner alone. */
export function keep(
  home: Pick<Home, "root">,
  { group, document, region, period, version }: Item,
  { kept }: Pick<Dispatch, "kept">,
  at: Date,
): string {
  const name = `${stamp(at)}_${group}_${document}_${region}_${period}_v${version}`;
  const folder = freshFolder(home, name);
  try {
    writePrivately(path.join(below(home, folder), kept.name), kept.content);
  } catch (error) {
    discard(home, folder);
    throw error;
  }
  return folder;
}

function freshFolder(home: Pick<Home, "root">, name: string): string {
  mkdirSync(below(home), { recursive: true, mode: 0o700 });
  for (let n = 1; ; n++) {
    const folder = n === 1 ? name : `${name}_${n}`;
    try {
      mkdirSync(below(home, folder), { mode: 0o700 });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** Adds what came of it. */
export const keepReceipt = (home: Pick<Home, "root">, folder: string, receipt: object): void =>
  writePrivately(
    path.join(below(home, folder), "receipt.json"),
    `${JSON.stringify(receipt, null, 2)}\n`,
  );

/** Takes back what did not go after all. */
export const discard = (home: Pick<Home, "root">, folder: string): void =>
  rmSync(below(home, folder), { recursive: true, force: true });

const writePrivately = (file: string, content: string | Uint8Array): void =>
  writeFileSync(file, content, { mode: 0o600, flush: true });
