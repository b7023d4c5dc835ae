import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { SourceError } from "../../../models/errors.ts";
import { detectEncoding, type Encoding, utf8Chunks } from "./encoding.ts";
import { gridFromFile, type Reading } from "./grid.ts";
import { Records } from "./records.ts";

const DELIMITERS = [",", "\t", ";", "|"];
const SNIFF_CHARS = 65_536;
const SNIFF_RECORDS = 60;

export async function readCsv(
  connection: DuckDBConnection,
  path: string,
  options: { tempDir: string },
): Promise<Reading> {
  const file = basename(path);
  const encoding = await detectEncoding(path, file);
  const { delimiter, skip } = sniff(await firstText(path, file, encoding));
  const records = new Records(delimiter, file, skip);
  const grid = await gridFromFile(connection, options.tempDir, "", async (out) => {
    for await (const chunk of utf8Chunks(path, file, encoding)) {
      for (const lines of records.push(chunk)) await out.write(lines);
    }
    await out.write(records.end());
    out.width = records.width;
    out.rows = records.rows;
    out.longest = records.longest;
    out.hasBreaks = records.hasBreaks;
  });
  if (grid.rows === 0) {
    throw new SourceError(
      `文件里只有空行和空格：${file}。多半是导出没有取到数据。`,
      { file },
      "请重新导出后再放入。",
    );
  }
  return { format: "csv", encoding, grids: [grid], notices: [] };
}

async function firstText(path: string, file: string, encoding: Encoding): Promise<string> {
  for await (const chunk of utf8Chunks(path, file, encoding)) {
    if (chunk.length > 0) return chunk.toString("utf8").slice(0, SNIFF_CHARS);
  }
  return "";
}

/** The delimiter that most rows agree on; `sep=;` in the first line, as Excel writes it, decides. */
function sniff(text: string): { delimiter: string; skip: number } {
  const declared = /^"?sep=([\t -~])"?[ \t,;|]*(?:\r|\n|$)/i.exec(text)?.[1];
  if (declared) return { delimiter: declared, skip: 1 };
  const scores = DELIMITERS.map((delimiter) => agreement(counts(text, delimiter)));
  const best = scores.indexOf(Math.max(...scores));
  return { delimiter: DELIMITERS[best] ?? ",", skip: 0 };
}

function counts(text: string, delimiter: string): number[] {
  const records: number[] = [];
  let count = 0;
  let quoted = false;
  let mayOpen = true;
  for (const char of text) {
    const closes = quoted && char === '"';
    if (char === '"' && (quoted || mayOpen)) quoted = !quoted;
    else if (!quoted && char === delimiter) count++;
    else if (!quoted && (char === "\n" || char === "\r")) {
      if (count > 0) records.push(count);
      if (records.length >= SNIFF_RECORDS) return records;
      count = 0;
    }
    const starts = DELIMITERS.includes(char) || char === "\n" || char === "\r";
    mayOpen = starts || closes || (mayOpen && char === "=");
  }
  return count > 0 ? [...records, count] : records;
}

/** Rows that share the commonest count, times that count. */
function agreement(records: number[]): number {
  const tally = new Map<number, number>();
  for (const count of records) tally.set(count, (tally.get(count) ?? 0) + 1);
  return Math.max(0, ...[...tally].map(([count, rows]) => count * rows));
}
