import type { Block } from "../../models/bulletin-check/block.ts";
import { isTable } from "../../models/bulletin-check/tables.ts";

/** Lines as paragraphs; lines with tabs, as pasted from Word or Excel, as a table if they are one. */
export function readPlainText(text: string): Block[] {
  const blocks: Block[] = [];
  let rows: string[][] = [];
  const endTable = () => {
    if (isTable(rows)) blocks.push({ kind: "table", rows });
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
