import { daysOf } from "../month.ts";
import type { Plant } from "../plant.ts";
import type { World } from "../setup.ts";

const MOST_A_MONTH = 16;
/** Full-time doctors, of whom one is overloaded on a day; a code that several share; the check-up doctor. */
const DOCTORS = [2, 3, 5, 7, 8, 10, 12, 13];
const SHARED = 62;
const CHECKUP = 61;

const NOTES = {
  planted: "一名医师一日接诊一百五十人以上",
  shared: "多人共用的代开工号",
  checkup: "团体体检",
};
type Cause = keyof typeof NOTES;

const causes = (index: number, count: number): Cause[] =>
  Array.from(
    { length: count },
    (_, i) => (["planted", "shared", "planted", "checkup"] as const)[(index * count + i) % 4]!,
  );

/** Codes that exist at large hospitals beside those of their doctors. */
const MORE_PRACTITIONERS = `
insert into practitioner
select (inst * 64 + n)::integer, inst, 'D' || substr(code, 2) || lpad(cast(n as varchar), 3, '0'), kind,
  case n when ${CHECKUP} then '体检科' else '内科' end
from institution, (values (${CHECKUP}), (${SHARED})) as r(n) where kind = 0 order by 1`;

/** Statements that bring the outpatient visits of neighbouring days to one doctor on one day. */
function crowdedDays(world: World, index: number): string[] {
  const { people, months } = world;
  const count = Math.min(MOST_A_MONTH, Math.max(1, Math.round(people / 12_500)));
  const { first, days } = daysOf(months[index]!);
  return [
    "create or replace table plant_crowd (i integer, inst integer, dr integer, day integer, cause varchar)",
    "create or replace table plant_gathered (sn bigint, i integer, nth integer)",
    ...causes(index, count).flatMap((cause, i) => {
      const n =
        cause === "planted"
          ? DOCTORS[(index + i) % DOCTORS.length]
          : cause === "shared"
            ? SHARED
            : CHECKUP;
      const slot = `(select first + ${i} % count from slot where slot = 0)`;
      return [
        `insert into plant_crowd select ${i}, inst::integer, (inst * 64 + ${n})::integer,
  ${first} + 2 + (${i * 3 + index * 5}) % ${days - 4}, '${cause}' from (select ${slot} as inst)`,
        `insert into plant_gathered
with able as (
  select s.sn, case when s.inst = c.inst then abs(s.setl_day - c.day) else 100 end as far
  from stage.settlement s
  join plant_crowd c on c.i = ${i}
  join institution o on o.inst = s.inst and o.kind < 2
  join person p on p.p = s.p and p.l1 < 15000 and p.dies = 9999
  where s.kind = 2 and s.sign > 0 and s.valid = 1 and s.refund_after = 0 and s.sn % 100 < 50
    and s.sn not in (select sn from plant_gathered)
    and s.p not in (select p from stage.settlement where kind = 1)
    -- Nobody is at two places within minutes.
    and not exists (from stage.settlement other where other.p = s.p and other.sn <> s.sn and other.setl_day = c.day)
  qualify row_number() over (partition by s.p order by case when s.inst = c.inst then abs(s.setl_day - c.day) else 100 end, s.sn) = 1
), chosen as (
  select sn, row_number() over (order by far, sn) - 1 as nth from able
)
select sn, ${i}, nth from chosen where nth < ${152 + ((index * 7 + i * 11) % 50)}`,
      ];
    }),
    "delete from plant_gathered where i in (select i from plant_gathered group by i having count(*) < 130)",
    `update stage.settlement set inst = c.inst, level = 3, dr = c.dr, begins = c.day, ends = c.day, setl_day = c.day, setl_sec = 28800 + g.nth * 170
from plant_gathered g join plant_crowd c on c.i = g.i where g.sn = settlement.sn`,
    `insert into truth
select case c.cause when 'planted' then 'planted' else 'look_alike' end, 'R27', 'practitioner', d.code,
  string_agg(cast(s.sn as varchar), ' ' order by s.sn), cast(cast(sum(s.fund_pay) * 0.01 as decimal(16, 2)) as varchar),
  case c.cause ${Object.entries(NOTES)
    .map(([cause, note]) => `when '${cause}' then '${note}'`)
    .join(" ")} end
from plant_gathered g join plant_crowd c on c.i = g.i join stage.settlement s on s.sn = g.sn join practitioner d on d.dr = c.dr
group by c.i, c.cause, d.code`,
  ];
}

/** Visits of a group check-up are registered as such. */
const CHECKUP_ENCOUNTERS = `
select 'M' || s.sn as mdtrt_id, cast(s.sn as varchar) as setl_id, 'S' || (10000000000 + s.p) as psn_no, i.code as fixmedins_code,
  date '1970-01-01' + s.begins as begndate, date '1970-01-01' + s.ends as enddate, '3' as adm_way, '1' as dscg_way,
  d.code as atddr_no, d.dept as dept_name, null::varchar as dip_code, '0' as plan_readm_flag, 0 as leave_days, '团体体检' as remark
from plant_gathered g
join plant_crowd c on c.i = g.i and c.cause = 'checkup'
join stage.settlement s on s.sn = g.sn
join institution i on i.inst = s.inst
join practitioner d on d.dr = s.dr
order by s.sn`;

/** Diagnosis of a check-up. */
const CHECKUP_DIAGNOSES = `
select cast(g.sn as varchar) as setl_id, '2' as diag_type, '1' as maindiag_flag, 'Z00.001' as diag_code
from plant_gathered g join plant_crowd c on c.i = g.i and c.cause = 'checkup' order by g.sn`;

/** Codes that several doctors share say so. */
export const isShared = `prac_psn_code in (select code from practitioner where dr % 64 = ${SHARED} and kind = 0)`;

/** R27 医师超能力接诊. */
export const OVERLOAD_PLANT: Plant = {
  tables: () => [MORE_PRACTITIONERS],
  month: (_, index, world) => crowdedDays(world, index),
  rows: { encounter: () => CHECKUP_ENCOUNTERS, diagnosis: () => CHECKUP_DIAGNOSES },
};
