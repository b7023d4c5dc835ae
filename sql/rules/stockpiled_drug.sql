-- R19 累计囤药: in the 90 days up to a purchase a person got more days of one generic than so many times
-- 90. Of the purchases of a month the one with most days is shown, with all prescriptions of its 90
-- days. The days beyond the limit lie in the latest prescriptions; each counts in its own month, so
-- that no day is counted twice.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with refund as (
  select setl_id, min(month) as month
  from core.refunded
  group by setl_id
),

bought as (
  select
    rx.rx_drord_no, rx.setl_id, rx.psn_no, rx.fixmedins_code, coalesce(rx.hilist_code, '') as hilist_code,
    coalesce(rx.generic_name, item.generic_name, rx.hilist_code) as drug,
    cast(rx.rx_time as date) as rx_day, rx.days_supply, coalesce(rx.fund_pay_amt, 0) as fund_pay_amt,
    rx.remark, rx.month, coalesce(refund.month, '9999-12') as refunded_in
  from core.prescription as rx
  left join core.catalogue as item on item.hilist_code = rx.hilist_code
  left join refund on refund.setl_id = rx.setl_id
  where rx.psn_no is not null and rx.days_supply > 0
),

purchase as (
  select psn_no, drug, rx_day, month
  from bought
  where drug is not null and refunded_in > month
  group by psn_no, drug, rx_day, month
),

over_limit as (
  select
    later.psn_no, later.drug, later.rx_day, later.month,
    min(earlier.rx_day) as first_day,
    sum(earlier.days_supply) as window_days,
    sum(case when earlier.rx_day = later.rx_day then earlier.days_supply else 0 end) as last_days,
    cast(90 * min(rule.times) as decimal(18, 2)) as days_limit,
    min(rule.early_days) as early_days
  from purchase as later
  inner join bought as earlier on earlier.psn_no = later.psn_no and earlier.drug = later.drug
  cross join source.rule_stockpiled_drug as rule
  where
    date_diff('day', earlier.rx_day, later.rx_day) between 0 and 89
    and earlier.refunded_in > later.month
  group by later.psn_no, later.drug, later.rx_day, later.month
  having sum(earlier.days_supply) > 90 * min(rule.times)
),

ranked as (
  select
    psn_no, drug, rx_day, month, first_day, window_days, last_days, days_limit, early_days,
    row_number() over (
      partition by psn_no, drug, month order by window_days desc nulls last, rx_day nulls last
    ) as place
  from over_limit
),

piece as (
  select
    ranked.psn_no, ranked.drug, ranked.month, ranked.rx_day as last_day, ranked.first_day, ranked.window_days,
    ranked.last_days, ranked.days_limit, ranked.early_days,
    bought.rx_drord_no, bought.setl_id, bought.fixmedins_code, bought.hilist_code, bought.days_supply,
    bought.fund_pay_amt, bought.month as rx_month,
    case
      when bought.remark like '%剂量%' or bought.remark like '%遗失%' or bought.remark like '%丢失%' then 1
      else 0
    end as is_remarked,
    case when bought.remark like '%缺货%' or bought.remark like '%缺药%' then bought.days_supply else 0 end as short_days,
    sum(bought.days_supply) over (
      partition by ranked.psn_no, ranked.drug, ranked.month
      order by bought.rx_day nulls last, bought.rx_drord_no nulls last, bought.hilist_code nulls last
      rows between unbounded preceding and current row
    ) as days_so_far,
    sum(bought.days_supply) over (
      partition by ranked.psn_no, ranked.drug, ranked.month, bought.hilist_code
    ) as code_days
  from ranked
  inner join bought on bought.psn_no = ranked.psn_no and bought.drug = ranked.drug
  where
    ranked.place = 1 and date_diff('day', bought.rx_day, ranked.rx_day) between 0 and 89
    and bought.refunded_in > ranked.month
),

suspicion as (
  select
    psn_no, drug, month,
    '90天内购“' || drug || '”' || cast(count(distinct rx_drord_no) as varchar) || '次，合计'
    || cast(min(window_days) as varchar) || '天用量，上限'
    || cast(cast(min(days_limit) as decimal(18, 0)) as varchar) || '天' as observed,
    case
      when count(*) = 1 then '只有一张处方，由单方超量判断'
      when
        min(hilist_code) <> max(hilist_code) and max(code_days) <= min(days_limit)
        then '两种规格并用或调整剂量，任一规格都未超过上限'
      when
        min(first_day) < min(last_day)
        and min(window_days) - min(last_days)
        <= date_diff('day', min(first_day), min(last_day)) + min(early_days)
        then '按时续方，尚存用量没有超过容许提前的天数'
      when max(is_remarked) = 1 then '备注为调整剂量或药品遗失'
      when min(window_days) - sum(short_days) <= min(days_limit) then '备注为缺药未能调配，除去后没有超过上限'
    end as exclusion
  from piece
  group by psn_no, drug, month
),

excess as (
  select
    psn_no, drug, month, rx_drord_no, setl_id, fixmedins_code,
    cast(
      case
        when rx_month <> month or days_so_far <= days_limit then 0
        when days_so_far - days_supply >= days_limit then fund_pay_amt
        when days_supply > 0
          then cast(fund_pay_amt * (days_so_far - days_limit) as double) / cast(days_supply as double)
      end as decimal(16, 2)
    ) as amount_yuan
  from piece
)

select
  'person_drug' as subject_type, suspicion.psn_no || '/' || suspicion.drug as subject, suspicion.psn_no,
  min(excess.fixmedins_code) as fixmedins_code, min(excess.setl_id) as setl_id,
  'prescription' as evidence_type, excess.rx_drord_no as evidence,
  cast(sum(excess.amount_yuan) as decimal(16, 2)) as amount_yuan,
  min(suspicion.observed) as observed, min(suspicion.exclusion) as exclusion, suspicion.month
from suspicion
inner join excess
  on excess.psn_no = suspicion.psn_no and excess.drug = suspicion.drug and excess.month = suspicion.month
group by suspicion.psn_no, suspicion.drug, suspicion.month, excess.rx_drord_no
