-- Stays settled and not taken back by the end of the month: the settlement with its encounter, main
-- diagnosis and institution. `hosp_lv` is never null; `dip_code` and `dscg_way` are null without 就诊.
-- grain: setl_id
-- tags: records
-- partition: month with history
with main_diagnosis as (
  select setl_id, min(diag_code) as diag_code
  from core.diagnosis
  where maindiag_flag in ('1', '是')
  group by setl_id
),

encounter as (
  select
    setl_id,
    min(dip_code) as dip_code, min(dscg_way) as dscg_way, max(plan_readm_flag) as plan_readm_flag,
    max(leave_days) as leave_days, min(atddr_no) as dr_code, min(dept_name) as dept_name,
    min(adm_way) as adm_way
  from core.encounter
  where setl_id is not null
  group by setl_id
)

select
  line.setl_id, line.mdtrt_id, line.psn_no, line.gend, line.brdy, line.fund, line.person_category,
  line.special_group, line.region_code, line.fixmedins_code,
  coalesce(line.hosp_lv, level.level, '9') as hosp_lv,
  institution.fixmedins_type, line.is_out_of_area, line.pay_loc, line.med_type, line.setl_time,
  line.begndate, line.enddate, line.bed_days,
  coalesce(main_diagnosis.diag_code, line.dise_no) as diag_code,
  substr(coalesce(main_diagnosis.diag_code, line.dise_no), 1, 3) as diag_category,
  encounter.dip_code, encounter.dscg_way,
  case when encounter.plan_readm_flag in ('1', '是') then 1 else 0 end as is_planned,
  coalesce(encounter.leave_days, 0) as leave_days,
  encounter.dr_code, encounter.dept_name, encounter.adm_way,
  line.medfee_sumamt, line.inscp_amt, line.hifp_pay, line.maf_pay, line.fund_pay_sumamt,
  line.psn_part_amt, line.acct_pay, line.psn_cash_pay, line.month
from core.settlement as line
left join core.refunded as refund on refund.setl_id = line.setl_id
left join main_diagnosis on main_diagnosis.setl_id = line.setl_id
left join encounter on encounter.setl_id = line.setl_id
left join core.institution as institution on institution.fixmedins_code = line.fixmedins_code
left join source.hosp_lv as level on level.code = institution.hosp_lv
where
  line.care = 'inpatient' and line.visits = 1 and refund.setl_id is null
  and line.begndate is not null and line.enddate is not null
