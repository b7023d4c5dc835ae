import { writeXlsx } from "hucre";
import { UserError } from "../../models/errors.ts";
import type { RuleSetting } from "../../models/rules/settings.ts";
import { exportedRules, exportedTable } from "./export.ts";

const quoted = (cell: string): string =>
  /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** The rules as the bytes of a .json, .csv or .xlsx file, by the ending of its name. */
export async function exportedFile(
  name: string,
  settings: readonly RuleSetting[],
): Promise<Uint8Array> {
  const text = (content: string) => new TextEncoder().encode(content);
  if (name.endsWith(".json")) return text(`${JSON.stringify(exportedRules(settings), null, 2)}\n`);
  const rows = exportedTable(settings);
  if (name.endsWith(".csv"))
    return text(`\uFEFF${rows.map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`);
  if (name.endsWith(".xlsx")) return writeXlsx({ sheets: [{ name: "规则", rows }] });
  throw new UserError(`不能写成 ${name}`, "文件名应以 .json、.csv 或 .xlsx 结尾。", 2);
}
