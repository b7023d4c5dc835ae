import { StringDecoder } from "node:string_decoder";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { SourceError } from "../../../models/errors.ts";

/** Above what a workbook of 1,048,576 rows and 20 columns unpacks to; larger tables belong in csv. */
const MAX_UNPACKED_BYTES = 1 << 30;
/** Sheets of figures pack 10:1 to 40:1, sheets of one repeated word up to about 150:1. */
const MAX_RATIO = 200;
/** Under this size the ratio proves nothing and does no harm. */
const RATIO_FROM_BYTES = 64 << 20;
/** A workbook has tens of parts, one with a picture in every row a few thousand. */
const MAX_ENTRIES = 20_000;

/** A zip whose sizes have been looked at; `scan` unpacks a part and proves its declared size. */
export interface Package {
  names: string[];
  scan(name: string, onText: (text: string) => void): Promise<void>;
  text(name: string): Promise<string>;
  close(): void;
}

export async function openPackage(path: string, file: string): Promise<Package> {
  const zip = await orDamaged(file, () => openPromise(path, { autoClose: false }));
  try {
    const entries = await orDamaged(file, () => listEntries(zip, file));
    refuseBomb([...entries.values()], file);
    const scan = (name: string, onText: (text: string) => void) =>
      orDamaged(file, async () => {
        const entry = entries.get(name);
        if (!entry) throw new Error(`no such part: ${name}`);
        const decoder = new StringDecoder("utf8");
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          onText(decoder.write(chunk as Buffer));
        }
      });
    const text = async (name: string) => {
      const parts: string[] = [];
      await scan(name, (part) => parts.push(part));
      return parts.join("");
    };
    return { names: [...entries.keys()], scan, text, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listEntries(zip: ZipFile, file: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) {
      throw new SourceError(`压缩包设有密码：${file}。`, { file }, "请解密后重新放入。");
    }
    if (entries.size >= MAX_ENTRIES) throw bomb(file, `包内部件超过 ${MAX_ENTRIES} 个`);
    if (entry.fileName.endsWith("/")) continue;
    const hidesItsSize = (entry.generalPurposeBitFlag & 8) !== 0 && entry.compressedSize === 0;
    if (hidesItsSize || entries.has(entry.fileName)) {
      throw new Error(`${entry.fileName}: size not declared, or listed twice`);
    }
    entries.set(entry.fileName, entry);
  }
  return entries;
}

function refuseBomb(entries: readonly Entry[], file: string): void {
  let packed = 0;
  let unpacked = 0;
  for (const entry of entries) {
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
  }
  const megabytes = Math.round(unpacked / (1 << 20));
  if (unpacked > MAX_UNPACKED_BYTES) {
    throw bomb(file, `解压后有 ${megabytes} MB，上限为 ${MAX_UNPACKED_BYTES >> 20} MB`);
  }
  if (unpacked > RATIO_FROM_BYTES && unpacked > packed * MAX_RATIO) {
    throw bomb(file, `解压后有 ${megabytes} MB，是压缩时的 ${Math.round(unpacked / packed)} 倍`);
  }
}

function bomb(file: string, found: string): SourceError {
  return new SourceError(
    `拒绝打开 ${file}：${found}。可能是恶意构造的压缩炸弹，也可能是表里有大片带格式的空白。`,
    { file },
    "请核对来源；确是正常数据时，把数据区复制到新工作簿，或另存为“CSV UTF-8(逗号分隔)”后放入。",
  );
}

/** Blames the workbook for what goes wrong inside, but not for a full disk or a stopped query. */
export async function orDamaged<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SourceError || (error as NodeJS.ErrnoException).syscall) throw error;
    const refusal = new SourceError(
      `工作簿打不开：${file} 的内部结构有误，文件可能已损坏、未下载完或被改动过。`,
      { file },
      "请用 Excel 或 WPS 打开并另存为 .xlsx；打不开时向报送单位重新索取。",
    );
    refusal.cause = error;
    throw refusal;
  }
}
