import { whereInWords } from "../../models/errors.ts";
import { fundOf } from "../../models/fund.ts";
import type { Evaluation } from "./identities.ts";

/** A failed sum in words: where it stands, what it should have been, by how much it misses. */
export function failureInWords(file: string, e: Evaluation): string {
  const tidy = (text: string) => String(Number(text));
  const where = whereInWords({ file, sheet: e.sheet, row: e.row_no, column: e.col });
  const whose = [e.region_code, e.fund === "total" ? "合计" : fundOf(e.fund).short, e.period].join(
    " ",
  );
  const gap = Number(e.printed) - Number(e.computed);
  return `${where}：不符合“${e.title}”（${whose}）：表中 ${tidy(e.printed)}，按其他数算得 ${tidy(e.computed)}，相差 ${tidy(gap.toFixed(2))}，超出四舍五入允许的 ${tidy(e.tolerance)}`;
}
