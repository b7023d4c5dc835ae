import type { HeadRow } from "../recognize.ts";
import { normalize } from "../text.ts";
import { columnNamed, type RecordSource } from "./define.ts";
import { RECORD_SOURCES } from "./index.ts";
import { isPersonal } from "./personal.ts";

/** A column of a file that is no column of its source. */
export interface OtherColumn {
  index: number;
  header: string;
}

/** How a table of records is understood. Column indexes are 0-based. */
export interface RecordLayout {
  source: RecordSource;
  headerRow: number;
  columns: Map<string, number>;
  /** Kept as they are, under their own headers. */
  extra: OtherColumn[];
  /** Dropped at the door. */
  personal: OtherColumn[];
}

/** A file that is nearly one: what it lacks, by title. */
export interface NearlyRecords {
  nearest: RecordSource;
  missing: string[];
}

const HEADER_SEARCH_ROWS = 20;
/** So much of what a file must have, and it is that file with something left out. */
const NEARLY = 0.7;

/**
 * Recognises records by their headers: the source that explains most columns, among those whose
 * required columns are all there. `headers` are names a bureau adds in its config. Undefined where
 * it is no table of records at all.
 */
export function recognizeRecords(
  head: HeadRow[],
  headers: Record<string, string[]> = {},
): RecordLayout | NearlyRecords | undefined {
  let best: RecordLayout | undefined;
  let nearly: (NearlyRecords & { known: number }) | undefined;
  for (const { row, cells } of head.slice(0, HEADER_SEARCH_ROWS)) {
    for (const source of RECORD_SOURCES) {
      const layout = layoutOf(source, row, cells, headers);
      const missing = source.required.filter((name) => !layout.columns.has(name));
      const known = layout.columns.size;
      if (missing.length === 0 && isBetter(layout, best)) best = layout;
      const isNearly = known >= 5 && known >= NEARLY * cells.filter((cell) => cell).length;
      if (missing.length > 0 && isNearly && known > (nearly?.known ?? 0)) {
        const titles = missing.map((name) => `${columnNamed(name).title}（${name}）`);
        nearly = { nearest: source, missing: titles, known };
      }
    }
  }
  if (best || !nearly) return best;
  return { nearest: nearly.nearest, missing: nearly.missing };
}

/** More columns explained; of as many, the source that has fewer others. */
function isBetter(layout: RecordLayout, best: RecordLayout | undefined): boolean {
  if (!best) return true;
  const more = layout.columns.size - best.columns.size;
  return more > 0 || (more === 0 && layout.source.columns.length < best.source.columns.length);
}

function layoutOf(
  source: RecordSource,
  row: number,
  cells: (string | null)[],
  headers: Record<string, string[]>,
): RecordLayout {
  const layout: RecordLayout = {
    source,
    headerRow: row,
    columns: new Map(),
    extra: [],
    personal: [],
  };
  const names = namesOf(source, headers);
  for (const [index, cell] of cells.entries()) {
    const header = cell?.trim() ?? "";
    if (header === "") continue;
    const name = names.get(normalize(header));
    if (name !== undefined && !layout.columns.has(name)) layout.columns.set(name, index);
    else (isPersonal(header) ? layout.personal : layout.extra).push({ index, header });
  }
  return layout;
}

function namesOf(source: RecordSource, headers: Record<string, string[]>): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of source.columns) {
    const { title, aliases } = columnNamed(name);
    for (const text of [name, title, ...aliases, ...(headers[name] ?? [])]) {
      const plain = normalize(text);
      if (!names.has(plain)) names.set(plain, name);
    }
  }
  return names;
}
