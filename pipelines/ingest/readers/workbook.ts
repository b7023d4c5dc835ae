import { posix } from "node:path";
import { SourceError } from "../../../models/errors.ts";
import type { Package } from "./zip.ts";

export interface SheetPart {
  name: string;
  /** Position among the sheets of the workbook, chart sheets included. */
  index: number;
  part: string;
  hidden: boolean;
}

export interface WorkbookParts {
  sheets: SheetPart[];
  /** Parts that are parsed whole into memory before the first row. */
  parsed: string[];
}

const WORKBOOK = "xl/workbook.xml";
const WORKBOOK_RELS = "xl/_rels/workbook.xml.rels";

/** The worksheets of a workbook, in order. Refuses a zip that is not one, saying what it is. */
export async function workbookParts(zip: Package, file: string): Promise<WorkbookParts> {
  if (!zip.names.includes(WORKBOOK)) throw refuse(zip.names, file);
  const relations = async (part: string, base: string) =>
    tags(zip.names.includes(part) ? await zip.text(part) : "", "Relationship").map((rel) => ({
      id: rel.get("Id"),
      type: rel.get("Type")?.split("/").at(-1),
      part: posix.resolve(base, rel.get("Target") ?? "").slice(1),
    }));
  const roots = await relations("_rels/.rels", "/");
  if (roots.some((rel) => rel.type === "officeDocument" && rel.part !== WORKBOOK)) {
    throw refuse(["xl/"], file);
  }
  const rels = await relations(WORKBOOK_RELS, "/xl");
  const targets = new Map(
    rels.filter((rel) => rel.type === "worksheet").map((rel) => [rel.id, rel.part]),
  );
  const sheets = tags(await zip.text(WORKBOOK), "sheet")
    .filter((sheet) => sheet.get("name") && sheet.get("r:id"))
    .map((sheet, index) => ({
      name: sheet.get("name") ?? "",
      index,
      part: targets.get(sheet.get("r:id")) ?? "",
      hidden: /hidden/i.test(sheet.get("state") ?? ""),
    }))
    .filter((sheet) => sheet.part !== "");
  const tables = rels.filter((rel) => rel.type === "sharedStrings" || rel.type === "styles");
  const parsed = ["[Content_Types].xml", "_rels/.rels", WORKBOOK, WORKBOOK_RELS];
  return { sheets, parsed: [...parsed, ...tables.map((rel) => rel.part)] };
}

/** Attributes of every element of that local name; a relation id is found under any prefix. */
function tags(xml: string, name: string): Map<string, string>[] {
  const found = xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^>]*?)/?>`, "g"));
  return [...found].map((tag) => {
    const pairs = (tag[1] ?? "").matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
    return new Map(
      [...pairs].map(([, key = "", double, single]) => [
        key.endsWith(":id") ? "r:id" : key,
        unescapeXml(double ?? single ?? ""),
      ]),
    );
  });
}

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi,
    (_, hex, decimal, name) =>
      name
        ? (ENTITIES[String(name).toLowerCase()] ?? "")
        : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  );
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function refuse(names: readonly string[], file: string): SourceError {
  const has = (start: string) => names.some((name) => name.startsWith(start));
  const saveAs = "请打开原文件，另存为“Excel 工作簿(*.xlsx)”后重新放入。";
  if (has("xl/workbook.bin")) {
    return new SourceError(`${file} 是二进制工作簿（.xlsb）。`, { file }, saveAs);
  }
  if (has("word/")) {
    return new SourceError(
      `${file} 的内容是 Word 文档（.docx），不是表格。`,
      { file },
      "请把其中的表格复制到 Excel，另存为 .xlsx 后放入，或向报送单位索取电子表格。",
    );
  }
  if (has("ppt/")) {
    return new SourceError(`${file} 的内容是演示文稿（.pptx）。`, { file }, "请放入电子表格。");
  }
  if (has("content.xml") && has("mimetype")) {
    return new SourceError(`${file} 是 OpenDocument 表格（.ods）或文档。`, { file }, saveAs);
  }
  if (has("xl/")) {
    return new SourceError(`工作簿缺少 xl/workbook.xml：${file} 已损坏。`, { file }, saveAs);
  }
  return new SourceError(
    `${file} 是压缩包（zip），里面没有工作簿主体；共 ${names.length} 个文件。`,
    { file },
    "请先解压，再放入其中的表格文件。",
  );
}
