const ids = (column: string, order: string): string =>
  `string_agg(distinct ${column}, ' ' order by ${order})`;

const fen = (amount: string): string =>
  `cast(cast(coalesce(${amount}, 0) * 0.01 as decimal(16, 2)) as varchar)`;

/** Pieces of evidence of a case: visits, lines or prescriptions; `mark` 1 is suspected, 2 shown beside. */
const PIECES = `
  select v.key, v.g, k.rule, k.label, k.note, k.subject, v.mark, v.sn as ord, cast(v.sn as varchar) as id,
    cast(v.sn as varchar) as setl_id, v.p, v.inst, v.fund_pay as fen
  from plant_settled v join plant_kind k on k.key = v.key
  where v.mark > 0 and k.subject in ('settlement', 'person', 'institution')
  union all
  select b.key, b.g, k.rule, k.label, k.note, k.subject, b.mark, b.sn * 100 + b.line,
    case when k.subject in ('prescription', 'person_rx') then 'R' else '' end || (b.sn * 100 + b.line), cast(b.sn as varchar), b.p,
    b.inst, case when k.subject in ('prescription', 'person_rx') then (b.amount::bigint * s.fund_pay // s.total)::integer
      else coalesce(b.stake, b.l_in) end
  from plant_bill b join plant_kind k on k.key = b.key join plant_settled s on s.sn = b.sn
  where b.mark > 0 and k.subject not in ('settlement', 'person', 'institution')`;

/** Writes down the cases that are complete with the month. */
export const truthOf = (index: number): string => `
insert into truth
with done as (
  select distinct key, g from plant_now where m + span - 1 = ${index}
), piece as (
  select p.* from (${PIECES}) p join done d on d.key = p.key and d.g = p.g
), grouped as (
  select *, case subject when 'prescription' then id else '' end as part from piece
), of_case as (
  select label, rule, case when subject like 'person%' then 'person' when subject = 'settlement_line' then 'settlement' else subject end as subject_type,
    case when subject like 'person%' then min('S' || (10000000000 + p))
      when subject = 'institution' then min(i.code)
      when subject = 'settlement_line' then min(setl_id)
      when subject = 'fee_line' then min(id) filter (mark = 1)
      else max(id) filter (mark = 1) end as subject_id,
    ${ids("id", "id")} as evidence_ids, ${fen("sum(fen) filter (mark = 1)")} as amount_yuan, note
  from grouped g join institution i on i.inst = g.inst
  group by g.key, g.g, g.part, label, rule, subject, note
)
select label, rule, subject_type, subject_id, evidence_ids, amount_yuan, note from of_case`;
