-- R01 分解住院: a person is admitted again by the same institution within so many days for the same
-- ICD-10 category. The later stay is suspected, the earlier ones shown beside it. A stay settled in
-- parts (one mdtrt_id) is one stay.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with pair as (
  select
    later.setl_id, later.psn_no, later.fixmedins_code, later.diag_category, later.fund_pay_sumamt,
    earlier.setl_id as earlier_setl_id,
    date_diff('day', earlier.enddate, later.begndate) as gap_days,
    case
      when later.is_planned = 1 then '编码为计划性再入院'
      when later.diag_category in ('Z51', 'Z49') or later.in_cycles = 1 then '放化疗、透析等周期性治疗'
      when earlier.dscg_way in ('2', '3') then '前次为转院'
      when earlier.dscg_way = '4' then '前次为非医嘱离院'
    end as exclusion,
    case when earlier.month > later.month then earlier.month else later.month end as month
  from core.stay as later
  inner join core.stay as earlier
    on
      earlier.psn_no = later.psn_no and earlier.fixmedins_code = later.fixmedins_code
      and earlier.diag_category = later.diag_category
  cross join source.rule_split_admission as rule
  where
    later.fixmedins_code <> '' and later.setl_id <> earlier.setl_id
    and (later.mdtrt_id is null or earlier.mdtrt_id is null or later.mdtrt_id <> earlier.mdtrt_id)
    and date_diff('day', earlier.enddate, later.begndate) between 0 and rule.days
    and (
      earlier.begndate < later.begndate or earlier.enddate < later.enddate
      or earlier.setl_id < later.setl_id
    )
),

found as (
  select
    setl_id, psn_no, fixmedins_code, fund_pay_sumamt, month,
    '距上次出院' || cast(min(gap_days) as varchar) || '天，主诊断同为' || diag_category as observed,
    case when count(*) = count(exclusion) then min(exclusion) end as exclusion
  from pair
  group by setl_id, psn_no, fixmedins_code, fund_pay_sumamt, diag_category, month
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code,
  setl_id, 'settlement' as evidence_type, setl_id as evidence,
  cast(coalesce(fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from found
union all
select
  'settlement', found.setl_id, found.psn_no, found.fixmedins_code,
  pair.earlier_setl_id, 'settlement', pair.earlier_setl_id,
  cast(0 as decimal(16, 2)), found.observed, found.exclusion, found.month
from found
inner join pair on pair.setl_id = found.setl_id and pair.month = found.month
