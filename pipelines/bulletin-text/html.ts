import { parseHTML } from "linkedom";
import type { Block } from "../../models/bulletin-check/block.ts";
import { isTable } from "../../models/bulletin-check/tables.ts";
import type { MarkupElement, MarkupNode } from "./element.ts";

const UNREAD = new Set([
  "SCRIPT",
  "STYLE",
  "TEMPLATE",
  "NOSCRIPT",
  "SVG",
  "HEAD",
  "DIALOG",
  "BUTTON",
]);
const BLOCKS =
  /^(?:P|DIV|H[1-6]|LI|UL|OL|DL|DT|DD|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|BLOCKQUOTE|PRE|FIGURE|FIGCAPTION|CAPTION|BODY|HTML|DETAILS|SUMMARY|BR|HR|CENTER|FORM|TABLE|TR|TD|TH)$/;

/**
 * Paragraphs and tables of a page in reading order; what is not shown on it is left out. Text that is
 * laid out with a table is text.
 */
export function readHtml(html: string): Block[] {
  const page = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  return blocksIn(parseHTML(page).document.body as unknown as MarkupElement);
}

function blocksIn(root: MarkupElement): Block[] {
  const blocks: Block[] = [];
  let text = "";
  const endParagraph = () => {
    const clean = text.replace(/\s+/g, " ").trim();
    if (clean !== "") blocks.push({ kind: "text", text: clean });
    text = "";
  };
  const walk = (node: MarkupNode): void => {
    if (node.nodeType === 3) text += node.textContent ?? "";
    if (node.nodeType !== 1 || isUnread(node as MarkupElement)) return;
    const element = node as MarkupElement;
    const name = element.tagName.toUpperCase();
    const isBlock = BLOCKS.test(name);
    if (isBlock) endParagraph();
    const table = name === "TABLE" ? tableOf(element) : [];
    if (table.length > 0) blocks.push(...table);
    else for (const child of element.childNodes) walk(child);
    if (isBlock) endParagraph();
  };
  for (const child of root.childNodes) walk(child);
  endParagraph();
  return blocks;
}

function isUnread(element: MarkupElement): boolean {
  return (
    UNREAD.has(element.tagName.toUpperCase()) ||
    element.hasAttribute("hidden") ||
    /display\s*:\s*none/i.test(element.getAttribute("style") ?? "")
  );
}

/** A table of figures with its caption; nothing if it lays out the page, other tables among it. */
function tableOf(table: MarkupElement): Block[] {
  if (table.querySelector("table")) return [];
  const rows = rowsOf(table);
  if (!isTable(rows)) return [];
  const caption = table.querySelector("caption");
  return [...(caption ? blocksIn(caption) : []), { kind: "table", rows }];
}

/** Cells that span rows or columns are repeated, so that every cell stands under its header. */
function rowsOf(table: MarkupElement): string[][] {
  const shown = [...table.querySelectorAll("tr")].filter((row) => !isUnread(row));
  const rows: string[][] = shown.map(() => []);
  for (const [y, row] of shown.entries()) {
    let x = 0;
    for (const cell of row.querySelectorAll("th, td")) {
      if (isUnread(cell)) continue;
      while (rows[y]![x] !== undefined) x++;
      const text = wordsOf(cell);
      const across = spanOf(cell, "colspan");
      for (const below of rows.slice(y, y + spanOf(cell, "rowspan")))
        for (let dx = 0; dx < across; dx++) below[x + dx] = text;
      x += across;
    }
  }
  return rows.map((row) => Array.from(row, (cell) => cell ?? "")).filter((row) => row.length > 0);
}

/** The lines of a cell as one: names go on without a space, numbers stay apart. */
function wordsOf(cell: MarkupElement): string {
  return blocksIn(cell)
    .map((block) => (block.kind === "text" ? block.text : ""))
    .join(" ")
    .replace(/(?<=\p{Script=Han}) (?=[\p{Script=Han}(（])/gu, "");
}

/** A cell spans at most as much as a page can show. */
function spanOf(cell: MarkupElement, name: "rowspan" | "colspan"): number {
  const span = Number(cell.getAttribute(name) ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, 200) : 1;
}
