-- R02 跨机构重叠住院: a person lies in two institutions at once. The stay that began later is suspected,
-- with at most what the fund paid for the others; these are shown beside it. A transfer explains the
-- few days that `transfer_days` leaves it.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with pair as (
  select
    later.setl_id, later.psn_no, later.fixmedins_code,
    coalesce(later.fund_pay_sumamt, 0) as fund_yuan,
    earlier.setl_id as earlier_setl_id,
    earlier.fixmedins_code as earlier_code,
    coalesce(earlier.fund_pay_sumamt, 0) as earlier_yuan,
    date_diff('day', later.begndate, least(later.enddate, earlier.enddate)) as overlap_days,
    case
      when
        (earlier.dscg_way in ('2', '3') or later.adm_way = '3')
        and date_diff('day', later.begndate, earlier.enddate) <= rule.transfer_days
        then '转院交接'
    end as exclusion,
    case when earlier.month > later.month then earlier.month else later.month end as month
  from core.stay as later
  inner join core.stay as earlier on earlier.psn_no = later.psn_no
  cross join source.rule_overlapping_stays as rule
  where
    later.fixmedins_code <> earlier.fixmedins_code
    and later.fixmedins_code <> '' and earlier.fixmedins_code <> ''
    and (
      earlier.begndate < later.begndate
      or (earlier.begndate = later.begndate and earlier.setl_id < later.setl_id)
    )
    and date_diff('day', later.begndate, least(later.enddate, earlier.enddate)) >= rule.days
),

found as (
  select
    setl_id, psn_no, fixmedins_code, month,
    least(min(fund_yuan), sum(earlier_yuan)) as fund_yuan,
    '与' || min(earlier_code) || '的住院重叠' || cast(max(overlap_days) as varchar) || '天' as observed,
    case when count(*) = count(exclusion) then min(exclusion) end as exclusion
  from pair
  group by setl_id, psn_no, fixmedins_code, month
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code,
  setl_id, 'settlement' as evidence_type, setl_id as evidence,
  cast(fund_yuan as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from found
union all
select
  'settlement', found.setl_id, found.psn_no, found.fixmedins_code,
  pair.earlier_setl_id, 'settlement', pair.earlier_setl_id,
  cast(0 as decimal(16, 2)), found.observed, found.exclusion, found.month
from found
inner join pair on pair.setl_id = found.setl_id and pair.month = found.month
