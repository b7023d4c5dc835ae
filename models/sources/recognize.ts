import { type AmountColumn, type ColumnReading, readColumn } from "./columns.ts";
import type { Dimension, Source } from "./define.ts";
import { SOURCES } from "./index.ts";
import { type Aliases, findFund, NO_ALIASES } from "./names.ts";
import { findPeriod, findYear } from "./periods.ts";
import { normalize, saysNothing } from "./text.ts";

export type { AmountColumn } from "./columns.ts";

/** A row of a sheet's head, merged ranges filled in. */
export interface HeadRow {
  row: number;
  cells: (string | null)[];
}

/** How a sheet is understood. Columns are 0-based; rows as the file numbers them. */
export interface Layout {
  source: Source;
  form: "long" | "wide";
  headerTo: number;
  dimensions: Record<string, number>;
  amounts: AmountColumn[];
  /** Text above the header and the sheet's name: may hold period, unit, fund and region. */
  title: string;
  ignored: { index: number; header: string }[];
  /** Two 科目 columns side by side: which amounts belong to which, the header does not say. */
  isTwoSided: boolean;
}

/** Why a sheet was not recognised: the kind it comes nearest to, and what it lacks. */
export interface Unrecognized {
  nearest: Source | undefined;
  missing: string[];
}

const HEADER_SEARCH_ROWS = 20;
const HEADER_DEPTH = 4;

/** Recognises a sheet by its headers, never by its name. */
export function recognize(
  head: HeadRow[],
  sheet: string,
  aliases: Aliases = NO_ALIASES,
): Layout | Unrecognized {
  let best: { layout: Layout; score: number } | undefined;
  let nearest: { source: Source; score: number; missing: string[] } | undefined;
  for (const source of SOURCES) {
    for (let from = 0; from < Math.min(head.length, HEADER_SEARCH_ROWS); from++) {
      if (isTitle(head[from]!)) continue;
      for (let depth = 1; depth <= HEADER_DEPTH && from + depth <= head.length; depth++) {
        if (hasNumbers(head[from + depth - 1]!)) break;
        const layout = layoutOf(source, head, from, depth, sheet, aliases);
        const missing = lacks(layout);
        const score = scoreOf(layout) * 10 - (from + depth) / 10 - from / 1000;
        const isWhole =
          missing.length === 0 && !goesOn(layout, head[from + depth - 1]!, head[from + depth]);
        if (isWhole && score > (best?.score ?? 0)) best = { layout, score };
        if (score > (nearest?.score ?? 10)) nearest = { source, score, missing };
      }
    }
  }
  return best?.layout ?? { nearest: nearest?.source, missing: nearest?.missing ?? [] };
}

/** Columns understood; columns of the same meaning count once, for a header row may be missing. */
function scoreOf({ dimensions, amounts }: Layout): number {
  const meanings = amounts.map((a) => `${a.term} ${a.measure} ${a.fund} ${a.account}`);
  return Object.keys(dimensions).length + new Set(meanings).size;
}

/** A title, or a line of remarks such as `填报单位:… 单位:万元`. */
function isTitle(row: HeadRow): boolean {
  const texts = new Set(row.cells.filter((cell) => cell !== null && cell.trim() !== ""));
  if (texts.size < 2) return true;
  return texts.size <= 4 && [...texts].some((text) => /^(?!其中)[^(（]+[:：]/.test(text!.trim()));
}

const NUMBER = /^[-+(]?\d[\d,.]*\)?(?:%|元|万元|亿元|人|万人)?$/;

/** No header row holds numbers, but for years. */
const hasNumbers = ({ cells }: HeadRow): boolean =>
  cells.some(
    (cell) => cell !== null && NUMBER.test(normalize(cell)) && !/^(19|20)\d\d$/.test(cell),
  );

/** Whether the header goes on in the next row: words where numbers belong, no descriptions yet. */
function goesOn({ dimensions, amounts }: Layout, last: HeadRow, next: HeadRow | undefined) {
  if (!next) return false;
  const words = amounts
    .map(({ index }) => next.cells[index] ?? null)
    .filter((cell): cell is string => cell !== null && !saysNothing(cell));
  if (words.length === 0 || words.some((word) => NUMBER.test(normalize(word)))) return false;
  return Object.values(dimensions).every((index) => {
    const cell = next.cells[index] ?? null;
    return saysNothing(cell) || normalize(cell!) === normalize(last.cells[index] ?? "");
  });
}

function layoutOf(
  source: Source,
  head: HeadRow[],
  from: number,
  depth: number,
  sheet: string,
  aliases: Aliases,
): Layout {
  const own = head.slice(from, from + depth);
  const rows = sheet === "" ? spread(own) : own;
  const above = head.slice(0, from).flatMap((row) => [...new Set(row.cells)]);
  const layout: Layout = {
    source,
    form: "long",
    headerTo: rows.at(-1)!.row,
    dimensions: {},
    amounts: [],
    title: [...above.filter((cell) => cell !== null), sheet].join(" "),
    ignored: [],
    isTwoSided: false,
  };
  const amounts: Amount[] = [];
  const width = Math.max(...rows.map((row) => row.cells.length));
  for (let index = 0; index < width; index++) {
    const path = pathOf(rows, index);
    if (path.length === 0) continue;
    const reading = readColumn(source, path, index, aliases);
    if (reading.kind === "dimension" && !(reading.name in layout.dimensions))
      layout.dimensions[reading.name] = index;
    else if (reading.kind === "amount" && isPlanned(source, path.join(""), layout.title))
      amounts.push(reading);
    else layout.ignored.push({ index, header: path.join("/") });
    if (reading.kind === "dimension" && layout.dimensions[reading.name] !== index)
      layout.isTwoSided ||= source.dimensions[reading.name]!.kind === "term";
  }
  return settleForm(settlePeriods(layout, amounts));
}

/** A budget says so in its header or title; a table of how a budget was carried out is a statement. */
function isPlanned(source: Source, header: string, title: string): boolean {
  const isPlan = /预算(?!执行|完成)/.test(title) && !/预算执行|执行情况|完成情况/.test(title);
  if (source.id === "fund_budget") return isPlan || /预算/.test(header);
  return source.id !== "fund_statement" || !isPlan || /本月|当月|累计|发生|结余|结存/.test(header);
}

type Amount = Extract<ColumnReading, { kind: "amount" }>;

/**
 * Of columns for several periods the latest are read; beside a 所属期 column, none of them. Columns
 * named by a month alone (7月, 1-7月) are read where the title is of that month.
 */
function settlePeriods(layout: Layout, amounts: Amount[]): Layout {
  const periods = [...new Set(amounts.flatMap(({ period }) => period ?? []))].sort();
  const hasColumn = Object.keys(layout.dimensions).some((name) =>
    ["period", "year"].includes(layout.source.dimensions[name]!.kind),
  );
  const wanted = hasColumn && periods.length > 1 ? undefined : periods.at(-1);
  const title = hasColumn || !wanted ? layout.title : `${layout.title} ${wanted}`;
  const month = hasColumn ? undefined : findPeriod(title)?.month;
  const isWanted = ({ period, monthNo }: Amount) =>
    (period === null || period === wanted) &&
    (monthNo === null || (month !== undefined && Number(month.slice(5)) === monthNo));
  return ignore({ ...layout, title, amounts: amounts.map((a) => a.column) }, (column) =>
    isWanted(amounts.find((a) => a.column === column)!),
  );
}

/**
 * With a 科目 column the form is long; otherwise columns are terms, a bare measure the whole. A 合计
 * column is the total of the funds beside it.
 */
function settleForm(layout: Layout): Layout {
  const { source } = layout;
  const isLong = Object.keys(layout.dimensions).some((d) => source.dimensions[d]!.kind === "term");
  const hasFunds = layout.amounts.some((a) => a.fund !== null && a.fund !== "total");
  const settled = ignore(layout, ({ fund, term }) => {
    if (fund === "total" && term === null && !hasFunds) return false;
    return isLong ? term === null : term !== null || source.wholeTerm !== undefined;
  });
  const amounts = settled.amounts.map((a) => ({
    ...a,
    fund: hasFunds ? a.fund : null,
    term: isLong ? null : (a.term ?? source.wholeTerm!),
  }));
  return { ...settled, form: isLong ? "long" : "wide", amounts };
}

function ignore(layout: Layout, keeps: (column: AmountColumn) => boolean): Layout {
  const dropped = layout.amounts.filter((column) => !keeps(column));
  return {
    ...layout,
    amounts: layout.amounts.filter(keeps),
    ignored: [...layout.ignored, ...dropped].sort((a, b) => a.index - b.index),
  };
}

/** In a csv a merged heading stands over its first column only: it reaches to the next heading. */
function spread(rows: HeadRow[]): HeadRow[] {
  return rows
    .slice(0, -1)
    .map(({ row, cells }, i) => {
      const below = rows.slice(i + 1);
      const filled = [...cells];
      for (let index = 1; index < filled.length; index++) {
        const isUnder = below.some((r) => (r.cells[index] ?? "").trim() !== "");
        const isOwn = (filled[index] ?? "").trim() !== "";
        if (!isOwn && isUnder) filled[index] = filled[index - 1] ?? null;
      }
      return { row, cells: filled };
    })
    .concat(rows.slice(-1));
}

function pathOf(rows: HeadRow[], index: number): string[] {
  const path: string[] = [];
  for (const row of rows) {
    const cell = row.cells[index]?.trim();
    if (cell && normalize(cell) !== normalize(path.at(-1) ?? "")) path.push(cell);
  }
  return path;
}

/** What a layout still lacks to be this kind of file; fund and period may come from the title. */
function lacks(layout: Layout): string[] {
  const { source, dimensions, amounts, form, title } = layout;
  const missing: string[] = [];
  if (layout.isTwoSided) missing.push("单独一列科目（左右两栏并列的表请改成上下一列）");
  if (amounts.length === 0) {
    const names = source.measures.map((m) => m.title).join("、");
    missing.push(
      form === "long" || source.wholeTerm
        ? `数值列（${names}）`
        : `科目列与数值列（${names}），或以科目为列名的各列`,
    );
  }
  const has = (kind: Dimension["kind"]) =>
    Object.keys(dimensions).some((name) => source.dimensions[name]!.kind === kind);
  const saysFund = amounts.some((a) => a.fund !== null) || findFund(title) !== undefined;
  const isTable = Object.keys(dimensions).length > 0 || amounts.length > 1;
  if (!isTable || (!has("fund") && !has("region_code") && !has("region_name") && !saysFund))
    missing.push("险种列或统筹区列");
  if (source.id === "fund_budget" && !has("year") && !(/预算/.test(title) && findYear(title)))
    missing.push("年度列");
  return missing;
}
