import type { Dimension, Source } from "./define.ts";
import { SOURCES } from "./index.ts";
import { type Aliases, NO_ALIASES, readTerm, stripUnit } from "./names.ts";
import { findUnit, normalize } from "./text.ts";

/** A row of a sheet's head, merged ranges filled in. */
export interface HeadRow {
  row: number;
  cells: (string | null)[];
}

/** A column of numbers: which measure it is and, in the wide form, which term. */
export interface AmountColumn {
  index: number;
  header: string;
  measure: string;
  term: string | null;
  isComponent: boolean;
  unit: string | null;
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
  ignored: string[];
}

/** Why a sheet was not recognised: the kind it comes nearest to, and what it lacks. */
export interface Unrecognized {
  nearest: Source | undefined;
  missing: string[];
}

const HEADER_SEARCH_ROWS = 20;
const HEADER_DEPTH = 3;

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
        const layout = layoutOf(source, head, from, depth, sheet, aliases);
        const missing = lacks(layout);
        const score = (Object.keys(layout.dimensions).length + layout.amounts.length) * 10 - depth;
        if (missing.length === 0 && score > (best?.score ?? 0)) best = { layout, score };
        if (score > (nearest?.score ?? 10)) nearest = { source, score, missing };
      }
    }
  }
  return best?.layout ?? { nearest: nearest?.source, missing: nearest?.missing ?? [] };
}

function isTitle(row: HeadRow): boolean {
  return new Set(row.cells.filter((cell) => cell !== null && cell.trim() !== "")).size < 2;
}

function layoutOf(
  source: Source,
  head: HeadRow[],
  from: number,
  depth: number,
  sheet: string,
  aliases: Aliases,
): Layout {
  const rows = head.slice(from, from + depth);
  const above = head.slice(0, from).flatMap((row) => [...new Set(row.cells)]);
  const layout: Layout = {
    source,
    form: "long",
    headerTo: rows.at(-1)!.row,
    dimensions: {},
    amounts: [],
    title: [...above.filter((cell) => cell !== null), sheet].join(" "),
    ignored: [],
  };
  const width = Math.max(...rows.map((row) => row.cells.length));
  const isBudget = source.id === "fund_budget";
  for (let index = 0; index < width; index++) {
    const path = pathOf(rows, index);
    if (path.length === 0) continue;
    const header = path.join("/");
    const name = dimensionNamed(source, path, aliases);
    if (name !== undefined && !(name in layout.dimensions)) {
      layout.dimensions[name] = index;
      continue;
    }
    const unit = path.map((level) => findUnit(level, source.quantity)).findLast((u) => u) ?? null;
    const measure = measureNamed(source, path.at(-1)!, aliases);
    const rest = measure ? path.slice(0, -1) : path;
    const reading = rest.length > 0 ? readTerm(source, rest, undefined, aliases) : undefined;
    const budgeted = !isBudget || measure !== undefined || /预算/.test(header + layout.title);
    if ((measure || reading) && budgeted && (rest.length === 0 || reading)) {
      layout.amounts.push({
        index,
        header,
        measure: measure ?? defaultMeasure(source),
        term: reading?.term.key ?? null,
        isComponent: reading?.isComponent ?? false,
        unit,
      });
    } else layout.ignored.push(header);
  }
  return settleForm(layout);
}

/** With a 科目 column the form is long; otherwise columns are terms, a bare measure the whole. */
function settleForm(layout: Layout): Layout {
  const { source } = layout;
  const hasTermColumn = Object.keys(layout.dimensions).some(
    (d) => source.dimensions[d]!.kind === "term",
  );
  const wanted = layout.amounts.filter((a) => (hasTermColumn ? a.term === null : true));
  const amounts = hasTermColumn
    ? wanted
    : wanted.flatMap((a) =>
        a.term ? [a] : source.wholeTerm ? [{ ...a, term: source.wholeTerm }] : [],
      );
  return { ...layout, form: hasTermColumn ? "long" : "wide", amounts };
}

function pathOf(rows: HeadRow[], index: number): string[] {
  const path: string[] = [];
  for (const row of rows) {
    const cell = row.cells[index]?.trim();
    if (cell && normalize(cell) !== normalize(path.at(-1) ?? "")) path.push(cell);
  }
  return path;
}

function dimensionNamed(source: Source, path: string[], aliases: Aliases): string | undefined {
  const names = [path.at(-1)!, path.join("")].map((text) => stripUnit(normalize(text)));
  const goesBy = ([name, dimension]: [string, Dimension]) =>
    [...dimension.aliases, ...(aliases.headers[name] ?? [])].some((a) =>
      names.includes(normalize(a)),
    );
  return Object.entries(source.dimensions).find(goesBy)?.[0];
}

function measureNamed(source: Source, level: string, aliases: Aliases): string | undefined {
  const name = stripUnit(normalize(level));
  return source.measures.find((measure) =>
    [...measure.aliases, ...(aliases.headers[measure.id] ?? [])].some((a) => normalize(a) === name),
  )?.id;
}

function defaultMeasure(source: Source): string {
  return source.measures.at(-1)!.id;
}

/** What a layout still lacks to be this kind of file; fund and period may come from the title. */
function lacks(layout: Layout): string[] {
  const { source, dimensions, amounts, form } = layout;
  const missing: string[] = [];
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
  if (!has("fund") && !has("region_code") && !has("region_name")) missing.push("险种列或统筹区列");
  if (source.id === "fund_budget" && !has("year") && !/预算/.test(layout.title))
    missing.push("年度列");
  return missing;
}
