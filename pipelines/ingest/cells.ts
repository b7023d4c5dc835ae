import { FUNDS } from "../../models/fund.ts";
import type { Layout } from "../../models/sources/recognize.ts";
import { TOTAL_WORDS } from "../../models/sources/text.ts";
import { findUnit } from "../../models/sources/units.ts";
import { literal, valueRows } from "../quote.ts";
import type { Store } from "../store.ts";
import { requireOneTitle } from "./captions.ts";
import { columnLetters, type Grid } from "./readers/grid.ts";
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

/** Texts of the row of column numbers under a header: 甲, 乙, 1, (2), 3=1+2. */
const NUMBERED = "[甲乙丙丁戊己]|栏次|行次|列次|\\(?\\d{1,2}\\)?([=＝].*)?";

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
  await requireOneTitle(store, context.file, grid, layout);
  const dimensions = [...slots.map((slot) => slot.name), "region_name"];
  const points = pointTerms(source).map(literal).join(", ");
  const personal = FUNDS.filter((f) => f.hasPersonalAccounts)
    .map((f) => literal(f.code))
    .join(", ");
  const hasAccount = slots.some((slot) => slot.name === "account");
  const titleUnit = findUnit(layout.title, source.quantity) ?? null;
  const amounts = layout.amounts.map((a, i) => [
    i,
    columnLetters(a.index),
    a.header,
    a.measure,
    a.term,
    a.isComponent,
    a.unit,
    a.fund,
    a.account,
  ]);
  const shared = sharedCells(grid, layout);
  await store.run(`
    create or replace temp table cell as
    with amount as (
      select l.* exclude (term, is_component, fund${hasAccount ? ", account" : ""}), a.col, a.header,
        a.measure as column_measure, a.column_unit,
        ${fundIsGiven(layout) ? "l.fund" : "coalesce(a.column_fund, l.fund)"} as fund,
        l.fund as row_fund, a.column_fund,
        ${hasAccount ? "l.account" : "'all'"} as row_account,
        coalesce(a.column_account, l.term_account) as named_account,
        coalesce(a.column_term, l.term) as term,
        l.is_component or a.is_part as is_component,
        case a.ord ${layout.amounts.map((a, i) => `when ${i} then g.c${a.index}`).join(" ")} end as text
      from line l join ${grid.table} g using (row_no)
      cross join (values ${valueRows(amounts)}) as a(ord, col, header, measure, column_term, is_part, column_unit, column_fund, column_account)
    ),
    judged as (
      select * replace (
          case when problem is not null then problem
               when fund is null then {'reason': '没有险种列，列名和标题中也没有写明唯一的险种', 'col': col, 'value': text}
               when column_fund <> fund then {'reason': '列名的险种与本行的险种不一致', 'col': col, 'value': text}
               when row_account <> 'all' and named_account <> row_account
                 then {'reason': '科目或列名的账户与本行的账户不一致', 'col': col, 'value': text}
               when row_unit <> column_unit then {'reason': '单位列与列名中的单位不一致', 'col': col, 'value': text}
               when not is_nothing(text) and not is_number(text) then {'reason': ${NOT_A_NUMBER}, 'col': col, 'value': text}
               ${shared.length > 0 ? `when (row_no, col) in (${valueRows(shared)}) then {'reason': '合并单元格里的数，不能确定属于哪一格', 'col': col, 'value': text}` : ""}
          end as problem),
        is_fund_total or coalesce(fund = 'total', false) as is_total_of_funds
      from amount
    )
    select ${literal(grid.sheet)} as sheet, row_no, col, header, text,
      number_text(text) as amount,
      cast(coalesce(length(regexp_extract(number_text(text), '\\.(\\d+)$', 1)), 0) as integer) as decimals,
      coalesce(own_unit(text), column_unit, row_unit, ${text(titleUnit)}) as unit,
      ${dimensions
        .map((name) =>
          name === "account"
            ? `case when fund in (${personal}, 'total') then coalesce(named_account, row_account) else 'all' end as account`
            : name,
        )
        .join(", ")},
      ${hasAccount ? "" : "'all' as account,"}
      term,
      case when column_measure in ('month', 'ytd', 'span') and term in (${points}) then 'point'
           when column_measure = 'span' then ${literal(saysMonthAlone(layout) ? "month" : "ytd")}
           else column_measure end as measure,
      column_measure, is_component, is_total_of_funds as is_fund_total, is_region_total,
      case when is_nothing(text) then 'skip'
           when is_total_of_funds or is_region_total then case when problem is null then 'total' else 'skip' end
           when problem is not null then 'bad'
           else 'good' end as status,
      problem.reason as reason, problem.col as bad_column, problem.value as bad_value
    from judged`);
}

const NOT_A_NUMBER = `case when plain(text) like '%\\%' escape '\\' then '是百分比，不是数'
  when text like '#%' then '公式出错，不是数' else '不是数' end`;

const text = (value: string | null) => (value === null ? "cast(null as varchar)" : literal(value));

/** Cells of a merged range that covers several amounts: whose number it is, nobody can tell. */
function sharedCells(grid: Grid, layout: Layout): (string | number)[][] {
  return (grid.mergedNumbers ?? []).flatMap(({ top, bottom, left, right }) => {
    const columns = layout.amounts.filter((a) => a.index >= left && a.index <= right);
    const cells = columns.flatMap((a) =>
      Array.from({ length: bottom - top + 1 }, (_, i) => [top + 1 + i, columnLetters(a.index)]),
    );
    return cells.length > 1 ? cells : [];
  });
}

/** Whether each row says its fund, so that a column may only repeat it. */
const fundIsGiven = ({ dimensions }: Layout): boolean => "fund" in dimensions;

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
    if (slot.columns.length === 0) return "when false then null";
    const filled = slot.columns.map((c) => `when not is_nothing(g.c${c}) then`);
    const col = slot.columns.map((c, i) => `${filled[i]} ${literal(columnLetters(c))}`).join(" ");
    const value = slot.columns.map((c, i) => `${filled[i]} g.c${c}`).join(" ");
    const first = literal(columnLetters(slot.columns[0]!));
    return `when ${slot.reason} is not null then {'reason': ${slot.reason},
      'col': case ${col} else ${first} end, 'value': case ${value} else '' end}`;
  });
  const region = slots.find((slot) => slot.name === "region_code")!;
  const fund = slots.find((slot) => slot.name === "fund")!;
  const header = headerTexts(layout, grid);
  const unread = layout.ignored
    .filter(({ index }) => index < grid.width)
    .map(({ index }) => `g.c${index}`);
  const totals = [...TOTAL_WORDS].map(literal).join(", ");
  const given = (slot: Slot) =>
    slot.columns.length > 0
      ? `not is_nothing(coalesce(${slot.columns.map((c) => `g.c${c}`).join(", ")}))`
      : "true";
  return `
    create or replace temp table line as
    with read as (
      select g.row_no,
        ${slots.map((slot) => `${slot.value} as ${slot.name}`).join(",\n        ")},
        ${region.table ? `coalesce(${region.table}.extra, '')` : "''"} as region_name,
        ${unit.value} as row_unit,
        ${term ? term.value : "cast(null as varchar)"} as term,
        ${term ? `coalesce(${term.table}.extra = 'part', false)` : "false"} as is_component,
        ${term ? `${term.table}.account` : "cast(null as varchar)"} as term_account,
        len(list_filter([${["null::varchar", ...unread].join(", ")}], x -> plain(x) in (${totals}))) > 0 as says_total,
        coalesce(${fund.value} = 'total', false) or (says_total and not ${given(fund)}) as is_fund_total,
        coalesce(${region.value} = 'total', false) or (says_total and not ${given(region)}) as is_region_total,
        case ${problems.join("\n          ")} end as problem,
        len(list_filter([${amounts.join(", ")}], x -> is_number(x))) as numbers,
        len(list_filter([${columns.join(", ")}], x -> not is_nothing(x))) as filled,
        len(list_distinct([${columns.map((c) => `plain(${c})`).join(", ")}])) as distinct_texts,
        list_filter([${columns.join(", ")}], x -> not is_nothing(x)) as texts,
        coalesce(regexp_matches(plain(texts[1]), ${literal(TAIL)}), false) as is_tail,
        coalesce(regexp_full_match(plain(texts[1]), '甲|栏次|行次|列次'), false)
          and len(list_filter(texts, x -> not regexp_full_match(plain(x), ${literal(NUMBERED)}))) = 0 as is_numbering,
        ${header} as repeats_header
      from ${grid.table} g
      ${joins.join("\n      ")}
      where g.row_no > ${layout.headerTo}
    )
    select * exclude (numbers, filled, distinct_texts, texts, is_tail, is_numbering, says_total, repeats_header) from read
    where filled > 0 and not repeats_header and not is_numbering and not (numbers = 0 and (is_tail or distinct_texts <= 1))`;
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
