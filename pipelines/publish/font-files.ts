import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { decompress } = require("wawoff2") as { decompress: (woff2: Buffer) => Promise<Uint8Array> };

let queue: Promise<unknown> = Promise.resolve();

/**
 * A .woff2 file of an npm package as TrueType. One at a time: wawoff2 answers with a view of memory
 * that its next call moves.
 */
export function unpackedFont(file: string): Promise<Uint8Array> {
  const turn = queue.then(async () =>
    Uint8Array.from(await decompress(await readFile(require.resolve(file)))),
  );
  queue = turn.catch(() => undefined);
  return turn;
}

/** The numbered parts of a package that hold these characters, by the package's own list of ranges. */
export function partsWith(name: string, characters: string[]): string[] {
  if (characters.length === 0) return [];
  const ranges = require(`${name}/unicode.json`) as Record<string, string>;
  const holds = (list: string, code: number) =>
    list.split(",").some((range) => {
      const [from, to = from] = range.replace(/^U\+/, "").split("-");
      return Number.parseInt(from!, 16) <= code && code <= Number.parseInt(to!, 16);
    });
  const parts = characters.map((character) =>
    Object.entries(ranges).find(([, list]) => holds(list, character.codePointAt(0)!)),
  );
  return [...new Set(parts.flatMap((part) => (part ? [part[0].replace(/[[\]]/g, "")] : [])))];
}
