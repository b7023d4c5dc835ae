import { isUtf8 } from "node:buffer";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { HeadRow } from "../../../models/sources/recognize.ts";
import { pathLiteral } from "../../quote.ts";
import type { Store } from "../../store.ts";
import { detectEncoding, utf8Chunks } from "../readers/encoding.ts";
import { recogniseFile } from "../readers/kind.ts";
import type { CsvShape, RelationColumn } from "./relation.ts";

/** The head of a file that may be large, and how to read the rest without looking at each row. */
export type Peek =
  | { kind: "csv"; head: HeadRow[]; shape: CsvShape }
  | { kind: "parquet"; head: HeadRow[]; path: string; columns: RelationColumn[] };

const HEAD_BYTES = 1 << 20;
const HEAD_LINES = 24;
const DELIMITERS = [",", "\t", "|", ";"];

/**
 * Looks at the first lines of a text or Parquet file. GB18030 text is written anew as UTF-8 into
 * `tempDir`, which must be private: what is in it has not passed the door. Undefined for workbooks
 * and for text that is read another way (UTF-16, `sep=;`).
 */
export async function peek(
  store: Store,
  file: string,
  tempDir: string,
  reencode = false,
): Promise<Peek | undefined> {
  const kind = await recogniseFile(file);
  if (kind === "parquet") return peekParquet(store, file);
  if (kind !== "text") return undefined;
  const start = await firstBytes(file);
  if (start[0] === 0xff || start[0] === 0xfe) return undefined;
  const isPlain = !reencode && isUtf8(start.subarray(0, lastLineEnd(start)));
  const utf8 = isPlain ? file : await asUtf8(file, tempDir);
  if (utf8 === undefined) return undefined;
  const text = (isPlain ? start : await firstBytes(utf8)).toString("utf8").replace(/^\ufeff/, "");
  if (/^"?sep=/i.test(text)) return undefined;
  const delimiter = mostFrequent(text);
  const head = rowsOf(text, delimiter);
  const newLine = /\r\n/.test(text) ? "\\r\\n" : /\n/.test(text) ? "\\n" : "\\r";
  return { kind: "csv", head, shape: { path: utf8, delimiter, newLine, headerLine: 0, width: 0 } };
}

async function peekParquet(store: Store, file: string): Promise<Peek | undefined> {
  const from = `read_parquet(${pathLiteral(file)}, binary_as_string = true, hive_partitioning = false)`;
  try {
    const described = await store.rows<{ column_name: string; column_type: string }>(
      `describe select * from ${from}`,
    );
    const columns = described.map(({ column_name: name, column_type: type }) => ({
      ref: `"${name.replaceAll('"', '""')}"`,
      type,
    }));
    const cells = described.map(({ column_name }) => column_name);
    return { kind: "parquet", head: [{ row: 1, cells }], path: file, columns };
  } catch {
    // The reader of small files says in words what is wrong with it.
    return undefined;
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, "r");
  try {
    const buffer = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** No encoding here has a line feed inside a character. */
const lastLineEnd = (bytes: Buffer): number =>
  bytes.length < HEAD_BYTES ? bytes.length : bytes.lastIndexOf(10) + 1;

async function asUtf8(file: string, tempDir: string): Promise<string | undefined> {
  const name = path.basename(file);
  const encoding = await detectEncoding(file, name);
  if (encoding === "utf-16le" || encoding === "utf-16be") return undefined;
  const copy = path.join(tempDir, `${name}.utf8`);
  await pipeline(
    Readable.from(utf8Chunks(file, name, encoding)),
    createWriteStream(copy, { mode: 0o600 }),
  );
  return copy;
}

function mostFrequent(text: string): string {
  const lines = text.split(/\r?\n/).slice(0, HEAD_LINES);
  const count = (delimiter: string) =>
    Math.max(...lines.map((line) => line.split(delimiter).length));
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** The first lines as cells; a quoted cell may hold delimiters and line breaks. */
function rowsOf(text: string, delimiter: string): HeadRow[] {
  const rows: HeadRow[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let first = 1;
  for (let i = 0; i < text.length && rows.length < HEAD_LINES; i++) {
    const char = text[i]!;
    if (char === "\n") line += 1;
    if (quoted) {
      if (char === '"' && text[i + 1] === '"') {
        cell += char;
        i += 1;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === "") quoted = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n" || (char === "\r" && text[i + 1] !== "\n")) {
      rows.push({ row: first, cells: [...cells, cell] });
      [cells, cell, first] = [[], "", line];
    } else if (char !== "\r") cell += char;
  }
  if (cell !== "" || cells.length > 0) rows.push({ row: first, cells: [...cells, cell] });
  return rows.slice(0, HEAD_LINES);
}
