import { FUNDS } from "../../models/fund.ts";
import type { Source } from "../../models/sources/define.ts";
import { literal, valueRows } from "../quote.ts";
import type { Store } from "../store.ts";

/** One sum that was asked of a batch, and how it came out. Amounts in yuan (or persons). */
export interface Evaluation {
  identity: string;
  title: string;
  region_code: string;
  fund: string;
  account: string;
  period: string;
  basis: string;
  term: string;
  printed: string;
  computed: string;
  /** Half a unit of the last printed digit, summed over the numbers involved. */
  tolerance: string;
  holds: boolean;
  /** Place of the printed total. */
  sheet: string;
  row_no: number;
  col: string;
}

const KEY = ["region_code", "fund", "account", "period", "basis"];
const same = (a: string, b: string, columns = KEY) =>
  columns.map((c) => `${a}.${c} = ${b}.${c}`).join(" and ");
const PLACE = "t.sheet, t.row_no, t.col";
const personal = FUNDS.filter((f) => f.hasPersonalAccounts)
  .map((f) => literal(f.code))
  .join(", ");

/**
 * Evaluates every identity of a source on the temp table `fact` (this batch) and `known` (this
 * batch over what was loaded before) into the temp table `evaluation`, one row per sum asked.
 * A sum holds when the intervals that rounding leaves open meet.
 */
export async function evaluateIdentities(store: Store, source: Source): Promise<void> {
  const parts = [partsSql(source), totalFundsSql, totalRegionsSql];
  if (source.quantity === "money") parts.push(monthsSql, plainAmountsSql);
  for (const [i, sql] of parts.entries()) {
    const rows = `select *, abs(printed - computed) <= tolerance as holds from (${sql})`;
    const into =
      i === 0 ? "create or replace temp table evaluation as" : "insert into evaluation by name";
    await store.run(`${into} ${rows}`);
  }
}

/** Sums of terms within one region, fund, account and period. */
function partsSql(source: Source): string {
  const rules = source.identities.flatMap((identity, i) =>
    identity.parts.map(({ term, sign }) => [
      i,
      identity.id,
      identity.title,
      identity.total,
      term,
      sign,
      identity.needs === "every" ? identity.parts.length : 1,
      identity.needs === "every",
    ]),
  );
  return `
    select any_value(r.identity) as identity, any_value(r.title) as title,
      ${KEY.map((c) => `t.${c}`).join(", ")}, t.term, ${PLACE},
      t.amount as printed, sum(r.sign * p.amount) as computed, t.half + sum(p.half) as tolerance
    from fact t
    join (values ${valueRows(rules)}) as r(seq, identity, title, total, part, sign, needed, every_part)
      on r.total = t.term
    join fact p on ${same("p", "t")} and p.term = r.part
      and p.is_fund_total = t.is_fund_total and p.is_region_total = t.is_region_total
      and (r.every_part or not p.is_component)
    where not t.is_component or r.every_part
    group by r.seq, t.term, ${KEY.map((c) => `t.${c}`).join(", ")}, ${PLACE}, t.amount, t.half
    having count(*) >= any_value(r.needed)`;
}

/**
 * A 合计 row against the funds of its region, with 生育 counted or not (merged into 职工 since 2019),
 * and 职工和居民 as one against its two parts. Asked only where every fund has the term.
 */
const totalFundsSql = `
  select identity, title, region_code, fund, account, period, basis, term, sheet, row_no, col, printed,
    case when abs(printed - with_maternity) <= abs(printed - without_maternity)
      then with_maternity else without_maternity end as computed, tolerance
  from (
    select 'total_funds' as identity, '合计＝各险种之和' as title, t.region_code, t.fund, t.account, t.period,
      t.basis, t.term, ${PLACE}, t.amount as printed, t.half + sum(p.half) as tolerance,
      sum(p.amount) as with_maternity,
      sum(case when p.fund <> 'maternity' then p.amount else 0 end) as without_maternity,
      count(distinct case when p.fund <> 'maternity' then p.fund end) as funds
    from fact t join fact p on p.region_code = t.region_code and p.period = t.period
      and p.basis = t.basis and p.term = t.term
      and (p.account = t.account or (p.account = 'all' and p.fund not in (${personal})))
      and not p.is_fund_total and p.is_region_total = t.is_region_total and p.fund <> 'basic'
      and (t.fund = 'total' or p.fund in ('employee', 'resident'))
    where t.fund in ('total', 'basic')
    group by t.region_code, t.fund, t.account, t.period, t.basis, t.term, ${PLACE}, t.amount, t.half
  ) s
  where funds > 0 and funds = (
    select count(distinct f.fund) from fact f
    where f.region_code = s.region_code and f.period = s.period and not f.is_fund_total
      and f.fund not in ('basic', 'maternity') and (s.fund = 'total' or f.fund in ('employee', 'resident')))
    and (s.fund = 'total' or funds = 2)`;

/** A 合计 row against its regions: all of them, or only those without subordinates in the file. */
const totalRegionsSql = `
  select 'total_regions' as identity, '合计＝各统筹区之和' as title, region_code, fund, account, period, basis,
    term, sheet, row_no, col, printed,
    case when abs(printed - every_region) <= abs(printed - leaves) then every_region else leaves end as computed,
    tolerance
  from (
    select t.region_code, t.fund, t.account, t.period, t.basis, t.term, ${PLACE}, t.amount as printed,
      t.half + sum(p.half) as tolerance, sum(p.amount) as every_region,
      sum(case when p.region_code like '%00' and exists (
            select 1 from fact c where c.period = p.period and c.region_code <> p.region_code
              and not c.is_region_total and substr(c.region_code, 1, 4) = substr(p.region_code, 1, 4))
          then 0 else p.amount end) as leaves
    from fact t join fact p on p.fund = t.fund and p.account = t.account and p.period = t.period
      and p.basis = t.basis and p.term = t.term and not p.is_region_total
    where t.is_region_total
    group by t.region_code, t.fund, t.account, t.period, t.basis, t.term, ${PLACE}, t.amount, t.half
  ) s`;

const LINE = ["region_code", "fund", "account", "term"];
const monthNo = (t: string) => `cast(substr(${t}.period, 6, 2) as integer)`;
const sameYear = (a: string, b: string) => `substr(${a}.period, 1, 4) = substr(${b}.period, 1, 4)`;

/** 本年累计 against Σ本月数 where every month is known, else against last month's 累计 + 本月数. */
const monthsSql = `
  select 'ytd_months' as identity, '本年累计＝各月本月数之和' as title, region_code, fund, account, period,
    'ytd' as basis, term, sheet, row_no, col, printed,
    case when months = month_no then month_sum else before + this_month end as computed,
    half + case when months = month_no then month_half else before_half + this_half end as tolerance
  from (
    select t.region_code, t.fund, t.account, t.period, t.term, ${PLACE}, t.amount as printed, t.half,
      ${monthNo("t")} as month_no, count(m.amount) as months, sum(m.amount) as month_sum,
      sum(m.half) as month_half,
      max(case when m.period = t.period then m.amount end) as this_month,
      max(case when m.period = t.period then m.half end) as this_half,
      case when ${monthNo("t")} = 1 then 0 else max(b.amount) end as before,
      coalesce(max(b.half), 0) as before_half,
      bool_or(t.is_new or m.is_new or coalesce(b.is_new, false)) as touched
    from known t
    join known m on m.basis = 'month' and ${same("m", "t", LINE)} and ${sameYear("m", "t")} and m.period <= t.period
    left join known b on b.basis = 'ytd' and ${same("b", "t", LINE)} and ${sameYear("b", "t")}
      and ${monthNo("b")} = ${monthNo("t")} - 1
    where t.basis = 'ytd' and not t.is_point
    group by t.region_code, t.fund, t.account, t.period, t.term, ${PLACE}, t.amount, t.half
  ) s
  where touched and (months = month_no or (this_month is not null and before is not null))`;

/** Plain amounts taken as cumulative must not fall by half within a year: they may be 本月数. */
const plainAmountsSql = `
  select 'plain_amounts' as identity, '未写明的金额按本年累计理解，不应比上月累计少一半以上' as title,
    t.region_code, t.fund, t.account, t.period, 'ytd' as basis, t.term, ${PLACE}, t.amount as printed,
    b.amount as computed, case when t.amount < b.amount / 2 then 0 else abs(t.amount - b.amount) end as tolerance
  from fact t join known b on ${same("b", "t", LINE)}
    and b.basis = 'ytd' and ${sameYear("b", "t")} and ${monthNo("b")} = ${monthNo("t")} - 1
  where t.column_measure = 'span' and t.term in ('income.total', 'expenditure.total') and t.basis = 'ytd'
    and not t.is_fund_total and not t.is_region_total and b.amount > 0`;

/** Failed evaluations, worst first. */
export async function failedIdentities(store: Store): Promise<Evaluation[]> {
  return store.rows<Evaluation>(
    "select * from evaluation where not holds order by abs(printed - computed) desc, identity, region_code, fund limit 200",
  );
}
