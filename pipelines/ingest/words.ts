import { whereInWords } from "../../models/errors.ts";
import { fundOf } from "../../models/fund.ts";
import type { Layout } from "../../models/sources/recognize.ts";
import type { Evaluation } from "./identities.ts";
import { columnLetters } from "./readers/grid.ts";

/** A failed sum in words: where it stands, what it should have been, by how much it misses. */
export function failureInWords(file: string, e: Evaluation): string {
  const tidy = (text: string) => String(Number(text));
  const where = whereInWords({ file, sheet: e.sheet, row: e.row_no, column: e.col });
  const account = { pooled: "统筹基金", personal: "个人账户" }[e.account] ?? "";
  const fund = e.fund === "total" ? "合计" : `${fundOf(e.fund).short}${account}`;
  const whose = [e.region_code, fund, e.period].join(" ");
  const gap = Number(e.printed) - Number(e.computed);
  return `${where}：不符合“${e.title}”（${whose}）：表中 ${tidy(e.printed)}，按其他数算得 ${tidy(e.computed)}，相差 ${tidy(gap.toFixed(2))}，超出四舍五入允许的 ${tidy(e.tolerance)}`;
}

/** How a sheet is understood: its kind, its header row, and what each column holds. */
export function layoutInWords(sheet: string, layout: Layout): string {
  const { source, dimensions, amounts, form, headerTo } = layout;
  const title = (name: string) => source.dimensions[name]?.title ?? name;
  const termTitle = (key: string) => source.terms.find((t) => t.key === key)?.title ?? key;
  const measureTitle = (id: string) => source.measures.find((m) => m.id === id)?.title ?? id;
  const columns = [
    ...Object.entries(dimensions).map(([name, index]) => ({ index, says: title(name) })),
    ...amounts.map(({ index, term, measure, unit }) => ({
      index,
      says: `${term ? termTitle(term) : measureTitle(measure)}${unit ? `（${unit}）` : ""}`,
    })),
  ].sort((a, b) => a.index - b.index);
  const where = sheet === "" ? "" : `工作表“${sheet}”`;
  const listed = columns.map(({ index, says }) => `${columnLetters(index)}列 ${says}`).join("、");
  return `${where}按${source.title}${form === "long" ? "长表" : "宽表"}读取，表头到第${headerTo}行：${listed}`;
}
