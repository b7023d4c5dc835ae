-- What a fund is expected to have every three months ahead of an origin (`month`): income and expenditure
-- from the month after it, the balance they are added to, and, where months payable may be told, expenditure
-- of the 12 months to then, known ones among them, without what goes to other levels. What is expected adds
-- up; the ends of the 80 % interval of the balance and the probabilities come from paths and do not.
-- `category` is the number of months ahead.
-- grain: region_code, fund, account, month, category
-- tags: forecasts
-- partition: month with history
with flow as (
  select
    region_code, fund, account, month, step,
    max(case when series = 'income' then cast(mean as decimal(18, 2)) end) as income_yuan,
    max(case when series = 'expenditure' then cast(mean as decimal(18, 2)) end) as expenditure_yuan,
    max(case when series = 'expenditure' then cast(mean as decimal(18, 2)) end)
    + coalesce(sum(case
      when series = 'other_accounts.spending' then cast(mean as decimal(18, 2))
      when series in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then -cast(mean as decimal(18, 2))
    end), 0) as spending_yuan,
    max(case when series = 'other_accounts.spending' then 1 else 0 end) as counts_others,
    max(case when series = 'balance' then q10 end) as balance_low_yuan,
    max(case when series = 'balance' then q90 end) as balance_high_yuan,
    max(case when series = 'months_payable' then mean end) as months_payable,
    max(case when series = 'band.6' then p_below end) as below_6,
    max(case when series = 'band.3' then p_below end) as below_3,
    max(case when series = 'band.0' then p_below end) as below_0,
    max(case when series = 'band.6' then p_crossed end) as crossed_6,
    max(case when series = 'band.3' then p_crossed end) as crossed_3,
    max(case when series = 'band.0' then p_crossed end) as crossed_0
  from marts.fund_forecast
  where forecaster = 'model' and step > 0
  group by region_code, fund, account, month, step
),

opening as (
  select region_code, fund, account, month, cast(mean as decimal(18, 2)) as balance_yuan
  from marts.fund_forecast
  where forecaster = 'model' and series = 'balance' and step = 0
),

-- The last year known at the origin, its last month being step 0.
past as (
  select
    origin.region_code, origin.fund, origin.account, origin.month,
    known.month_no - origin.month_no as step,
    known.spending_yuan + case when origin.counts_others = 1 then known.other_yuan else 0 end as spending_yuan
  from (
    select distinct
      region_code, fund, account, month, counts_others,
      cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no
    from flow
  ) as origin
  inner join (
    select
      region_code, fund, account,
      cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no,
      max(case when item = 'expenditure.total' then amount_yuan end)
      - coalesce(sum(
        case when item in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then amount_yuan end
      ), 0) as spending_yuan,
      coalesce(max(case when item = 'other_accounts.spending' then amount_yuan end), 0) as other_yuan
    from marts.forecast_history
    where
      item in ('expenditure.total', 'other_accounts.spending')
      or (adds_up and item in ('expenditure.remit_upper', 'expenditure.subsidize_lower'))
    group by region_code, fund, account, month
  ) as known
    on
      known.region_code = origin.region_code and known.fund = origin.fund
      and known.account = origin.account
      and known.month_no between origin.month_no - 11 and origin.month_no
),

told as (
  select region_code, fund, account, month, step
  from flow
  where step % 3 = 0
),

summed as (
  select
    told.region_code, told.fund, told.account, told.month, told.step,
    cast(sum(flow.income_yuan) as decimal(18, 2)) as income_yuan,
    cast(sum(flow.expenditure_yuan) as decimal(18, 2)) as expenditure_yuan
  from told
  inner join flow
    on
      flow.region_code = told.region_code and flow.fund = told.fund
      and flow.account = told.account and flow.month = told.month and flow.step <= told.step
  group by told.region_code, told.fund, told.account, told.month, told.step
),

latest as (
  select
    told.region_code, told.fund, told.account, told.month, told.step,
    cast(sum(spent.spending_yuan) as decimal(18, 2)) as spending_year_yuan
  from told
  inner join (
    select region_code, fund, account, month, step, spending_yuan from flow
    union all
    select region_code, fund, account, month, step, spending_yuan from past
  ) as spent
    on
      spent.region_code = told.region_code and spent.fund = told.fund
      and spent.account = told.account and spent.month = told.month
      and spent.step between told.step - 11 and told.step
  group by told.region_code, told.fund, told.account, told.month, told.step
  having count(spent.spending_yuan) = 12
)

select
  summed.region_code, summed.fund, summed.account, summed.month,
  cast(substr(summed.month, 1, 4) as integer) * 12 + cast(substr(summed.month, 6, 2) as integer) - 1 as month_no,
  '' as policy,
  cast(summed.step as varchar) as category,
  opening.balance_yuan as known_balance_yuan, summed.income_yuan, summed.expenditure_yuan,
  case when flow.months_payable is not null then latest.spending_year_yuan end as spending_year_yuan,
  flow.balance_low_yuan, flow.balance_high_yuan,
  flow.below_6, flow.below_3, flow.below_0,
  flow.crossed_6, flow.crossed_3, flow.crossed_0
from summed
inner join flow
  on
    flow.region_code = summed.region_code and flow.fund = summed.fund
    and flow.account = summed.account and flow.month = summed.month and flow.step = summed.step
left join opening
  on
    opening.region_code = summed.region_code and opening.fund = summed.fund
    and opening.account = summed.account and opening.month = summed.month
left join latest
  on
    latest.region_code = summed.region_code and latest.fund = summed.fund
    and latest.account = summed.account and latest.month = summed.month
    and latest.step = summed.step
