import { SourceError } from "../../models/errors.ts";
import type { Source } from "../../models/sources/define.ts";
import { type Understanding, understand } from "../../models/sources/dimensions.ts";
import { findAccount, findFund, readDirection } from "../../models/sources/names.ts";
import { findPeriod, findYear } from "../../models/sources/periods.ts";
import type { Layout } from "../../models/sources/recognize.ts";
import { readTerm } from "../../models/sources/term.ts";
import { normalize, saysNothing, saysTotal } from "../../models/sources/text.ts";
import { identifier, literal, valueRows } from "../quote.ts";
import type { Store } from "../store.ts";
import { columnLetters, type Grid } from "./readers/grid.ts";

/** What a sheet does not say itself: from the command line and the config. */
export interface SheetContext {
  file: string;
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
type Meaning = {
  value: string | null;
  extra?: string | null;
  account?: string | null;
  reason?: string | null;
};

const NULL = "cast(null as varchar)";

/** No bureau has so many regions, funds, periods and items: it is another column. */
const MOST_TEXTS = 200_000;

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
    `select distinct ${keys} from ${grid.table} limit ${MOST_TEXTS + 1}`,
  );
  if (distinct.length > MOST_TEXTS) throw tooManyTexts(grid, columns[0]!);
  const rows = distinct.map((row) => {
    const texts = columns.map((_, i) => row[`k${i}`] ?? null);
    const { value, extra = null, account = null, reason = null } = mean(texts);
    return [...texts, value, extra, account, reason];
  });
  const table = `map_${name}`;
  const names = [...columns.map((_, i) => `k${i}`), "value", "extra", "account", "reason"];
  await store.run(`
    create or replace temp table ${identifier(table)} as
    select ${names.map((n) => `cast(${n} as varchar) as ${n}`).join(", ")}
    from (values ${rows.length > 0 ? valueRows(rows) : `(${names.map(() => "null").join(", ")})`}) as t(${names.join(", ")})`);
  return { name, columns, table, value: `${table}.value`, reason: `${table}.reason` };
}

function tooManyTexts(grid: Grid, column: number): SourceError {
  const header = grid.head.find(({ cells }) => cells[column])?.cells[column] ?? "";
  return new SourceError(
    `“${header}”列有 ${MOST_TEXTS} 种以上的不同内容，不像是期间、险种、科目一类的列`,
    { file: "", sheet: grid.sheet, column: columnLetters(column) },
    "请检查这一列的列名和内容是否对应，再重新载入。",
  );
}

const constant = (name: string, value: string | null): Slot => ({
  name,
  columns: [],
  table: null,
  value: value === null ? NULL : literal(value),
  reason: NULL,
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
  const fromTitle: Record<string, string | null> = {
    fund: layout.amounts.some((a) => a.fund !== null) ? null : (findFund(title) ?? null),
    account: findAccount(title),
    period: findPeriod(title)?.month ?? null,
    year: findYear(title) ?? null,
    text: "",
    date: "",
  };
  for (const [name, dimension] of Object.entries(source.dimensions)) {
    const { kind, title: label } = dimension;
    if (["region_code", "region_name", "term", "direction", "unit"].includes(kind)) continue;
    const index = dimensions[name];
    if (index === undefined) {
      const value = fromTitle[kind] ?? null;
      if (value === null && !(kind === "fund" && layout.amounts.some((a) => a.fund !== null))) {
        throw new SourceError(
          `没有${label}列，标题和工作表名中也没有写明唯一的${label}`,
          { file: context.file, ...(grid.sheet ? { sheet: grid.sheet } : {}) },
          `请在表中加“${label}”列，或在标题中写明一个${label}，再重新载入。`,
        );
      }
      slots.push(constant(name, value));
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
  { file, understanding, region }: SheetContext,
): Promise<Slot> {
  const { region_code: code, region_name: name } = dimensions;
  const columns = [code, name].filter((index) => index !== undefined);
  if (columns.length === 0) {
    const named = regionNamed(normalize(title), understanding.regionCodes);
    const value = named ?? region;
    if (value === null || (region && region !== value)) {
      throw new SourceError(
        value === null
          ? "表中没有统筹区，标题中也没有写明唯一的、已登记的统筹区"
          : `标题写的统筹区是 ${named}，与 --region ${region} 不一致`,
        { file, ...(grid.sheet ? { sheet: grid.sheet } : {}) },
        "请用 --region 指明这个文件的统筹区代码，或在表中加“统筹区代码”列，再重新载入。",
      );
    }
    return constant("region_code", value);
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

const PLACE_AFTER = /^(?!市?本级|市?直)[\u4e00-\u9fff]{1,5}?(?:县|区(?!域)|旗|市(?!级|本级|直))/;

/** The one known region a title names, unless the name only leads to another: 张掖市 in 张掖市高台县. */
function regionNamed(title: string, codes: Map<string, string>): string | null {
  const named = [...codes].filter(([name]) => name !== "" && title.includes(name));
  const longest = named.filter(([a]) => !named.some(([b]) => b !== a && b.includes(a)));
  const [only] = longest;
  if (longest.length !== 1 || !only) return null;
  const after = title.slice(title.indexOf(only[0]) + only[0].length);
  return PLACE_AFTER.test(after) ? null : only[1];
}

/** The unit each row states in its own column. */
export async function unitSlot(
  store: Store,
  grid: Grid,
  layout: Layout,
  context: SheetContext,
): Promise<Slot> {
  const index = layout.dimensions.unit;
  if (index === undefined) return constant("unit", null);
  return mapped(store, grid, "unit", [index], ([text]) => {
    if (saysNothing(text!)) return { value: null };
    const meaning = understand("unit", "单位", text!, context.understanding);
    return "value" in meaning ? meaning : { value: null, reason: meaning.reason };
  });
}

/** The term of each row in the long form: key in `value`, 其中 as `extra`, its account if it names one. */
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
    const { term, isComponent, account } = reading;
    return { value: term.key, extra: isComponent ? "part" : null, account };
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
    where regexp_full_match(trim(c${code}), '\\d{6}') and c${name} is not null limit ${MOST_TEXTS}`);
  return pairs.filter((pair) => !saysTotal(pair.name));
}

export const pointTerms = (source: Source): string[] =>
  source.terms.filter((term) => term.isPoint).map((term) => term.key);
