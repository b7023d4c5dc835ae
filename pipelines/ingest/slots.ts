import type { Source } from "../../models/sources/define.ts";
import { type Understanding, understand } from "../../models/sources/dimensions.ts";
import { findFund, readDirection, readTerm } from "../../models/sources/names.ts";
import type { Layout } from "../../models/sources/recognize.ts";
import {
  findPeriod,
  findUnit,
  normalize,
  saysNothing,
  saysTotal,
} from "../../models/sources/text.ts";
import { identifier, literal, valueRows } from "../quote.ts";
import type { Store } from "../store.ts";
import type { Grid } from "./readers/grid.ts";

/** What a sheet does not say itself: from the command line and the config. */
export interface SheetContext {
  understanding: Understanding;
  region: string | null;
}

/**
 * Where a landed value comes from: the text of grid columns, looked up in a map of distinct texts
 * (`table`), or one constant for the whole sheet.
 */
export interface Slot {
  name: string;
  columns: number[];
  table: string | null;
  value: string;
  reason: string;
}

type Texts = (string | null)[];
type Meaning = { value: string | null; extra?: string | null; reason?: string | null };

const DISTINCT_LIMIT = 200_000;

/** A slot whose distinct texts are understood one by one and joined back set-wise. */
async function mapped(
  store: Store,
  grid: Grid,
  name: string,
  columns: number[],
  mean: (texts: Texts) => Meaning,
): Promise<Slot> {
  const keys = columns.map((c, i) => `c${c} as k${i}`).join(", ");
  const distinct = await store.rows<Record<string, string | null>>(
    `select distinct ${keys} from ${grid.table} limit ${DISTINCT_LIMIT}`,
  );
  const rows = distinct.map((row) => {
    const texts = columns.map((_, i) => row[`k${i}`] ?? null);
    const { value, extra = null, reason = null } = mean(texts);
    return [...texts, value, extra, reason];
  });
  const table = `map_${name}`;
  const names = [...columns.map((_, i) => `k${i}`), "value", "extra", "reason"];
  await store.run(`
    create or replace temp table ${identifier(table)} as
    select ${names.map((n) => `cast(${n} as varchar) as ${n}`).join(", ")}
    from (values ${rows.length > 0 ? valueRows(rows) : `(${names.map(() => "null").join(", ")})`}) as t(${names.join(", ")})`);
  return { name, columns, table, value: `${table}.value`, reason: `${table}.reason` };
}

const constant = (name: string, value: string | null, reason: string): Slot => ({
  name,
  columns: [],
  table: null,
  value: literal(value),
  reason: value === null ? literal(reason) : "null",
});

/** Slots for every landed dimension but the term, and for the unit. */
export async function dimensionSlots(
  store: Store,
  grid: Grid,
  layout: Layout,
  context: SheetContext,
): Promise<Slot[]> {
  const { source, dimensions, title } = layout;
  const slots = [await regionSlot(store, grid, layout, context)];
  const period = findPeriod(title);
  const fromTitle: Record<string, string | null> = {
    fund: findFund(title) ?? null,
    account: "all",
    period: period?.month ?? null,
    year: period?.month.slice(0, 4) ?? null,
    text: "",
    date: "",
  };
  for (const [name, dimension] of Object.entries(source.dimensions)) {
    const { kind, title: label } = dimension;
    if (["region_code", "region_name", "term", "direction", "unit"].includes(kind)) continue;
    const index = dimensions[name];
    if (index === undefined) {
      slots.push(
        constant(name, fromTitle[kind] ?? null, `没有${label}列，标题中也没有写明${label}`),
      );
    } else {
      slots.push(
        await mapped(store, grid, name, [index], ([text]) => {
          if (kind === "fund" && saysTotal(text!)) return { value: "total" };
          const meaning = understand(kind, label, text!, context.understanding);
          return "value" in meaning ? meaning : { value: null, reason: meaning.reason };
        }),
      );
    }
  }
  return slots;
}

async function regionSlot(
  store: Store,
  grid: Grid,
  { dimensions, title }: Layout,
  { understanding, region }: SheetContext,
): Promise<Slot> {
  const { region_code: code, region_name: name } = dimensions;
  const columns = [code, name].filter((index) => index !== undefined);
  if (columns.length === 0) {
    const known = [...understanding.regionCodes].filter(([n]) => normalize(title).includes(n));
    const value = region ?? (known.length === 1 ? known[0]![1] : null);
    return constant("region_code", value, "表中没有统筹区，请用 --region 指明统筹区代码");
  }
  return mapped(store, grid, "region_code", columns, (texts) => {
    const codeText = code === undefined ? null : texts[0]!;
    const nameText = name === undefined ? null : texts.at(-1)!;
    const extra = saysNothing(nameText) ? null : nameText!.trim();
    if (saysTotal(codeText) || saysTotal(nameText)) return { value: "total", extra };
    const meaning = saysNothing(codeText)
      ? understand("region_name", "统筹区", nameText, understanding)
      : understand("region_code", "统筹区代码", codeText, understanding);
    if ("value" in meaning) return { value: meaning.value, extra };
    return region && saysNothing(codeText) && saysNothing(nameText)
      ? { value: region, extra }
      : { value: null, extra, reason: meaning.reason };
  });
}

/** The unit of each row, or of the sheet; a row or sheet without one has null. */
export async function unitSlot(
  store: Store,
  grid: Grid,
  layout: Layout,
  context: SheetContext,
): Promise<Slot> {
  const sheetUnit = findUnit(layout.title, layout.source.quantity) ?? null;
  const index = layout.dimensions.unit;
  if (index === undefined) return { ...constant("unit", sheetUnit, ""), reason: "null" };
  return mapped(store, grid, "unit", [index], ([text]) => {
    if (saysNothing(text!)) return { value: sheetUnit };
    const meaning = understand("unit", "单位", text!, context.understanding);
    return "value" in meaning ? meaning : { value: null, reason: meaning.reason };
  });
}

/** The term of each row in the long form: key in `value`, 其中 as `extra`. */
export async function termSlot(
  store: Store,
  grid: Grid,
  { source, dimensions }: Layout,
  { understanding }: SheetContext,
): Promise<Slot> {
  const [name, dimension] = Object.entries(source.dimensions).find(([, d]) => d.kind === "term")!;
  const directionName = Object.entries(source.dimensions).find(
    ([, d]) => d.kind === "direction",
  )?.[0];
  const directionColumn = directionName === undefined ? undefined : dimensions[directionName];
  const columns = [dimensions[name]!, ...(directionColumn === undefined ? [] : [directionColumn])];
  return mapped(store, grid, "term", columns, ([text, side]) => {
    if (saysNothing(text!)) return { value: null, reason: `${dimension.title}为空` };
    const direction = side && !saysNothing(side) ? readDirection(side) : undefined;
    if (side && !saysNothing(side) && !direction)
      return { value: null, reason: "方向应为收入、支出或结余" };
    const reading = readTerm(source, [text!], direction, understanding.aliases);
    if (!reading) {
      return {
        value: null,
        reason: `${dimension.title}不认识（本地叫法可在配置 aliases.terms 中登记）`,
      };
    }
    return { value: reading.term.key, extra: reading.isComponent ? "part" : null };
  });
}

/** Region names and codes a sheet itself pairs up, to be understood and registered. */
export async function regionsIn(
  store: Store,
  grid: Grid,
  { dimensions }: Layout,
): Promise<{ code: string; name: string }[]> {
  const { region_code: code, region_name: name } = dimensions;
  if (code === undefined || name === undefined) return [];
  const pairs = await store.rows<{ code: string; name: string }>(`
    select distinct trim(c${code}) as code, trim(c${name}) as name from ${grid.table}
    where regexp_full_match(trim(c${code}), '\\d{6}') and c${name} is not null limit ${DISTINCT_LIMIT}`);
  return pairs.filter((pair) => !saysTotal(pair.name));
}

export const pointTerms = (source: Source): string[] =>
  source.terms.filter((term) => term.isPoint).map((term) => term.key);
