import { readFile as readBytes } from "node:fs/promises";
import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { streamXlsxRows } from "hucre/xlsx";
import { SourceError } from "../../../models/errors.ts";
import { cellText } from "./cell.ts";
import { type Grid, type GridFile, gridFromFile, MAX_ROWS, type Reading } from "./grid.ts";
import { checkParsed, type Marks, readMarks } from "./marks.ts";
import { MergeFill } from "./merge-fill.ts";
import { type SheetPart, workbookParts } from "./workbook.ts";
import { openPackage, orDamaged } from "./zip.ts";

export async function readWorkbook(
  connection: DuckDBConnection,
  path: string,
  options: { tempDir: string },
): Promise<Reading> {
  const file = basename(path);
  const zip = await openPackage(path, file);
  const notices: string[] = [];
  const grids: Grid[] = [];
  try {
    const { sheets, parsed } = await workbookParts(zip, file);
    await orDamaged(file, () => checkParsed(zip, parsed, file));
    const bytes = await readBytes(path);
    const empty: string[] = [];
    for (const sheet of sheets) {
      if (sheet.hidden) {
        notices.push(`工作表“${sheet.name}”是隐藏的，已跳过；要读取它请取消隐藏后重新放入。`);
        continue;
      }
      const marks = await readMarks(zip, sheet.part);
      const fill = new MergeFill(marks.merges);
      const grid = await gridFromFile(connection, options.tempDir, sheet.name, (out) =>
        orDamaged(file, () => copyRows(bytes, sheet, fill, out)),
      );
      if (grid.rows === 0) empty.push(sheet.name);
      else {
        if (fill.numbers.length > 0) grid.mergedNumbers = fill.numbers;
        if (marks.uncached > 0) grid.uncalculated = marks.firstUncached;
        grids.push(grid);
      }
      notices.push(...noticesOf(sheet, marks, fill));
    }
    if (grids.length === 0) {
      throw new SourceError(
        `工作簿里没有数据：${file} 可见的 ${empty.length} 张工作表都是空的。`,
        { file },
        notices.length > 0
          ? "请看数据是否在隐藏的工作表里，取消隐藏后重新放入。"
          : "请核对是否放错了文件。",
      );
    }
    if (empty.length > 0) notices.push(`空工作表已跳过：${empty.join("、")}。`);
  } catch (error) {
    for (const grid of grids) await connection.run(`drop table ${grid.table}`);
    throw error;
  } finally {
    zip.close();
  }
  return { format: "xlsx", grids, notices };
}

async function copyRows(bytes: Uint8Array, sheet: SheetPart, fill: MergeFill, out: GridFile) {
  for await (const { index, values } of streamXlsxRows(bytes, { sheet: sheet.index })) {
    if (!(index >= 0 && index < MAX_ROWS)) throw new Error(`row ${index} is outside a sheet`);
    const cells = values.map(cellText);
    if (cells.every((cell) => cell === null)) continue;
    if (!fill.apply(index, cells)) await out.add(index + 1, cells);
  }
  for (const { index, cells } of fill.late()) await out.add(index + 1, cells);
}

function noticesOf(sheet: SheetPart, marks: Marks, fill: MergeFill): string[] {
  const notices: string[] = [];
  if (marks.uncached > 0) {
    notices.push(
      `工作表“${sheet.name}”有 ${marks.uncached} 个公式没有保存计算结果，按空格读入（首处 ${marks.firstUncached}）；请用 Excel 打开、重算并保存后重新放入。`,
    );
  }
  const [first] = fill.numbers;
  if (first) {
    const place = `第 ${first.top + 1} 行第 ${first.left + 1} 列`;
    notices.push(
      `工作表“${sheet.name}”有 ${fill.numbers.length} 处合并单元格里是数字（首处 ${place}），已填入合并范围的每一格；请核对有无重复计数。`,
    );
  }
  return notices;
}
