import path from "node:path";
import { SourceError } from "../../models/errors.ts";
import { fundOf } from "../../models/fund.ts";
import { landedDimensions, type Source } from "../../models/sources/define.ts";
import { unitsOf } from "../../models/sources/units.ts";
import { identifier, literal, pathLiteral, valueRows } from "../quote.ts";
import type { Store } from "../store.ts";
import type { Batch, LiveBatch } from "./batches.ts";
import { evaluateIdentities, failedIdentities } from "./identities.ts";

/** What a file was found to hold of one source, before it is committed. */
export interface Section extends Omit<Batch, "batch" | "source" | "events"> {
  source: Pick<Source, "id" | "title">;
}

/** An amount no fund of one bureau reaches: a unit was mistaken. DECIMAL(18,2) ends at 10^16. */
const LARGEST_YUAN = "1000000000000000";

const periodOf = (source: Source): string => ("year" in source.dimensions ? "year" : "month");
const termOf = (source: Source): string =>
  Object.entries(source.dimensions).find(([, d]) => d.kind === "term")![0];

/**
 * Turns the temp table `cell` (every sheet of one source) into a section: settles units, marks
 * duplicates and spoiled rows, and evaluates the identities. Leaves `cell`, `fact` and `evaluation`.
 */
export async function settleSection(
  store: Store,
  source: Source,
  file: string,
  earlier: LiveBatch[],
): Promise<Section> {
  await settleUnits(store, source, file);
  const messages = await settleDuplicates(store, source);
  await spoilRows(store);
  await makeFacts(store, source, earlier);
  await evaluateIdentities(store, source);
  messages.push(...(await restatements(store, source)));

  const period = periodOf(source);
  const tally = async (sql: string) =>
    Object.fromEntries(
      (await store.rows<{ k: string; n: string }>(sql)).map(({ k, n }) => [k, Number(n)]),
    );
  const regions = await store.rows<{ code: string; name: string }>(
    "select region_code as code, max(region_name) as name from cell where status = 'good' group by region_code",
  );
  const { n } = await store.row<{ n: string }>(
    "select count(distinct (sheet, row_no)) as n from cell where status = 'bad'",
  );
  const { failures } = await store.row<{ failures: string }>(
    "select count(*) as failures from evaluation where not holds",
  );
  const periods = await tally(
    `select ${period} as k, count(*) as n from cell where status = 'good' group by 1 order by 1`,
  );
  return {
    source,
    rows: Object.values(periods).reduce((a, b) => a + b, 0),
    quarantined: Number(n),
    periods,
    regions: Object.fromEntries(regions.map(({ code, name }) => [code, name])),
    identities: await tally(
      "select identity as k, count(*) as n from evaluation group by 1 order by 1",
    ),
    failures: Number(failures),
    failed: await failedIdentities(store),
    messages,
  };
}

async function settleUnits(store: Store, source: Source, file: string): Promise<void> {
  const units = unitsOf(source.quantity);
  const known = Object.keys(units).map(literal).join(", ");
  if (source.quantity === "persons") {
    await store.run(`
      update cell set unit = '人' where unit is null and not exists (
        select 1 from cell o where o.unit is null and o.decimals > 0)`);
  }
  const [undecided] = await store.rows<
    Record<"sheet" | "col" | "text" | "unit", string> & { row_no: number }
  >(`
    select sheet, row_no, col, text, unit from cell where status in ('good', 'total')
    qualify count(*) filter (unit in (${known})) over (partition by sheet) = 0
    order by sheet, row_no, col limit 1`);
  if (undecided) {
    const { sheet, row_no: row, col: column, text: value, unit } = undecided;
    throw new SourceError(
      unit === null
        ? `${source.title}没有写明单位（${Object.keys(units).join("、")}）`
        : `${source.title}的单位写作“${unit}”，不能确定是${Object.keys(units).join("、")}中的哪一个`,
      { file, sheet, row, column, value },
      `请在表中加“单位”列，或在列名、标题中写明，如“（单位：万元）”，再重新载入。`,
    );
  }
  await store.run(`
    update cell set status = 'bad', bad_column = col, bad_value = coalesce(text, ''),
      reason = case when unit is null then '没有写明单位'
        else '单位“' || unit || '”不能用，应为${Object.keys(units).join("、")}' end
    where status = 'good' and (unit is null or unit not in (${known}))`);
  await store.run(`
    alter table cell add column yuan decimal(28,4);
    alter table cell add column half decimal(28,10);
    update cell set
      yuan = worth(amount, decimals, u.factor),
      half = half_unit(decimals, u.factor)
    from (values ${valueRows(Object.entries(units))}) as u(unit, factor)
    where cell.unit = u.unit and status in ('good', 'total')`);
  await store.run(`
    update cell set status = 'bad', bad_column = col, bad_value = text, reason = '数值过大，请核对单位'
    where status = 'good' and abs(yuan) >= ${LARGEST_YUAN}`);
}

/** Same key twice: the same amount is kept once, different amounts are all refused. */
async function settleDuplicates(store: Store, source: Source): Promise<string[]> {
  const key = [
    ...landedDimensions(source).filter(
      (n) => !["region_name", "policy", "document_no", "approved_on", termOf(source)].includes(n),
    ),
    "term",
    "measure",
  ].join(", ");
  await store.run(`
    create or replace temp table again as
    select ${key} from cell where status = 'good' group by ${key} having count(*) > 1`);
  await store.run(`
    create or replace temp table twice as
    select id, row_number() over same_key as nth, min(yuan) over same_key <> max(yuan) over same_key as differs,
      string_agg(distinct cast(row_no as varchar), '、') over same_key as places
    from (select rowid as id, * from cell where status = 'good') good semi join again using (${key})
    window same_key as (partition by ${key} order by row_no, col rows between unbounded preceding and unbounded following)`);
  await store.run(`
    update cell set status = 'bad', bad_column = col, bad_value = text,
      reason = '同一科目出现多次且数值不同（第' || t.places || '行）'
    from twice t where t.id = cell.rowid and t.differs`);
  await store.run(
    "update cell set status = 'skip' from twice t where t.id = cell.rowid and not t.differs and t.nth > 1",
  );
  const { n } = await store.row<{ n: string }>(
    "select count(*) as n from twice where not differs and nth > 1",
  );
  return Number(n) > 0 ? [`有 ${n} 个数重复出现且数值相同，只计一次`] : [];
}

/** A row is taken whole or not at all. */
async function spoilRows(store: Store): Promise<void> {
  await store.run(`
    update cell set status = 'spoiled' where status = 'good' and exists (
      select 1 from cell b where b.status = 'bad' and b.sheet = cell.sheet and b.row_no = cell.row_no)`);
}

async function makeFacts(store: Store, source: Source, earlier: LiveBatch[]): Promise<void> {
  const period = periodOf(source);
  const basis = "case measure when 'point' then 'ytd' else measure end";
  await store.run(`
    create or replace temp table fact as
    select sheet, row_no, col, region_code, fund, account, ${period} as period, ${basis} as basis,
      measure = 'point' as is_point, term, is_component, is_fund_total, is_region_total, column_measure,
      yuan as amount, half, true as is_new
    from cell where status in ('good', 'total')`);
  const known =
    "sheet, row_no, col, region_code, fund, account, period, basis, is_point, term, is_component, is_fund_total, is_region_total, column_measure, amount, half, is_new";
  await store.run(`create or replace temp table before_this as select ${known} from fact limit 0`);
  if (earlier.length > 0) {
    const files = earlier.map(({ landing, order }) => [landing, order]);
    const units = valueRows(Object.entries(unitsOf(source.quantity)));
    await store.run(`
      insert into before_this
      select sheet, row_no, col, region_code, fund, ${"account" in source.dimensions ? "account" : "'all'"},
        ${period}, ${basis}, measure = 'point', ${termOf(source)}, is_component, false, false, measure,
        worth(amount, decimals, u.factor), half_unit(decimals, u.factor),
        false
      from read_parquet([${earlier.map(({ landing }) => pathLiteral(landing)).join(", ")}], filename = true, union_by_name = true) r
      join (values ${valueRows(files)}) as o(file, nth) on o.file = r.filename
      join (values ${units}) as u(unit, factor) using (unit)
      where substr(${period}, 1, 4) in (select distinct substr(period, 1, 4) from fact)
      qualify row_number() over (partition by region_code, fund, ${"account" in source.dimensions ? "account, " : ""}${period}, ${termOf(source)}, measure order by nth desc, row_no desc) = 1`);
  }
  await store.run(`
    create or replace temp table known as
    select ${known} from fact where not is_fund_total and not is_region_total
    union all
    select ${known} from before_this b where not exists (
      select 1 from fact f where f.region_code = b.region_code and f.fund = b.fund and f.account = b.account
        and f.period = b.period and f.basis = b.basis and f.term = b.term
        and not f.is_fund_total and not f.is_region_total)`);
}

async function restatements(store: Store, source: Source): Promise<string[]> {
  const changed = await store.rows<{
    region_code: string;
    fund: string;
    period: string;
    term: string;
    was: string;
    now: string;
    n: string;
  }>(`
    select f.region_code, f.fund, f.period, f.term, b.amount as was, f.amount as now, count(*) over () as n
    from fact f join before_this b on f.region_code = b.region_code and f.fund = b.fund and f.account = b.account
      and f.period = b.period and f.basis = b.basis and f.term = b.term
    where not f.is_fund_total and not f.is_region_total and f.amount <> b.amount
    order by abs(f.amount - b.amount) desc limit 3`);
  const [first] = changed;
  if (!first) return [];
  const titleOf = (key: string) => source.terms.find((term) => term.key === key)?.title ?? key;
  const shown = changed.map(
    (c) =>
      `${c.region_code} ${fundOf(c.fund).short} ${c.period} ${titleOf(c.term)}：${Number(c.was)} → ${Number(c.now)}`,
  );
  return [`更正已载入的 ${first.n} 个数（旧数保留，可用 --as-of 查询），如 ${shown.join("；")}`];
}

/** Writes what was good, what was bad and what was asked, as Parquet, into a folder. */
export async function landSection(
  store: Store,
  source: Source,
  batch: string,
  folder: string,
): Promise<void> {
  const dimensions = landedDimensions(source).map((name) =>
    name === termOf(source) ? `term as ${name}` : name,
  );
  const copy = (sql: string, name: string) =>
    store.run(
      `copy (${sql}) to ${literal(path.join(folder, name))} (format parquet, compression zstd)`,
    );
  await copy(
    `select ${literal(batch)} as batch, sheet, row_no, col, header, text, amount, decimals, unit,
      ${dimensions.map((d) => (d.includes(" ") ? d : identifier(d))).join(", ")}, measure, is_component
     from cell where status = 'good' order by sheet, row_no, col`,
    `${source.id}.parquet`,
  );
  await copy(
    `select distinct ${literal(batch)} as batch, sheet, row_no, bad_column as col, bad_value as value, reason
     from cell where status = 'bad' order by sheet, row_no, bad_column`,
    `${source.id}.quarantine.parquet`,
  );
  await copy("select * from evaluation order by all", `${source.id}.identities.parquet`);
}
