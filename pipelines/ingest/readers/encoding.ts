import { isUtf8 } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
import { SourceError } from "../../../models/errors.ts";

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

const CHUNK_BYTES = 1 << 20;
/** No line of a table is this long; it also bounds what is held in memory. */
const MAX_LINE_BYTES = 16 << 20;
/**
 * After this many well-formed multi-byte UTF-8 characters a bad byte means a damaged UTF-8 file:
 * GB18030 text passes for UTF-8 by chance in under one character pair in ten.
 */
const SURELY_UTF8 = 16;

/** By its mark, else strict UTF-8, else taken for GB18030, which decoding then proves or refuses. */
export async function detectEncoding(path: string, file: string): Promise<Encoding> {
  const marked = await byteOrderMark(path);
  if (marked === "utf-16le" || marked === "utf-16be") return marked;
  let multibyte = 0;
  let utf8Until: number | undefined;
  for await (const { bytes, offset } of lineChunks(path, file)) {
    refuseNul(bytes, offset, file);
    if (utf8Until !== undefined || isUtf8(bytes)) {
      if (multibyte < SURELY_UTF8) multibyte += multibyteCount(bytes);
      continue;
    }
    const bad = firstBad(bytes, "utf-8");
    utf8Until = offset + bad;
    if (multibyte < SURELY_UTF8) multibyte += multibyteCount(bytes.subarray(0, bad));
    if (marked === "utf-8" || multibyte >= SURELY_UTF8) throw damaged(file, utf8Until, "UTF-8");
  }
  return utf8Until === undefined ? "utf-8" : "gb18030";
}

/** The file as UTF-8 bytes without its mark, in chunks of no particular boundary. */
export async function* utf8Chunks(path: string, file: string, encoding: Encoding) {
  const decoder = encoding === "utf-8" ? undefined : new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  let first = true;
  for await (const chunk of rawChunks(path)) {
    let bytes: Buffer = chunk;
    if (decoder) {
      try {
        bytes = Buffer.from(decoder.decode(chunk, { stream: true }), "utf8");
      } catch {
        throw await undecodable(path, file, encoding, offset);
      }
      refuseNul(bytes, offset, file);
    } else if (first && startsWith(chunk, 0xef, 0xbb, 0xbf)) {
      bytes = chunk.subarray(3);
    }
    first = false;
    offset += chunk.length;
    yield bytes;
  }
  try {
    const rest = decoder?.decode();
    if (rest) yield Buffer.from(rest, "utf8");
  } catch {
    throw await undecodable(path, file, encoding, offset);
  }
}

/** Looks again, line by line, for the byte a stream stumbled over somewhere after `offset`. */
async function undecodable(path: string, file: string, encoding: Encoding, offset: number) {
  if (encoding !== "gb18030") return damaged(file, offset, encoding.toUpperCase());
  for await (const chunk of lineChunks(path, file)) {
    const bad = firstBad(chunk.bytes, encoding);
    if (bad < chunk.bytes.length) return damaged(file, chunk.offset + bad, "UTF-8 或 GB18030");
  }
  return damaged(file, offset, "UTF-8 或 GB18030");
}

async function byteOrderMark(path: string): Promise<Encoding | undefined> {
  const handle = await open(path, "r");
  try {
    const start = Buffer.alloc(3);
    await handle.read(start, 0, 3, 0);
    if (startsWith(start, 0xef, 0xbb, 0xbf)) return "utf-8";
    if (startsWith(start, 0xff, 0xfe)) return "utf-16le";
    return startsWith(start, 0xfe, 0xff) ? "utf-16be" : undefined;
  } finally {
    await handle.close();
  }
}

function startsWith(bytes: Uint8Array, ...mark: number[]): boolean {
  return mark.every((byte, i) => bytes[i] === byte);
}

async function* rawChunks(path: string): AsyncGenerator<Buffer> {
  const handle: FileHandle = await open(path, "r");
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_BYTES, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Chunks that end with a line: no encoding here has a line feed inside a character. */
async function* lineChunks(path: string, file: string) {
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of rawChunks(path)) {
    const joined = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const cut = Math.max(joined.lastIndexOf(10), joined.lastIndexOf(13)) + 1;
    if (cut === 0 && joined.length > MAX_LINE_BYTES) {
      throw new SourceError(
        `第 ${offset + 1} 字节起有一行超过 ${MAX_LINE_BYTES >> 20} MB：${file} 不像是文本表格。`,
        { file },
        "请核对放入的是不是 .csv 文件。",
      );
    }
    if (cut > 0) yield { bytes: joined.subarray(0, cut), offset };
    rest = joined.subarray(cut);
    offset += cut;
  }
  if (rest.length > 0) yield { bytes: rest, offset };
}

/** Index of the first byte that cannot be decoded, or the length if all can. */
function firstBad(bytes: Uint8Array, encoding: Encoding): number {
  const reads = (length: number, stream: boolean) => {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream });
      return true;
    } catch {
      return false;
    }
  };
  if (reads(bytes.length, false)) return bytes.length;
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (middle <= bytes.length && reads(middle, true)) good = middle;
    else bad = middle;
  }
  return Math.min(good, bytes.length - 1);
}

function multibyteCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte >= 0xc2 && ++count >= SURELY_UTF8) break;
  return count;
}

function refuseNul(bytes: Buffer, offset: number, file: string): void {
  const at = bytes.indexOf(0);
  if (at < 0) return;
  throw new SourceError(
    `第 ${offset + at + 1} 字节是空字符（NUL）：${file} 不是文本文件，或是没有标记的 UTF-16 文本。`,
    { file },
    "请用 Excel 打开后另存为“CSV UTF-8(逗号分隔)”或 .xlsx 再放入。",
  );
}

function damaged(file: string, offset: number, encoding: string): SourceError {
  return new SourceError(
    `第 ${offset + 1} 字节起的文字编码有误：${file} 不是完好的 ${encoding} 文本，可能被截断或混用了编码。`,
    { file },
    "请从原系统重新导出，或用 Excel 打开核对后另存为“CSV UTF-8(逗号分隔)”或 .xlsx 再放入。",
  );
}
