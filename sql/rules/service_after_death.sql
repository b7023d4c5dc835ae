-- R26 死亡后就医购药: care given after the day a person died, paid from the pool or the account. The day
-- of care is when it began, not when it was settled, so that what is settled late is in order. A person
-- seen for months afterwards, in a ward or at more than one institution, is rather alive and the day of
-- death wrong: that shows only later, so all months are read at once.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
with later as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.care, line.month, death.death_date,
    coalesce(line.begndate, cast(line.setl_time as date)) as care_date,
    coalesce(line.fund_pay_sumamt, 0) + coalesce(line.acct_pay, 0) as paid_yuan
  from core.settlement as line
  inner join core.death as death on death.psn_no = line.psn_no
  cross join source.rule_service_after_death as rule
  left join core.refunded as refund on refund.setl_id = line.setl_id
  where
    line.visits = 1 and refund.setl_id is null
    and date_diff('day', death.death_date, coalesce(line.begndate, cast(line.setl_time as date))) > rule.grace_days
),

lived as (
  select
    psn_no,
    count(*) as visits,
    count(distinct month) as months,
    count(distinct fixmedins_code) as places,
    max(case when care = 'inpatient' then 1 else 0 end) as has_stay
  from later
  group by psn_no
)

select
  'settlement' as subject_type, later.setl_id as subject, later.psn_no, later.fixmedins_code, later.setl_id,
  'settlement' as evidence_type, later.setl_id as evidence,
  cast(later.paid_yuan as decimal(16, 2)) as amount_yuan,
  '死亡日期' || cast(later.death_date as varchar) || '，' || cast(later.care_date as varchar) || '仍有就医购药，晚'
  || cast(date_diff('day', later.death_date, later.care_date) as varchar) || '天' as observed,
  case
    when lived.months >= rule.life_months and (lived.places >= 2 or lived.has_stay = 1)
      then '死亡日期疑有误：此后' || cast(lived.months as varchar) || '个月在' || cast(lived.places as varchar)
        || '家机构就医' || cast(lived.visits as varchar) || '次'
  end as exclusion,
  later.month
from later
inner join lived on lived.psn_no = later.psn_no
cross join source.rule_service_after_death as rule
where later.paid_yuan > 0
