import { parseHTML } from "linkedom";
import type { Block } from "../../models/bulletin-check/block.ts";
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
  /^(?:P|DIV|H[1-6]|LI|UL|OL|DL|DT|DD|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|NAV|BLOCKQUOTE|PRE|FIGURE|FIGCAPTION|CAPTION|BODY|HTML|DETAILS|SUMMARY|BR|HR|CENTER|FORM)$/;

/** Paragraphs and tables of a page in reading order; what is not shown on it is left out. */
export function readHtml(html: string): Block[] {
  const page = /<html[\s>]/i.test(html) ? html : `<!doctype html><html><body>${html}</body></html>`;
  const { document } = parseHTML(page);
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
    const name = (node as MarkupElement).tagName.toUpperCase();
    if (name === "TABLE") {
      endParagraph();
      blocks.push(...tableOf(node as MarkupElement));
      return;
    }
    const isBlock = BLOCKS.test(name);
    if (isBlock) endParagraph();
    for (const child of (node as MarkupElement).childNodes) walk(child);
    if (isBlock) endParagraph();
  };
  walk(document.body as unknown as MarkupNode);
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

/** Cells that span rows or columns are repeated, so that every cell stands under its header. */
function tableOf(table: MarkupElement): Block[] {
  const caption = table.querySelector("caption")?.textContent?.trim();
  const rows: string[][] = [];
  for (const [y, row] of [...table.querySelectorAll("tr")].entries()) {
    let x = 0;
    rows[y] ??= [];
    for (const cell of row.querySelectorAll("th, td")) {
      while (rows[y]![x] !== undefined) x++;
      const text = (cell.textContent ?? "").replace(/\s+/g, " ").trim();
      const down = spanOf(cell, "rowspan");
      const across = spanOf(cell, "colspan");
      for (let dy = 0; dy < down; dy++) {
        rows[y + dy] ??= [];
        for (let dx = 0; dx < across; dx++) rows[y + dy]![x + dx] = text;
      }
      x += across;
    }
  }
  const filled = rows
    .map((row) => Array.from(row, (cell) => cell ?? ""))
    .filter((row) => row.length > 0);
  return [
    ...(caption ? [{ kind: "text" as const, text: caption }] : []),
    ...(filled.length > 0 ? [{ kind: "table" as const, rows: filled }] : []),
  ];
}

/** A cell spans at most as much as a page can show. */
function spanOf(cell: MarkupElement, name: "rowspan" | "colspan"): number {
  const span = Number(cell.getAttribute(name) ?? 1);
  return Number.isInteger(span) && span > 0 ? Math.min(span, 200) : 1;
}
