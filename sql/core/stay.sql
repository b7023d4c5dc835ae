-- Stays settled and not taken back by the end of the month: the settlement with its encounter, main
-- diagnosis and institution. `hosp_lv` is never null; `dip_code` and `dscg_way` are null without 就诊.
-- `in_cycles` says that some diagnosis is a course of chemo- or radiotherapy or dialysis (Z51, Z49),
-- `is_negotiated` that the bureau settles the case by itself (特例单议).
-- grain: setl_id
-- tags: records
-- partition: month with history
with settled as (
  select
    line.setl_id, line.mdtrt_id, line.psn_no, line.gend, line.brdy, line.fund, line.person_category,
    line.special_group, line.region_code, line.fixmedins_code, line.hosp_lv, line.is_out_of_area,
    line.pay_loc, line.med_type, line.setl_time, line.begndate, line.enddate, line.bed_days, line.dise_no,
    line.medfee_sumamt, line.inscp_amt, line.hifp_pay, line.maf_pay, line.fund_pay_sumamt,
    line.psn_part_amt, line.acct_pay, line.psn_cash_pay, line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month <= line.month
  where
    line.care = 'inpatient' and line.visits = 1 and refund.setl_id is null
    and line.begndate is not null and line.enddate is not null
),

diagnosed as (
  select
    settled.setl_id,
    min(case when noted.maindiag_flag in ('1', '是') then noted.diag_code end) as diag_code,
    max(case when substr(noted.diag_code, 1, 3) in ('Z51', 'Z49') then 1 else 0 end) as in_cycles
  from core.diagnosis as noted
  inner join settled on settled.setl_id = noted.setl_id
  group by settled.setl_id
),

met as (
  select
    settled.setl_id, seen.dip_code, seen.dscg_way, seen.plan_readm_flag, seen.leave_days, seen.atddr_no,
    seen.dept_name, seen.adm_way, seen.remark
  from core.encounter as seen
  inner join settled on settled.setl_id = seen.setl_id and seen.month <= settled.month
  union all
  select
    settled.setl_id, seen.dip_code, seen.dscg_way, seen.plan_readm_flag, seen.leave_days, seen.atddr_no,
    seen.dept_name, seen.adm_way, seen.remark
  from core.encounter as seen
  inner join settled on settled.mdtrt_id = seen.mdtrt_id and seen.month <= settled.month
  where seen.setl_id is null
),

encounter as (
  select
    setl_id,
    min(dip_code) as dip_code, min(dscg_way) as dscg_way,
    max(case when plan_readm_flag in ('1', '是') then 1 else 0 end) as is_planned,
    max(leave_days) as leave_days, min(atddr_no) as dr_code, min(dept_name) as dept_name,
    min(adm_way) as adm_way,
    max(case when remark like '%特例单议%' then 1 else 0 end) as is_negotiated
  from met
  group by setl_id
)

select
  line.setl_id, line.mdtrt_id, line.psn_no, line.gend, line.brdy, line.fund, line.person_category,
  line.special_group, line.region_code, line.fixmedins_code,
  coalesce(line.hosp_lv, level.level, '9') as hosp_lv,
  institution.fixmedins_type, line.is_out_of_area, line.pay_loc, line.med_type, line.setl_time,
  line.begndate, line.enddate, line.bed_days,
  coalesce(diagnosed.diag_code, line.dise_no) as diag_code,
  substr(coalesce(diagnosed.diag_code, line.dise_no), 1, 3) as diag_category,
  coalesce(diagnosed.in_cycles, 0) as in_cycles,
  encounter.dip_code, encounter.dscg_way,
  coalesce(encounter.is_planned, 0) as is_planned,
  coalesce(encounter.is_negotiated, 0) as is_negotiated,
  coalesce(encounter.leave_days, 0) as leave_days,
  encounter.dr_code, encounter.dept_name, encounter.adm_way,
  line.medfee_sumamt, line.inscp_amt, line.hifp_pay, line.maf_pay, line.fund_pay_sumamt,
  line.psn_part_amt, line.acct_pay, line.psn_cash_pay, line.month
from settled as line
left join diagnosed on diagnosed.setl_id = line.setl_id
left join encounter on encounter.setl_id = line.setl_id
left join core.institution as institution on institution.fixmedins_code = line.fixmedins_code
left join source.hosp_lv as level on level.code = institution.hosp_lv
