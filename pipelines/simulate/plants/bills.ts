import { DISEASES } from "../../../models/simulation/diseases.ts";
import {
  CHRONIC_SIZES,
  FIRST_TEMPLATE,
  INPATIENT_SIZES,
  OUTPATIENT_TEMPLATES,
} from "../../../models/simulation/templates.ts";
import type { World } from "../setup.ts";

/** The table of visits of all cases. */
export const VISITS_TABLE = `create table plant_planned (
  key varchar, g integer, p integer, fund integer, ptype integer, sex integer, brdy date, county integer, x bigint, y bigint,
  m integer, mi integer, sn bigint, kind integer, inst integer, dx integer, chronic integer, begins integer, ends integer,
  sec integer, mark integer, template boolean, total integer, ratio double, busy integer, at_end boolean,
  without varchar, exams double, therapy double, dscg_way varchar, plan_readm_flag varchar, leave_days integer,
  dept varchar, remark varchar, settles integer, special integer, aid integer, pay_loc integer)`;

/** The cases of the month, the visits of each over all its months, no lines yet. */
export const begun = (index: number): string[] => [
  `create or replace table plant_now as select * from plant_case where ${index} between m and m + span - 1`,
  `create or replace table plant_visit as
select v.* from plant_planned v join plant_kind k on k.key = v.key where ${index} between v.m and v.m + k.span - 1 order by sn`,
  `create or replace table plant_line (
  sn bigint, line integer, code varchar, n integer, amount integer, over integer default 0, day integer, sec integer,
  cap integer, mark integer default 0, stake integer, name varchar, dept varchar, rx_type varchar, days_supply integer,
  rx_remark varchar, trac varchar, split varchar)`,
];

const TEMPLATE = `case v.kind
  when 1 then (v.dx % ${DISEASES.length}) * ${INPATIENT_SIZES.length} + case when ends - begins < 6 then 0 when ends - begins < 12 then 1 else 2 end
  when 2 then ${FIRST_TEMPLATE.outpatient} + (y % ${OUTPATIENT_TEMPLATES / 4}) * 4 + 1 + (y >> 8) % 3
  else ${FIRST_TEMPLATE.chronic} + (v.chronic - 1) * ${CHRONIC_SIZES.length} + y % ${CHRONIC_SIZES.length} end`;

/** Adds the lines of an ordinary bill to visits that have one, cut and shifted as their case wants. */
const ordinaryLines = ({ plan }: World): string => `
insert into plant_line by name
with costed as (
  select v.*, cast(${TEMPLATE} as integer) as t, cast(coalesce(v.total, case v.kind
      when 1 then f.base::double * d.cost / 1000.0 * coalesce(v.ratio, ((v.ends - v.begins) / 9.0) ** 0.6 * (1.0 + y % 400 / 1000.0))
      when 3 then f.base::double * c.cost / 1000.0 * (0.7 + y % 600 / 1000.0)
      else f.base::double * (0.6 + y % 800 / 1000.0) end) as integer) as money
  from plant_visit v
  join institution i on i.inst = v.inst
  join tariff f on f.tariff = v.kind * 20 + (v.fund - 1) * 10 + i.kind
  left join disease d on d.dx = v.dx
  left join chronic_disease c on c.chronic = v.chronic
  where v.template
), parted as (
  select c.*, b.partly,
    cast(money::bigint * b.own * (case when fund = 1 then ${plan.own.employee} else ${plan.own.resident} end) // 1000000 as integer) as own
  from costed c join bill b on b.t = c.t
), graded as (
  select *, cast((money - own)::bigint * partly // 1000 as integer) as graded_b from parted
), shared as (
  select g.*, l.bill_line % 64 as line, l.code, l.charge, l.price, l.rx, l.at_part, case
      when l.charge in ('03', '04') then 'exam' when l.charge in ('05', '06', '09', '10', '11') then 'therapy' else 'rest' end as part,
    cast(case l.grade when 'C' then own when 'B' then graded_b else money - own - graded_b end as bigint) as whole, l.lo, l.hi
  from graded g join bill_line l on l.bill_line // 64 = g.t
  where not coalesce(contains(without, l.charge), false)
), weighed as (
  select *, cast(whole * hi // 10000 - whole * lo // 10000 as bigint) as plain from shared
), moved as (
  select *, cast(case when exams is null then plain else floor(money * case part when 'exam' then exams when 'therapy' then therapy
      else 1 - exams - therapy end * plain / greatest(1, sum(plain) over (partition by sn, part))) end as integer) as amount
  from weighed
), capped as (
  select * replace (least(amount, price * case when kind = 1 and charge in ('01', '02', '07') then greatest(1, ends - begins) else 90 end) as amount)
  from moved
)
select sn, line, code, cast(case when kind = 1 and charge = '01' then greatest(1, ends - begins)
    else greatest(1, (amount + price - 1) // price) end as integer) as n, amount,
  cast(case when at_end or (busy is not null and charge in ('01', '02', '07')) then ends
    else begins + coalesce(busy, ends - begins) * at_part // 10000 end as integer) as day,
  case when kind = 1 then 28800 + line * 300 else sec - 300 end as sec,
  case when rx and kind in (2, 3) then case kind when 3 then 'chr' else 'ord' end end as rx_type,
  case when rx and kind in (2, 3) then case kind when 3 then 28 else 7 end end as days_supply
from capped where amount > 0`;

/** Lines with their parts by the grade of the item. */
const BILL = `
create or replace table plant_bill as
with graded as (
  select l.* replace (coalesce(l.day, v.begins) as day, coalesce(l.sec, v.sec - 300) as sec),
    v.key, v.kind, v.p, v.mi, v.inst, v.g, i.grade, i.name as item_name, i.generic, i.list_type, i.charge, i.price, i.traced
  from plant_line l join plant_visit v on v.sn = l.sn join item i on i.code = l.code
)
select *, case grade when 'C' then amount - over else 0 end as l_own,
  case grade when 'B' then (amount - over) // 10 else 0 end as l_pre,
  case grade when 'C' then 0 when 'B' then amount - over - (amount - over) // 10 else amount - over end as l_in
from graded order by sn, line`;

/** What the plan pays of them: as for ordinary settlements of persons without aid. */
const settled = ({ plan }: World): string => `
create or replace table plant_settled as
with summed as (
  select sn, sum(amount)::integer as total, sum(l_own)::integer as own, sum(over)::integer as over, sum(l_pre)::integer as pre,
    sum(l_in)::integer as inscope
  from plant_bill group by sn
), basic as (
  select v.*, s.* exclude (sn, total), s.total as summed, i.level, i.practitioners,
    coalesce(f.deductible, 0) as deductible, coalesce(f.ceiling, 0) as ceiling,
    coalesce(f.rate, 0) + case when v.ptype = 12 and v.kind = 1 then ${plan.retired_extra} else 0 end as rate
  from plant_visit v join summed s on s.sn = v.sn
  join institution i on i.inst = v.inst
  left join tariff f on f.tariff = v.kind * 20 + (v.fund - 1) * 10 + i.kind
), paid as (
  select *, cast(least(greatest(inscope - deductible, 0), ceiling)::bigint * rate // 1000 as integer) as hifp from basic
), layered as (
  select *, cast(case when fund = 1 and kind = 1 then greatest(inscope - deductible - ceiling, 0)::bigint * ${plan.large_amount_rate} // 1000 else 0 end as integer) as hifob,
    cast(case when fund = 2 and kind = 1 then greatest(inscope - hifp - ${plan.critical_illness.from * 100}, 0)::bigint * ${plan.critical_illness.rate} // 1000 else 0 end as integer) as hifmi,
    cast((inscope - hifp - hifmi)::bigint * coalesce(aid, 0) // 1000 as integer) as maf
  from paid
)
select * exclude (summed) replace (summed as total), hifp + hifob + hifmi + maf as fund_pay,
  cast(case when fund = 2 then 0 when kind = 4 then summed - hifp
    else (summed - hifp - hifob - hifmi - maf)::bigint * ((y >> 20) % 1000) // 1000 end as integer) as acct
from layered order by sn`;

/** Settlements of the month; no other visit falls inside its stays, or on the day of its visits. */
const STAGED = (index: number): string[] => [
  `delete from stage.settlement s using plant_settled v
where s.p = v.p and s.kind <> 1 and s.sign > 0 and s.refund_after = 0 and s.sn % 100 < 50
  and (s.setl_day = coalesce(v.settles, v.ends) or v.kind = 1 and s.setl_day between v.begins and v.ends)`,
  `insert into stage.settlement by name
select sn, p, kind, fund, ptype, coalesce(special, 0) as special, 0 as civil, sex, brdy, county, inst,
  cast(inst * 64 + 2 + (y >> 8) % (practitioners - 1) as integer) as dr, level, pay_loc, coalesce(chronic, 0) as chronic, dx,
  0 as t, 0 as lines, begins, ends, coalesce(settles, ends) as setl_day, sec as setl_sec,
  total, own, over, pre, 0 as part_a, 0 as part_b, inscope, least(inscope, deductible) as dedc, hifp, 0 as cvl, hifmi, hifob,
  maf, 0 as hosp, fund_pay, acct, 1 as sign, null as init, 1 as valid, 0 as refund_after
from plant_settled where mi = ${index} order by sn`,
];

/** Statements after all visits and lines of a month are planted. */
export const billed = (index: number, world: World): string[] => [
  ordinaryLines(world),
  BILL,
  settled(world),
  ...STAGED(index),
];
