import { moment, PERSON, yuan } from "../records.ts";

const OWN = `(
  select b.*, s.fund_pay, s.total, s.ends, s.dr, i.code as inst_code, d.code as dr_code, d.dept as dr_dept, ph.code as phar_code
  from plant_bill b
  join stage.settlement s on s.sn = b.sn
  join institution i on i.inst = b.inst
  join practitioner d on d.dr = s.dr
  join practitioner ph on ph.dr = b.inst * 64 + 1
) b`;

const price = `cast(((amount * 200::bigint + n) // (2 * n))::integer * 0.0001 as decimal(16, 4))`;
const rx = "'R' || (sn * 100 + line)";
const traced = "(trac is not null or (traced and kind in (2, 3, 4)))";
const code = "coalesce(trac, '8' || (sn * 100 + line))";

const feeLine = `
select cast(sn * 100 + line as varchar) as bkkp_sn, cast(sn as varchar) as setl_id, 'M' || sn as mdtrt_id, ${PERSON} as psn_no,
  inst_code as fixmedins_code, ${moment("day", "sec")} as fee_ocur_time, code as hilist_code, item_name as hilist_name,
  coalesce(name, item_name) as medins_list_name, list_type, charge as med_chrgitm_type, ${price} as pric,
  cast(n as decimal(16, 4)) as cnt, ${yuan("amount", "det_item_fee_sumamt")}, ${yuan("l_own", "fulamt_ownpay_amt")},
  case when cap is not null then cast(cap * 0.01 as decimal(16, 4)) else cast(price * 0.01 as decimal(16, 4)) end as pric_uplmt_amt,
  ${yuan("over", "overlmt_selfpay")},
  cast(case grade when 'A' then 0 when 'B' then 0.1 else 1 end as decimal(18, 6)) as selfpay_prop,
  ${yuan("l_pre", "preselfpay_amt")}, ${yuan("l_in", "inscp_amt")}, dr_code as bilg_dr_code,
  coalesce(dept, dr_dept) as bilg_dept_name, case when rx_type is not null then ${rx} end as rx_drord_no,
  case when ${traced} then ${code} end as trac_code
from ${OWN} order by sn, line`;

const prescription = `
select ${rx} as rx_drord_no, cast(sn as varchar) as setl_id, ${PERSON} as psn_no, inst_code as fixmedins_code,
  dr_code as bilg_dr_code, phar_code, ${moment("day", "sec - 600")} as rx_time, generic as generic_name, code as hilist_code,
  rx_type, days_supply, cast(n as decimal(16, 4)) as cnt,
  ${yuan("(amount::bigint * fund_pay // total)::integer", "fund_pay_amt")}, rx_remark as remark
from ${OWN} where rx_type is not null order by sn, line`;

const drugTrace = `
select ${code} as drug_trac_codg, code as hilist_code, 'sale' as biz_type, ${moment("day", "sec + 180")} as scan_time,
  inst_code as fixmedins_code, ${PERSON} as psn_no, cast(sn as varchar) as setl_id,
  cast(sn * 100 + line as varchar) as bkkp_sn, coalesce(split, '0') as split_flag
from ${OWN} where ${traced} order by sn, line`;

/** Emergency observation is registered, though it is no stay. */
const observed = `
select 'M' || v.sn as mdtrt_id, cast(v.sn as varchar) as setl_id, ${PERSON.replace("p)", "v.p)")} as psn_no,
  i.code as fixmedins_code, date '1970-01-01' + v.begins as begndate, date '1970-01-01' + v.ends as enddate,
  '1' as adm_way, '1' as dscg_way, dr.code as atddr_no, v.dept as dept_name, null::varchar as dip_code,
  '0' as plan_readm_flag, 0 as leave_days, v.remark
from plant_visit v
join stage.settlement s on s.sn = v.sn
join institution i on i.inst = v.inst
join practitioner dr on dr.dr = s.dr
where v.kind = 2 and v.dept is not null order by v.sn`;

/** Rows of planted settlements that the ordinary SELECTs do not make. */
export const ROWS: Record<string, () => string> = {
  fee_line: () => feeLine,
  prescription: () => prescription,
  drug_trace: () => drugTrace,
  encounter: () => observed,
};

/** What the encounter of a planted stay says besides. */
export const encounterChanged = (select: string): string => `
select q.* replace (coalesce(v.dscg_way, case when v.sn is null then q.dscg_way else '1' end) as dscg_way,
  coalesce(v.plan_readm_flag, case when v.sn is null then q.plan_readm_flag else '0' end) as plan_readm_flag,
  coalesce(v.leave_days, case when v.sn is null then q.leave_days else 0 end) as leave_days,
  coalesce(v.dept, q.dept_name) as dept_name, coalesce(v.remark, q.remark) as remark)
from (${select}) q left join plant_visit v on cast(v.sn as varchar) = q.setl_id`;
