-- R07 超长住院: a stay several times as long as the median of its DIP group over the twelve months up to
-- its own, and beyond the group's upper fence: lengths of stay spread by ratios, so the fence is the third
-- quartile times a power of the ratio of the quartiles. Days of registered leave do not count; quartiles
-- are taken from the ranks. At stake is the money of the days beyond the limit, not of the whole stay.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with counted as (
  select
    setl_id, psn_no, fixmedins_code, fund_pay_sumamt, dip_code, diag_code, dept_name, fixmedins_type, month,
    greatest(date_diff('day', begndate, enddate), 1) - leave_days as days
  from core.stay
  where dip_code is not null
),

ranked as (
  select
    this.month,
    case when stay.month = this.month then 1 else 0 end as is_own,
    stay.setl_id, stay.psn_no, stay.fixmedins_code, stay.fund_pay_sumamt, stay.dip_code, stay.diag_code,
    stay.dept_name, stay.fixmedins_type, stay.days,
    count(*) over (partition by this.month, stay.dip_code) as stays,
    row_number() over (
      partition by this.month, stay.dip_code order by stay.days nulls last, stay.setl_id nulls last
    ) as place
  from (select distinct month from core.stay) as this
  inner join counted as stay
    on
      stay.month <= this.month
      and stay.month > cast(cast(substr(this.month, 1, 4) as integer) - 1 as varchar) || substr(this.month, 5)
),

compared as (
  select
    month, is_own, setl_id, psn_no, fixmedins_code, fund_pay_sumamt, diag_code, dept_name, fixmedins_type,
    days, stays,
    sum(case when 2 * place between stays and stays + 2 then days else 0 end)
      over (partition by month, dip_code) as middle_days,
    sum(case when 2 * place between stays and stays + 2 then 1 else 0 end)
      over (partition by month, dip_code) as middle_stays,
    max(case when 4 * place between stays and stays + 3 then days end)
      over (partition by month, dip_code) as lower_days,
    max(case when 4 * place between 3 * stays and 3 * stays + 3 then days end)
      over (partition by month, dip_code) as upper_days
  from ranked
),

unclaimed as (
  select setl_id, min(month) as month
  from core.encounter
  where remark like '%无主%' or remark like '%身份不明%'
  group by setl_id
)

select
  'settlement' as subject_type, compared.setl_id as subject, compared.psn_no, compared.fixmedins_code,
  compared.setl_id, 'settlement' as evidence_type, compared.setl_id as evidence,
  cast(
    case
      when compared.middle_stays > 0
        then cast(coalesce(compared.fund_pay_sumamt, 0) * (compared.days * compared.middle_stays - rule.times * compared.middle_days) as double) / cast(compared.days * compared.middle_stays as double)
    end as decimal(16, 2)
  ) as amount_yuan,
  '住院' || cast(compared.days as varchar) || '天，为同病种中位数的'
  || cast(
    cast(
      case
        when compared.middle_days > 0
          then cast(compared.days * compared.middle_stays as double) / cast(compared.middle_days as double)
      end as decimal(10, 1)
    ) as varchar
  )
  || '倍（' || cast(compared.stays as varchar) || '例）' as observed,
  case
    when
      substr(compared.diag_code, 1, 2) in ('F0', 'F1', 'F2', 'F3')
      or compared.dept_name like '%精神%' or compared.fixmedins_type like '%精神%'
      then '精神疾病住院'
    when compared.dept_name like '%康复%' or compared.fixmedins_type like '%康复%' then '康复住院'
    when compared.dept_name like '%护理%' or compared.fixmedins_type like '%护理%' then '护理床位'
    when substr(compared.diag_code, 1, 3) = 'L89' then '压疮'
    when unclaimed.setl_id is not null then '无主病人'
  end as exclusion,
  compared.month
from compared
cross join source.rule_overlong_stay as rule
left join unclaimed on unclaimed.setl_id = compared.setl_id and unclaimed.month <= compared.month
where
  compared.is_own = 1 and compared.stays >= rule.cases and compared.days >= rule.days
  and compared.days * compared.middle_stays > rule.times * compared.middle_days
  and ln(greatest(compared.days, 1)) - ln(greatest(compared.upper_days, 1))
  > rule.fence * (ln(greatest(compared.upper_days, 1)) - ln(greatest(compared.lower_days, 1)))
