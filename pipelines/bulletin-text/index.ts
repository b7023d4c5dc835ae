import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Bulletin } from "../../models/bulletin-check/block.ts";
import { SourceError, UserError } from "../../models/errors.ts";
import { decodeText } from "./decode.ts";
import { readDocx } from "./docx.ts";
import { readHtml } from "./html.ts";
import { readPlainText } from "./plain-text.ts";

/** A bulletin of a hundred pages with pictures is a few megabytes. */
const MOST_BYTES = 50 << 20;
const REMEDY = "请另存为 .docx、.html 或 .txt；也可把正文粘贴给 fundwatch check-bulletin -。";

/** Paragraphs and tables of a bulletin that someone else wrote: .docx, .html or text, in that order. */
export async function readBulletin(file: string): Promise<Bulletin> {
  const name = path.basename(file);
  const bytes = await bytesOf(file);
  const blocks = await blocksOf(bytes, file, name);
  if (blocks.every((block) => block.kind === "text" && block.text.trim() === ""))
    throw new SourceError("没有读到文字", { file: name }, `可能是扫描件或空文件。${REMEDY}`);
  return { name, blocks };
}

/** Text that was pasted in. */
export function pastedBulletin(bytes: Uint8Array): Bulletin {
  const name = "标准输入";
  const text = decodeText(bytes, name);
  if (text.trim() === "")
    throw new UserError("标准输入里没有文字", "请把通报正文粘贴或用管道传给 check-bulletin -。", 3);
  return { name, blocks: looksLikeHtml(text) ? readHtml(text) : readPlainText(text) };
}

async function bytesOf(file: string): Promise<Buffer> {
  const name = path.basename(file);
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES)
      throw new SourceError(
        `文件有 ${size >> 20} MB，上限为 ${MOST_BYTES >> 20} MB`,
        { file: name },
        REMEDY,
      );
    return await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UserError(`没有文件 ${file}`, "请检查路径。", 3);
    if (code === "EISDIR") throw new UserError(`${file} 是文件夹`, "请指明其中的通报文件。", 3);
    throw error;
  }
}

async function blocksOf(bytes: Buffer, file: string, name: string): Promise<Bulletin["blocks"]> {
  if (bytes.subarray(0, 2).toString("latin1") === "PK") return readDocx(file, name);
  if (bytes.subarray(0, 5).toString("latin1") === "%PDF-")
    throw new SourceError("不能读 PDF", { file: name }, REMEDY);
  if (bytes.subarray(0, 4).toString("hex") === "d0cf11e0")
    throw new SourceError("不能读旧版 Word 或 WPS 文件（.doc、.wps）", { file: name }, REMEDY);
  const text = decodeText(bytes, name);
  return looksLikeHtml(text) ? readHtml(text) : readPlainText(text);
}

const looksLikeHtml = (text: string): boolean =>
  /^\s*(?:<!doctype html|<html|<\?xml[^>]*>\s*<!?(?:doctype html|html)|<(?:head|body|div|table|p|meta)\b)/i.test(
    text,
  );
