import { type FileHandle, open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { SourceError } from "../../../models/errors.ts";

export type Kind = "zip" | "parquet" | "text";

const SNIFF_BYTES = 4096;
/** Names of OLE streams sit anywhere in the file; past this size it is not a statement. */
const MAX_OLE_BYTES = 256 << 20;
const SAVE_AS_XLSX = "请用 Excel 或 WPS 打开原文件，另存为“Excel 工作簿(*.xlsx)”后重新放入。";

/** What a file is by its first bytes, never by its extension. Refuses what is not a table. */
export async function recogniseFile(path: string): Promise<Kind> {
  const file = basename(path);
  if (file.startsWith("~$")) {
    throw new SourceError(
      `这是 Excel 的临时锁文件：${file}。文件正被人打开时才会有它。`,
      { file },
      "请关闭打开着该工作簿的 Excel 或 WPS，并放入工作簿本身；锁文件可以删除。",
    );
  }
  const found = await accessible(file, () => stat(path));
  if (found.isDirectory()) {
    throw new SourceError(`${file} 是文件夹，不是文件。`, { file }, "请逐个放入文件夹里的文件。");
  }
  if (!found.isFile()) {
    throw new SourceError(
      `${file} 不是普通文件。`,
      { file },
      "请放入 .xlsx、.csv 或 .parquet 文件。",
    );
  }
  if (found.size === 0) {
    throw new SourceError(
      `文件是空的（0 字节）：${file}。多半是导出或复制没有完成。`,
      { file },
      "请重新导出或重新复制后再放入。",
    );
  }
  const handle = await accessible(file, () => open(path, "r"));
  try {
    const start = Buffer.alloc(Math.min(SNIFF_BYTES, found.size));
    await handle.read(start, 0, start.length, 0);
    return await kindOf(start, handle, found.size, file);
  } finally {
    await handle.close();
  }
}

async function accessible<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") {
      throw new SourceError(
        `找不到文件：${file}。`,
        { file },
        "请核对文件名和位置；文件可能已被移走或改名。",
      );
    }
    if (code === "EACCES" || code === "EPERM") {
      throw new SourceError(
        `没有权限读取文件：${file}。`,
        { file },
        "请让管理员给运行本软件的用户加上读取权限。",
      );
    }
    if (code === "EBUSY") {
      throw new SourceError(
        `文件正被其他程序占用：${file}。`,
        { file },
        "请关闭打开着它的程序后重试。",
      );
    }
    throw error;
  }
}

async function kindOf(
  start: Buffer,
  handle: FileHandle,
  size: number,
  file: string,
): Promise<Kind> {
  const hex = start.toString("hex", 0, 16);
  if (/^504b(0304|0506|0708)/.test(hex)) return "zip";
  if (start.toString("latin1", 0, 4) === "PAR1") {
    const end = Buffer.alloc(4);
    await handle.read(end, 0, 4, Math.max(0, size - 4));
    if (size >= 12 && end.toString("latin1") === "PAR1") return "parquet";
    throw new SourceError(
      `Parquet 文件不完整：${file} 的结尾没有结束标记，多半是复制或下载中断。`,
      { file },
      "请重新复制或导出后再放入。",
    );
  }
  if (hex.startsWith("d0cf11e0a1b11ae1")) throw await refuseOle(handle, size, file);
  const other = MAGIC.find(([pattern]) => pattern.test(hex));
  if (other) {
    throw new SourceError(`${file} 的内容是${other[1]}，不是表格。`, { file }, other[2]);
  }
  const markup = markupOf(start);
  if (markup) {
    throw new SourceError(
      `${file} 的内容是${markup}，不是真正的 Excel 工作簿；常见于系统网页“导出 Excel”得到的 .xls。`,
      { file },
      SAVE_AS_XLSX,
    );
  }
  return "text";
}

const EXPORT_TABLE = "请从原系统导出 .xlsx 或 .csv 文件后放入。";
const UNPACK = "请先解压，再放入其中的表格文件。";
const MAGIC: readonly (readonly [RegExp, string, string])[] = [
  [/^25504446/, " PDF 文档", EXPORT_TABLE],
  [
    /^(89504e470d0a1a0a|ffd8ff|47494638|49492a00|4d4d002a|52494646.{8}57454250)/,
    "图片",
    EXPORT_TABLE,
  ],
  [/^7b5c727466/, " RTF 文档", EXPORT_TABLE],
  [/^(1f8b08|377abcaf271c|526172211a07|425a68)/, "压缩包", UNPACK],
  [/^53514c69746520666f726d6174/, " SQLite 数据库", EXPORT_TABLE],
  [/^.{16}4455434b/, " DuckDB 数据库", EXPORT_TABLE],
  [/^(7f454c46|4d5a9000)/, "可执行程序", EXPORT_TABLE],
];

function markupOf(start: Buffer): string | undefined {
  const encoding = start[0] === 0xff && start[1] === 0xfe ? "utf16le" : "latin1";
  const text = start.toString(encoding).replace(/^(?:\u00ef\u00bb\u00bf|\ufeff)?\s*/, "");
  if (/^mime-version:/i.test(text)) return "网页存档（MHTML）";
  if (!text.startsWith("<")) return undefined;
  if (/urn:schemas-microsoft-com:office:spreadsheet/i.test(text)) return " XML 电子表格 2003";
  if (
    /^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype html|html|head|meta|body|table|style|div|tr)\b/i.test(
      text,
    )
  ) {
    return "网页（HTML）表格";
  }
  return /^<\?xml|^<[a-z][\w:.-]*[\s>/]/i.test(text) ? " XML 文档" : undefined;
}

/** Workbooks of old Excel and of WPS; they may well have a Word document embedded. */
const LEGACY = /\.(xls|et)$/i;

async function refuseOle(handle: FileHandle, size: number, file: string): Promise<SourceError> {
  const bytes = Buffer.alloc(Math.min(size, MAX_OLE_BYTES));
  await handle.read(bytes, 0, bytes.length, 0);
  const has = (name: string) => bytes.includes(Buffer.from(name, "utf16le"));
  if (has("EncryptedPackage")) {
    return new SourceError(
      `工作簿已加密（设有打开密码）：${file}。`,
      { file },
      "请用密码打开后，在“文件—信息—保护工作簿—用密码进行加密”中清空密码，另存为 .xlsx 再放入。",
    );
  }
  if (has("WordDocument") && !LEGACY.test(file)) {
    return new SourceError(`${file} 是 Word 文档，不是表格。`, { file }, EXPORT_TABLE);
  }
  if (has("Workbook") || has("Book")) {
    const renamed = LEGACY.test(file) ? "" : "，只是改了扩展名";
    return new SourceError(
      `${file} 是旧版 Excel（.xls）工作簿${renamed}。`,
      { file },
      SAVE_AS_XLSX,
    );
  }
  return new SourceError(`${file} 是旧版 Office 文件，不能识别为工作簿。`, { file }, SAVE_AS_XLSX);
}
