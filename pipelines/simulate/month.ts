import { addMonths, type Month } from "../../models/period.ts";
import type { ServiceFund } from "../../models/simulation/national.ts";
import { classIndex, type Kind, type Plan } from "../../models/simulation/plan.ts";
import { dayNumber, quietDays } from "../../models/simulation/spring-festival.ts";
import {
  CHRONIC_SIZES,
  DEAR,
  DEAR_FROM,
  FIRST_TEMPLATE,
  INPATIENT_SIZES,
  OUTPATIENT_TEMPLATES,
  PHARMACY_TEMPLATES,
} from "../../models/simulation/templates.ts";
import { salt, type World } from "./setup.ts";

const LONGEST_STAY = 28;
const CHEAPEST = 100;
const DEAREST = 15_000_000;

/** First day number and days of a month. */
export function daysOf(month: Month): { first: number; days: number } {
  const first = dayNumber(`${month}-01`);
  return { first, days: dayNumber(`${addMonths(month, 1)}-01`) - first };
}

/** Visits of a month against the average month, in thousandths: season, festival, epidemic. */
export function seasonOf(plan: Plan, kind: Kind, month: Month): number {
  const year = Number(month.slice(0, 4));
  const { first, days } = daysOf(month);
  const mean = plan.season[kind].reduce((a, b) => a + b, 0) / 12;
  let factor = plan.season[kind][Number(month.slice(5)) - 1]! / mean;
  const quiet = quietDays(year);
  if (quiet) {
    const within = Math.max(
      0,
      Math.min(quiet[1], first + days - 1) - Math.max(quiet[0], first) + 1,
    );
    factor *= 1 - ((plan.festival_dip / 1000) * within) / days;
    factor /= 1 - ((plan.festival_dip / 1000) * 9) / 365;
  }
  factor *= days / (365.25 / 12);
  const wave = plan.epidemic;
  if (wave?.month === month) factor *= wave.visits[kind] / 1000;
  else if (wave && addMonths(wave.month, 1) === month) factor *= (1 + wave.visits[kind] / 1000) / 2;
  return Math.round(factor * 1000);
}

/** Four times 16 bits of a hash as about normal, mean 0 and deviation 1. */
const normal = (hash: string): string =>
  `(((${hash} & 65535)::double + ((${hash} >> 16) & 65535)::double + ((${hash} >> 32) & 65535)::double + ((${hash} >> 47) & 65535)::double) / 65535.0 - 2.0) * 1.7320508`;

/** A day of the month from 20 bits of a hash; most of the quiet days' move elsewhere. */
function dayFrom(hash: string, month: Month, dip: number): string {
  const { first, days } = daysOf(month);
  const quiet = quietDays(Number(month.slice(0, 4)));
  const day = `cast(${first} + (${hash} % ${days}) as integer)`;
  if (!quiet) return day;
  return `case when cast(${first} + (${hash} % ${days}) as integer) between ${quiet[0]} and ${quiet[1]}
      and (${hash} >> 8) % 1000 < ${dip} then cast(${first} + ((${hash} >> 18) % ${days}) as integer) else ${day} end`;
}

/** Where one goes: index of the institution's class by the thousandths of `draw`. */
function placeOf(plan: Plan, kind: Kind, draw: string): string {
  const cases = (["employee", "resident"] as ServiceFund[]).map((fund) => {
    let sum = 0;
    const places = plan.tariffs.filter((t) => t.kind === kind && t.fund === fund && t.share > 0);
    const whens = places.slice(0, -1).map((t) => {
      sum += t.share;
      return `when ${draw} < ${sum} then ${classIndex(t.at)}`;
    });
    const last = classIndex(places.at(-1)!.at);
    return whens.length ? `case ${whens.join(" ")} else ${last} end` : String(last);
  });
  return `case when fund = 1 then ${cases[0]} else ${cases[1]} end`;
}

const SIGMA = { stay: 0.5, inpatient: 0.5, outpatient: 0.6, chronic: 0.45, pharmacy: 0.5 };
const meanOne = (sigma: number, z: string): string =>
  `exp(${sigma} * (${z}) - ${(sigma * sigma) / 2})`;

/** Prescriptions of a chronic disease in a month at most, by the rate of visits in millionths a month. */
const REFILLS = 4;
const EVERY = `cast((l3 + ${REFILLS * 1_000_000 - 1}) // ${REFILLS * 1_000_000} as integer)`;
const DAYS = `(30000000::bigint * ${EVERY} // l3)`;

/**
 * Days that the drugs of a chronic visit last, 0 where none are prescribed: until the next prescription
 * is due, in whole weeks, four at the most. Who comes for dialysis takes drugs home about once a week.
 */
const SUPPLY = `case when (k - n1 - n2) % ${EVERY} <> 0 then 0 when ${DAYS} >= 28 then 28
    when ${DAYS} >= 7 then ${DAYS} // 7 * 7 else ${DAYS} end`;

/** Visits of a day are half an hour apart, those in a row hours: nobody is back or elsewhere sooner. */
const SECOND = "cast(28800 + (k * 5 % 12) * 3300 + g % 1400 as integer)";

/**
 * Statements that make `stage.settlement` of one month: a row a settlement, money in fen. A person has
 * at most one stay ending in a month; other visits do not fall into stays.
 */
export function settlementsOf(world: World, month: Month): string {
  const { plan, seed, months } = world;
  const index = months.indexOf(month);
  const salts = [-1, 0, 1].map((n) => {
    const m = addMonths(month, n);
    return salt(seed, Number(m.slice(0, 4)), Number(m.slice(5)));
  });
  const season = (kind: Kind, offset = 0) => seasonOf(plan, kind, addMonths(month, offset));
  const stays = (hash: string, offset: number): string =>
    `(${hash} % 1000000)::integer < l1::bigint * ${season("inpatient", offset)} // 1000`;
  const leaves = (hash: string, offset: number): string =>
    dayFrom(`(${hash} >> 20)`, addMonths(month, offset), plan.festival_dip);
  const stayDays = (hash: string): string =>
    `cast(least(${LONGEST_STAY}, greatest(1, round((case when fund = 1 then ${plan.bed_days.employee}::double else ${plan.bed_days.resident}::double end)
       * (case when age < 15 then 0.75 when age < 45 then 0.8 when age < 65 then 1.0 else 1.1 end)
       * ${meanOne(SIGMA.stay, normal(`drawn(${hash})`))}))) as integer)`;
  const count = (lambda: string, kind: Kind, shift: number): string =>
    `cast((${lambda}::bigint * ${season(kind)} // 1000 + ((q2 >> ${shift}) % 1000000)::bigint) // 1000000 as integer)`;
  const prefix = `${month.replace("-", "")}0000000000`;
  const reform = plan.reform && month >= plan.reform.from ? plan.reform.cost / 1000 : 1;
  const tariff = (fund: string) => `kind * 20 + ${fund} + cls`;
  return `
create or replace table stage.settlement as
with hashed as (
  select *, drawn(xor(h, ${salts[0]})) as q0, drawn(xor(h, ${salts[1]})) as q, drawn(xor(h, ${salts[2]})) as q1
  from person where dies > ${index}
), counted as (
  select *, drawn(xor(q, 77::bigint)) as q2,
    case when ${stays("q0", -1)} then ${leaves("q0", -1)} else 0 end as left0,
    case when ${stays("q", 0)} then ${leaves("q", 0)} end as left1,
    case when ${stays("q1", 1)} then ${leaves("q1", 1)} end as left2
  from hashed
), planned as (
  select *,
    case when left1 is not null then greatest(left1 - ${stayDays("q")}, left0 + 1) end as came1,
    case when left2 is not null then greatest(left2 - ${stayDays("q1")}, coalesce(left1, 0) + 1) end as came2,
    case when left1 is null then 0 else 1 end as n1,
    ${count("l2", "outpatient", 0)} as n2, ${count("l3", "chronic", 20)} as n3, ${count("l4", "pharmacy", 40)} as n4
  from counted
), visits as (
  select p, fund, county, ptype, age, sex, special, civil, chronic, brdy, band, q, left1, came1, came2, n1, n2, n3, l3,
    unnest(range(n1 + n2 + n3 + n4)) as k
  from planned where n1 + n2 + n3 + n4 > 0
), drawn as (
  select * exclude (k), cast(k as integer) as k,
    case when k < n1 then 1 when k < n1 + n2 then 2 when k < n1 + n2 + n3 then 3 else 4 end as kind,
    drawn(xor(q, (k + 101)::bigint)) as e
  from visits
), dated as (
  select *, drawn(e) as f, drawn(xor(e, 7::bigint)) as g,
    case when kind = 1 then left1 else ${dayFrom("(e >> 4)", month, plan.festival_dip)} end as day
  from drawn
), placed as (
  select *,
    case when kind = 1 then case when (f >> 40) % 1000 < ${plan.away.near} then 3
        when (f >> 40) % 1000 < ${plan.away.near + plan.away.far} then 4
        when (f >> 40) % 1000 < ${plan.away.near + plan.away.far + plan.away.centre} then 1 else 2 end
      else 2 end as pay_loc,
    case kind when 1 then ${placeOf(plan, "inpatient", "(f % 1000)")}
      when 2 then ${placeOf(plan, "outpatient", "(f % 1000)")}
      when 3 then ${placeOf(plan, "chronic", "(f % 1000)")}
      else ${classIndex("pharmacy")} end as near
  from dated
  where kind = 1 or not coalesce(day between came1 and left1, false) and not coalesce(day >= came2, false)
), chosen as (
  select s.*, case when pay_loc > 2 then ${classIndex("elsewhere")} else near end as cls,
    d.dx, d.cost as dx_cost, c.cost as ill_cost
  from placed s
  left join pick on pick.pick = case when kind = 1 then band * 256 + cast((f >> 12) & 255 as integer) else -1 end
  left join disease d on d.dx = pick.dx
  left join chronic_disease c on c.chronic = case when kind = 3 then s.chronic else 0 end
), priced as (
  select s.*, t.deductible, t.ceiling, t.rate + case when ptype = 12 and kind = 1 then ${plan.retired_extra} else 0 end as rate,
    cast(slot.first + floor(slot.count * (((f >> 20) & 65535) / 65536.0) ** 1.4) as integer) as inst,
    case when kind = 1 then came1 else day end as begins,
    cast(case kind when 1 then ${FIRST_TEMPLATE.inpatient} + dx * ${INPATIENT_SIZES.length}
          + case when left1 - came1 < 6 then 0 when left1 - came1 < 12 then 1 else 2 end
        when 2 then ${FIRST_TEMPLATE.outpatient} + ((f >> 36) % ${OUTPATIENT_TEMPLATES / 4}) * 4 + case when cls = ${classIndex("village")} then 0 else 1 + (f >> 44) % 3 end
        when 3 then ${FIRST_TEMPLATE.chronic} + (s.chronic - 1) * ${CHRONIC_SIZES.length} + (f >> 36) % ${CHRONIC_SIZES.length}
        else ${FIRST_TEMPLATE.pharmacy} + (f >> 36) % ${PHARMACY_TEMPLATES} end as integer) as t,
    cast(least(${DEAREST}, greatest(${CHEAPEST}, round(t.base * case kind
      when 1 then dx_cost / 1000.0 * ${reform} * ((left1 - came1) / (case when fund = 1 then ${plan.bed_days.employee}::double else ${plan.bed_days.resident}::double end)) ** 0.6
        * ${meanOne(SIGMA.inpatient, normal("g"))}
      when 2 then ${meanOne(SIGMA.outpatient, normal("g"))}
      when 3 then ill_cost / 1000.0 * ${meanOne(SIGMA.chronic, normal("g"))}
      else ${meanOne(SIGMA.pharmacy, normal("g"))} end))) as integer) as total
  from chosen s
  join slot on slot.slot = case when pay_loc > 2 then (pay_loc - 3) * 8 + cls else county * 8 + cls end
  join tariff t on t.tariff = ${tariff("(fund - 1) * 10")}
), parted as (
  select s.* exclude (t), b.t, b.lines, i.practitioners, i.level,
    cast(total::bigint * b.own * (case when fund = 1 then ${plan.own.employee} else ${plan.own.resident} end) // 1000000 as integer) as own,
    case when s.kind = 1 and b.over_line >= 0 and (f >> 52) % 4 = 0 then total // 80 else 0 end as over,
    b.partly
  from priced s join bill b on b.t = s.t + case when s.kind = 1 and total > ${DEAR_FROM * 100} then ${DEAR} else 0 end join institution i on i.inst = s.inst
), graded as (
  select *, cast((total - own - over)::bigint * partly // 1000 as integer) as graded_b from parted
), scoped as (
  select *, total - own - over - graded_b as part_a, graded_b // 10 as pre, graded_b - graded_b // 10 as part_b,
    total - own - over - graded_b // 10 as inscope
  from graded
), basic as (
  select *, least(inscope, deductible) as dedc,
    cast(least(greatest(inscope - deductible, 0), ceiling)::bigint * rate // 1000 as integer) as hifp
  from scoped
), layered as (
  select *,
    case when fund = 1 and kind = 1 then cast(greatest(inscope - deductible - ceiling, 0)::bigint * ${plan.large_amount_rate} // 1000 as integer) else 0 end as hifob,
    case when fund = 2 and kind = 1 then cast(greatest(inscope - hifp - case when special > 0 then ${plan.critical_illness.from * 50} else ${plan.critical_illness.from * 100} end, 0)::bigint
      * case when special > 0 then ${plan.critical_illness.special_rate} else ${plan.critical_illness.rate} end // 1000 as integer) else 0 end as hifmi
  from basic
), helped as (
  select *,
    case when civil = 1 and kind in (1, 3) then cast((inscope - hifp - hifob)::bigint * ${plan.civil_servant_rate} // 1000 as integer) else 0 end as cvl,
    case when special > 0 and kind in (1, 3) then cast(least((inscope - hifp - hifmi)::bigint * [${plan.medical_aid.rates.join(", ")}][special] // 1000, ${plan.medical_aid.limit * 100}) as integer) else 0 end as maf
  from layered
), funded as (
  select *, hifp + hifob + hifmi + cvl + maf as fund_pay,
    case when kind = 1 and (g >> 20) % 400 = 0 then (total - hifp - hifob - hifmi - cvl - maf) // 4 else 0 end as hosp
  from helped
)
select ${prefix}::bigint + p::bigint * 100 + k as sn, p, kind::tinyint as kind, fund, ptype, special, civil, sex, brdy, county,
  inst, cast(inst * 64 + 1 + (g >> 8) % practitioners as integer) as dr, level::tinyint as level, pay_loc::tinyint as pay_loc,
  cast(case when chronic is null then 0 else chronic end as tinyint) as chronic, dx::tinyint as dx,
  case when kind = 3 then ${SUPPLY} end::tinyint as supply,
  t, lines::tinyint as lines, begins, day as ends, day as setl_day,
  ${SECOND} as setl_sec,
  total, own, over, pre, part_a, part_b, inscope, dedc, hifp, cvl, hifmi, hifob, maf, hosp, fund_pay,
  case when fund = 2 then 0
    when (g >> 32) % 1000 < 620 or kind = 4 then total - fund_pay - hosp
    else cast((total - fund_pay - hosp)::bigint * ((g >> 42) % 1000)::bigint // 1000 as integer) end as acct,
  1::tinyint as sign, null::bigint as init,
  case when (e >> 40) % 10000 < ${plan.voids} then 0 else 1 end::tinyint as valid,
  case when (e >> 40) % 10000 >= ${plan.voids} and (e >> 40) % 10000 < ${plan.voids + plan.refunds} then 1 + ((e >> 54) & 7)::integer else 0 end as refund_after
from funded`;
}

/** Refunds that fall into the month: of this month's settlements and of those waiting from the last. */
export function refundsOf(month: Month): string[] {
  const { first, days } = daysOf(month);
  const negated = [
    "total",
    "own",
    "over",
    "pre",
    "part_a",
    "part_b",
    "inscope",
    "dedc",
    "hifp",
    "cvl",
    "hifmi",
    "hifob",
    "maf",
    "hosp",
    "fund_pay",
    "acct",
  ];
  return [
    `insert into stage.refund
     select * replace (sn + 50 as sn, sn as init, setl_day + refund_after as setl_day, -1::tinyint as sign, 0 as refund_after,
       ${negated.map((c) => `-${c} as ${c}`).join(", ")})
     from stage.settlement where refund_after > 0`,
    `insert into stage.settlement select * from stage.refund where setl_day < ${first + days} order by sn`,
    `delete from stage.refund where setl_day < ${first + days}`,
  ];
}
