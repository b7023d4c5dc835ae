-- R05 体检式住院: a short stay whose charges are examinations and tests, with next to no treatment.
-- Diagnoses that are found by examination in hospital, day wards and transfers are told apart.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with stayed as (
  select
    stay.setl_id, stay.psn_no, stay.fixmedins_code, stay.fund_pay_sumamt, stay.dept_name, stay.dscg_way,
    stay.month, fee.total_yuan, fee.exam_yuan, fee.therapy_yuan,
    coalesce(stay.diag_code, '') as diag_code,
    date_diff('day', stay.begndate, stay.enddate) as days
  from core.stay as stay
  inner join core.stay_fee as fee on fee.setl_id = stay.setl_id and fee.month = stay.month
)

select
  'settlement' as subject_type, stayed.setl_id as subject, stayed.psn_no, stayed.fixmedins_code,
  stayed.setl_id, 'settlement' as evidence_type, stayed.setl_id as evidence,
  cast(coalesce(stayed.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan,
  '住院' || cast(stayed.days as varchar) || '天，检查化验占费用的'
  || cast(
    round(
      case
        when stayed.total_yuan > 0
          then cast(100 * stayed.exam_yuan as double) / cast(stayed.total_yuan as double)
      end
    ) as integer
  )
  || '%，药品、治疗、手术占'
  || cast(
    round(
      case
        when stayed.total_yuan > 0
          then cast(100 * stayed.therapy_yuan as double) / cast(stayed.total_yuan as double)
      end
    ) as integer
  )
  || '%' as observed,
  case
    when
      '|' || rule.diagnoses || '|' like '%|' || substr(stayed.diag_code, 1, 1) || '|%'
      or '|' || rule.diagnoses || '|' like '%|' || substr(stayed.diag_code, 1, 2) || '|%'
      or '|' || rule.diagnoses || '|' like '%|' || substr(stayed.diag_code, 1, 3) || '|%'
      or '|' || rule.diagnoses || '|' like '%|' || substr(stayed.diag_code, 1, 5) || '|%'
      then '主诊断' || stayed.diag_code || '需住院检查确诊、分期或监测'
    when stayed.dept_name like '%日间%' or stayed.dept_name like '%内镜%' or stayed.dept_name like '%内窥镜%'
      then '日间病房、内镜检查'
    when stayed.dscg_way in ('2', '3') then '检查后转院'
    when stayed.dscg_way = '5' then '住院期间死亡'
  end as exclusion,
  stayed.month
from stayed
cross join source.rule_checkup_admission as rule
where
  stayed.days <= rule.days and stayed.total_yuan > 0
  and stayed.exam_yuan >= rule.exam_share * stayed.total_yuan
  and stayed.therapy_yuan <= rule.therapy_share * stayed.total_yuan
