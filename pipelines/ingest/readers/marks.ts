import { SourceError } from "../../../models/errors.ts";
import type { Package } from "./zip.ts";

/** A merged range, 0-based and inclusive. */
export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

/** What the row stream does not tell: merged ranges, and formulas saved without a result. */
export interface Marks {
  merges: Merge[];
  uncached: number;
  firstUncached: string;
}

/** The longest piece of markup that may straddle two chunks: a cell with its formula. */
const OVERLAP_CHARS = 20_000;
const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+):([A-Z]+\d+)"/g;
const UNCACHED =
  /<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*\/>|[^>]*>[^<]*<\/(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*\/>|<(?:\w+:)?v><\/(?:\w+:)?v>)?\s*<\/(?:\w+:)?c>/g;

export async function readMarks(zip: Package, part: string): Promise<Marks> {
  const merges: Merge[] = [];
  let uncached = 0;
  let firstUncached = "";
  let tail = "";
  const look = (text: string, final: boolean) => {
    const keepFrom = final ? text.length : Math.max(0, text.length - OVERLAP_CHARS);
    let next = keepFrom;
    if (text.includes("f>") || text.includes("<f") || text.includes(":f")) {
      for (const match of text.matchAll(UNCACHED)) {
        const attributes = match[1] ?? "";
        next = Math.max(next, match.index + match[0].length);
        if (/\bt="str"/.test(attributes)) continue;
        uncached++;
        firstUncached ||= /\br="(\w+)"/.exec(attributes)?.[1] ?? "";
      }
    }
    if (text.includes("mergeCell")) {
      for (const match of text.matchAll(MERGE)) {
        next = Math.max(next, match.index + match[0].length);
        merges.push(mergeOf(match[1] ?? "", match[2] ?? ""));
      }
    }
    return text.slice(next);
  };
  let size = 0;
  const parts: string[] = [];
  await zip.scan(part, (text) => {
    parts.push(text);
    size += text.length;
    if (size < 1 << 20) return;
    tail = look(tail + parts.join(""), false);
    parts.length = 0;
    size = 0;
  });
  look(tail + parts.join(""), true);
  return { merges, uncached, firstUncached };
}

function mergeOf(from: string, to: string): Merge {
  const a = cellOf(from);
  const b = cellOf(to);
  return {
    top: Math.min(a.row, b.row),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}

function cellOf(ref: string): { row: number; column: number } {
  const [, letters = "A", digits = "1"] = /^([A-Z]+)(\d+)$/.exec(ref) ?? [];
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(digits) - 1, column: column - 1 };
}

/**
 * Parts other than sheets are kept in memory as trees, 240 bytes for each tag [measured]: about
 * 1.5 GB at this bound, which is 1.5 million different texts.
 */
const MAX_TAGS = 6_000_000;

/** Unpacks those parts once, to prove their sizes and to count their tags before they are parsed. */
export async function checkParsed(zip: Package, parts: readonly string[], file: string) {
  let count = 0;
  for (const part of parts.filter((name) => zip.names.includes(name))) {
    await zip.scan(part, (text) => {
      for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at + 1)) count++;
    });
  }
  if (count <= MAX_TAGS) return;
  throw new SourceError(
    `工作簿里互不相同的文字或格式太多（约 ${Math.round(count / 40_000)} 万条），读入会耗尽内存：${file}。`,
    { file },
    "请按月或按统筹区拆成几个工作簿，或另存为“CSV UTF-8(逗号分隔)”后放入。",
  );
}
