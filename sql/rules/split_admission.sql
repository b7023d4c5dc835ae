-- R01 分解住院: a person is admitted again by the same institution within so many days for the same
-- ICD-10 category. The later stay is suspected, the earlier one shown beside it.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with ordered as (
  select
    setl_id, psn_no, fixmedins_code, begndate, diag_category, diag_code, is_planned, fund_pay_sumamt, month,
    lag(setl_id) over visit as earlier_setl_id,
    lag(enddate) over visit as earlier_enddate,
    lag(diag_category) over visit as earlier_diag_category,
    lag(dscg_way) over visit as earlier_dscg_way
  from core.stay
  where psn_no is not null
  window visit as (
    partition by psn_no, fixmedins_code order by begndate nulls last, enddate nulls last, setl_id nulls last
  )
),

found as (
  select
    ordered.setl_id, ordered.earlier_setl_id, ordered.psn_no, ordered.fixmedins_code, ordered.fund_pay_sumamt,
    ordered.month,
    '距上次出院' || cast(date_diff('day', ordered.earlier_enddate, ordered.begndate) as varchar)
    || '天，主诊断同为' || ordered.diag_category as observed,
    case
      when ordered.is_planned = 1 then '编码为计划性再入院'
      when ordered.diag_category in ('Z51', 'Z49') then '放化疗、透析等周期性治疗'
      when ordered.earlier_dscg_way in ('2', '3') then '前次为转院'
    end as exclusion
  from ordered
  cross join source.rule_split_admission as rule
  where
    date_diff('day', ordered.earlier_enddate, ordered.begndate) between 0 and rule.days
    and ordered.diag_category = ordered.earlier_diag_category
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code,
  setl_id, 'settlement' as evidence_type, setl_id as evidence,
  cast(fund_pay_sumamt as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from found
union all
select
  'settlement', setl_id, psn_no, fixmedins_code,
  earlier_setl_id, 'settlement', earlier_setl_id,
  cast(0 as decimal(16, 2)), observed, exclusion, month
from found
