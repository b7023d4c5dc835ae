import { FUNDS } from "../../models/fund.ts";
import type { Layout } from "../../models/sources/recognize.ts";
import { literal, valueRows } from "../quote.ts";
import type { Store } from "../store.ts";
import type { Grid } from "./readers/grid.ts";
import {
  dimensionSlots,
  pointTerms,
  type SheetContext,
  type Slot,
  termSlot,
  unitSlot,
} from "./slots.ts";

const TAIL =
  "^(备注|注[:：0-9]|注$|说明|制表|填表|审核|复核|负责人|单位负责人|编制|填报|联系|打印|数据来源|资料来源)";

/** Column letters as Excel shows them: 0 → A, 26 → AA. */
export function columnLetters(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnLetters(Math.floor(index / 26) - 1) + columnLetters(index % 26);
}

/**
 * Reads a grid as its layout says into the temp table `cell`: one row per number, with what it
 * counts for and its `status`: good, total (a 合计 row: checked, not landed), skip, or bad (with
 * reason, column and value). Numbers are read set-wise; only distinct texts one by one.
 */
export async function readCells(
  store: Store,
  grid: Grid,
  layout: Layout,
  context: SheetContext,
): Promise<void> {
  const { source } = layout;
  const slots = await dimensionSlots(store, grid, layout, context);
  const unit = await unitSlot(store, grid, layout, context);
  const term = layout.form === "long" ? await termSlot(store, grid, layout, context) : null;
  await store.run(lineSql(grid, layout, slots, unit, term));
  const dimensions = [...slots.map((slot) => slot.name), "region_name"];
  const points = pointTerms(source).map(literal).join(", ");
  const personal = FUNDS.filter((f) => f.hasPersonalAccounts)
    .map((f) => literal(f.code))
    .join(", ");
  const hasAccount = slots.some((slot) => slot.name === "account");
  const amounts = layout.amounts.map((a, i) => [
    i,
    columnLetters(a.index),
    a.header,
    a.measure,
    a.term,
    a.isComponent,
    a.unit,
  ]);
  await store.run(`
    create or replace temp table cell as
    with amount as (
      select l.* exclude (term, is_component), a.col, a.header, a.measure as column_measure, a.column_unit,
        coalesce(a.column_term, l.term) as term,
        l.is_component or a.is_part as is_component,
        case a.ord ${layout.amounts.map((a, i) => `when ${i} then g.c${a.index}`).join(" ")} end as text
      from line l join ${grid.table} g using (row_no)
      cross join (values ${valueRows(amounts)}) as a(ord, col, header, measure, column_term, is_part, column_unit)
    ),
    judged as (
      select * replace (
          case when problem is not null then problem
               when not is_nothing(text) and not is_number(text)
                 then {'reason': '不是数', 'col': col, 'value': text} end as problem
        )
      from amount
    )
    select ${literal(grid.sheet)} as sheet, row_no, col, header, text,
      number_text(text) as amount,
      cast(coalesce(length(regexp_extract(number_text(text), '\\.(\\d+)$', 1)), 0) as integer) as decimals,
      coalesce(own_unit(text), row_unit, column_unit) as unit,
      ${dimensions
        .map((name) =>
          name === "account"
            ? `case when fund in (${personal}, 'total') then account else 'all' end as account`
            : name,
        )
        .join(", ")},
      ${hasAccount ? "" : "'all' as account,"}
      term,
      case when column_measure in ('month', 'ytd', 'span') and term in (${points}) then 'point'
           when column_measure = 'span' then ${literal(saysMonthAlone(layout) ? "month" : "ytd")}
           else column_measure end as measure,
      column_measure, is_component, is_fund_total, is_region_total,
      case when is_nothing(text) then 'skip'
           when is_fund_total or is_region_total then case when problem is null then 'total' else 'skip' end
           when problem is not null then 'bad'
           else 'good' end as status,
      problem.reason as reason, problem.col as bad_column, problem.value as bad_value
    from judged`);
}

function lineSql(grid: Grid, layout: Layout, slots: Slot[], unit: Slot, term: Slot | null): string {
  const columns = Array.from({ length: grid.width }, (_, i) => `g.c${i}`);
  const amounts = layout.amounts.map((a) => `g.c${a.index}`);
  const tables = [...slots, unit, ...(term ? [term] : [])];
  const joins = tables
    .filter((slot) => slot.table)
    .map((slot) => {
      const on = slot.columns.map((c, i) => `${slot.table}.k${i} is not distinct from g.c${c}`);
      return `left join ${slot.table} on ${on.join(" and ")}`;
    });
  const problems = tables.map((slot) => {
    const shown = slot.columns.map((c) => `g.c${c}`);
    const col = slot.columns[0] === undefined ? "" : columnLetters(slot.columns[0]);
    const value = shown.length > 0 ? `coalesce(${shown.join(", ")}, '')` : "''";
    return `when ${slot.reason} is not null then {'reason': ${slot.reason}, 'col': ${literal(col)}, 'value': ${value}}`;
  });
  const region = slots.find((slot) => slot.name === "region_code")!;
  const fund = slots.find((slot) => slot.name === "fund")!;
  const header = headerTexts(layout, grid);
  return `
    create or replace temp table line as
    with read as (
      select g.row_no,
        ${slots.map((slot) => `${slot.value} as ${slot.name}`).join(",\n        ")},
        ${region.table ? `coalesce(${region.table}.extra, '')` : "''"} as region_name,
        ${unit.value} as row_unit,
        ${term ? term.value : "cast(null as varchar)"} as term,
        ${term ? `coalesce(${term.table}.extra = 'part', false)` : "false"} as is_component,
        coalesce(${fund.value} = 'total', false) as is_fund_total,
        coalesce(${region.value} = 'total', false) as is_region_total,
        case ${problems.join("\n          ")} end as problem,
        len(list_filter([${amounts.join(", ")}], x -> is_number(x))) as numbers,
        len(list_filter([${columns.join(", ")}], x -> not is_nothing(x))) as filled,
        len(list_distinct([${columns.map((c) => `plain(${c})`).join(", ")}])) as distinct_texts,
        len(list_filter([${columns.join(", ")}], x -> regexp_matches(plain(x), ${literal(TAIL)}))) > 0 as is_tail,
        ${header} as repeats_header
      from ${grid.table} g
      ${joins.join("\n      ")}
      where g.row_no > ${layout.headerTo}
    )
    select * exclude (numbers, filled, distinct_texts, is_tail, repeats_header) from read
    where filled > 0 and not repeats_header and not (numbers = 0 and (is_tail or distinct_texts <= 1))`;
}

/** True for a row that repeats the header: two or more cells equal to their own column's name. */
function headerTexts(layout: Layout, grid: Grid): string {
  const { source, dimensions } = layout;
  const tests = Object.entries(dimensions)
    .filter(([, index]) => index < grid.width)
    .map(([name, index]) => {
      const names = source.dimensions[name]!.aliases.map(literal).join(", ");
      return `case when plain(g.c${index}) in (${names}) then 1 else 0 end`;
    });
  return tests.length > 1 ? `(${tests.join(" + ")}) > 1` : "false";
}

/** A column of plain amounts is year to date, as statements are published, unless it says 本月. */
function saysMonthAlone(layout: Layout): boolean {
  return /本月|当月|单月/.test(layout.title);
}

/** Whether the sheet says outright that its plain amounts are cumulative. */
export function saysCumulative(layout: Layout): boolean {
  return /累计|[1一]\s*[-—至]\s*\d+\s*月|上半年|季度|全年/.test(layout.title);
}
