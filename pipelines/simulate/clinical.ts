import { VISITS } from "../../models/simulation/diseases.ts";
import { daysOf } from "./month.ts";
import { PERSON } from "./records.ts";
import type { World } from "./setup.ts";

const VALID = "sign > 0 and valid = 1";

/** A number that depends on the settlement and `n` alone. */
export const mixed = (n: number): string => `drawn(xor(sn::bigint, ${n * 1_000_003}::bigint))`;

export const encounter = `
select 'M' || sn as mdtrt_id, cast(sn as varchar) as setl_id, ${PERSON} as psn_no, i.code as fixmedins_code,
  date '1970-01-01' + begins as begndate, date '1970-01-01' + ends as enddate,
  case when ${mixed(1)} % 100 < 24 then '1' when ${mixed(1)} % 100 < 97 then '2' else '3' end as adm_way,
  case when ${mixed(2)} % 1000 < 935 then '1' when ${mixed(2)} % 1000 < 950 then '2' when ${mixed(2)} % 1000 < 958 then '3'
    when ${mixed(2)} % 1000 < 995 then '4' else '9' end as dscg_way,
  dr.code as atddr_no, dr.dept as dept_name,
  d.code || ':' || case when d.operation is null then 'n' else d.operation end as dip_code,
  case when ${mixed(3)} % 1000 < 12 then '1' else '0' end as plan_readm_flag,
  case when ends - begins > 12 and ${mixed(4)} % 100 < 3 then 1 else 0 end as leave_days,
  null::varchar as remark
from stage.settlement s
join institution i on i.inst = s.inst
join practitioner dr on dr.dr = s.dr
join disease d on d.dx = s.dx
where s.kind = 1 and ${VALID}`;

const visits = VISITS.map(([code]) => `'${code}'`).join(", ");

/** Of stays (a main one and a secondary one), chronic visits and every other outpatient visit. */
export const diagnosis = `
with noted as (
  select sn, unnest(range(case kind when 1 then 2::bigint else 1::bigint end)) as n, kind, dx, chronic
  from stage.settlement
  where ${VALID} and (kind in (1, 3) or (kind = 2 and ${mixed(5)} % 2 = 0))
)
select cast(sn as varchar) as setl_id, case kind when 1 then '1' else '2' end as diag_type,
  case when n = 0 then '1' else '0' end as maindiag_flag,
  case when kind = 1 then case when n = 0 then d.code else d.other end
    when kind = 3 then c.diagnosis else [${visits}][1 + (${mixed(6)} % ${VISITS.length})::integer] end as diag_code
from noted s
left join disease d on d.dx = s.dx
left join chronic_disease c on c.chronic = case when s.kind = 3 then s.chronic else 0 end`;

export const operation = `
select cast(sn as varchar) as setl_id, d.operation as oprn_oprt_code,
  date '1970-01-01' + least(ends, begins + 1) as oprn_oprt_date, d.operation_name as oprn_oprt_name,
  '1' as main_oprn_flag
from stage.settlement s
join disease d on d.dx = s.dx
where s.kind = 1 and d.operation is not null and ${VALID}`;

/** Claims settled at the centre, from paper or electronic invoices. */
export const reimbursement = `
select '9901' || lpad(cast(${mixed(7)} % 100000000 as varchar), 8, '0') as invoice_code,
  lpad(cast(sn % 100000000 as varchar), 8, '0') || lpad(cast(${mixed(8)} % 100 as varchar), 2, '0') as invoice_no,
  ${PERSON} as psn_no, i.code as fixmedins_code, date '1970-01-01' + begins as begndate,
  date '1970-01-01' + ends as enddate, cast(total * 0.01 as decimal(16, 2)) as amt,
  '住院' as part, date '1970-01-01' + setl_day as paid_date
from stage.settlement s
join institution i on i.inst = s.inst
where s.pay_loc = 1 and ${VALID}`;

export function deaths({ months }: World): string {
  const ends = months.map((month) => {
    const { first, days } = daysOf(month);
    return `struct_pack(a := ${first}, n := ${days})`;
  });
  return `
select ${PERSON} as psn_no,
  date '1970-01-01' + cast([${ends.join(", ")}][1 + dies].a + (h >> 9) % [${ends.join(", ")}][1 + dies].n as integer) as death_date
from person where dies < ${months.length} order by p`;
}
