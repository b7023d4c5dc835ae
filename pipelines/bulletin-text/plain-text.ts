import type { Block } from "../../models/bulletin-check/block.ts";

/** Lines as paragraphs; two or more lines with tabs, as pasted from Word or Excel, as a table. */
export function readPlainText(text: string): Block[] {
  const blocks: Block[] = [];
  let rows: string[][] = [];
  const endTable = () => {
    if (rows.length > 1) blocks.push({ kind: "table", rows });
    else for (const row of rows) blocks.push({ kind: "text", text: row.join(" ") });
    rows = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const cells = line.split("\t");
    if (cells.filter((cell) => cell.trim() !== "").length > 1) {
      rows.push(cells);
      continue;
    }
    endTable();
    blocks.push({ kind: "text", text: line });
  }
  endTable();
  return blocks;
}
