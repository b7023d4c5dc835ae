import { DOMParser } from "linkedom";
import type { Block } from "../../models/bulletin-check/block.ts";
import { isTable } from "../../models/bulletin-check/tables.ts";
import { SourceError } from "../../models/errors.ts";
import { openPackage } from "../ingest/readers/zip.ts";
import type { MarkupElement } from "./element.ts";

const BODY = "word/document.xml";
/** Deleted text of tracked changes, field codes, and the second copy of a text box. */
const UNREAD = new Set([
  "w:del",
  "w:moveFrom",
  "w:instrText",
  "w:delText",
  "mc:Fallback",
  "w:pPr",
  "w:rPr",
]);

/**
 * Paragraphs and tables of a Word document in reading order, as it reads with all changes accepted. Text
 * that is laid out with a table is text.
 */
export async function readDocx(file: string, name: string): Promise<Block[]> {
  const xml = await bodyOf(file, name);
  const body = new DOMParser().parseFromString(xml, "text/xml").querySelector("w\\:body");
  return body ? blocksIn(body as unknown as MarkupElement) : [];
}

async function bodyOf(file: string, name: string): Promise<string> {
  try {
    const zip = await openPackage(file, name);
    try {
      return await zip.text(BODY);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (!(error instanceof SourceError) || !error.cause) throw error;
    throw new SourceError(
      "打不开：不是 Word 文档，或已损坏、未下载完",
      { file: name },
      "请用 Word 或 WPS 打开并另存为 .docx；也可另存为 .html 或 .txt。",
    );
  }
}

function blocksIn(parent: MarkupElement): Block[] {
  return [...parent.children].flatMap((element): Block[] => {
    if (UNREAD.has(element.tagName)) return [];
    if (element.tagName === "w:p") return [{ kind: "text", text: textOf(element) }];
    if (element.tagName === "w:tbl" && !element.querySelector("w\\:tbl")) {
      const rows = rowsOf(element);
      if (isTable(rows)) return [{ kind: "table", rows }];
    }
    return blocksIn(element);
  });
}

function textOf(element: MarkupElement): string {
  return [...element.children]
    .map((child) => {
      if (UNREAD.has(child.tagName)) return "";
      if (child.tagName === "w:t") return child.textContent ?? "";
      if (child.tagName === "w:tab") return " ";
      if (child.tagName === "w:br" || child.tagName === "w:cr") return "\n";
      if (child.tagName === "w:noBreakHyphen") return "-";
      return textOf(child);
    })
    .join("");
}

/** Merged cells are repeated, so that every cell stands under its header. */
function rowsOf(table: MarkupElement): string[][] {
  const rows: string[][] = [];
  for (const row of within(table, "w:tr")) {
    const above = rows.at(-1);
    const cells: string[] = [];
    for (const cell of within(row, "w:tc")) {
      const [properties] = within(cell, "w:tcPr");
      const across = Number(first(properties, "w:gridSpan")?.getAttribute("w:val") ?? 1);
      const merge = first(properties, "w:vMerge");
      const isBelow = merge !== undefined && merge.getAttribute("w:val") !== "restart";
      const text = isBelow ? (above?.[cells.length] ?? "") : textOf(cell).trim();
      cells.push(...Array.from({ length: Math.min(across, 200) }, () => text));
    }
    rows.push(cells);
  }
  return rows;
}

/** The nearest descendants of this name, through content controls. */
function within(element: MarkupElement, name: string): MarkupElement[] {
  return [...element.children].flatMap((child) =>
    child.tagName === name
      ? [child]
      : /^w:(?:sdt|sdtContent|ins|moveTo|customXml|smartTag)$/.test(child.tagName)
        ? within(child, name)
        : [],
  );
}

function first(element: MarkupElement | undefined, name: string): MarkupElement | undefined {
  return element && within(element, name)[0];
}
