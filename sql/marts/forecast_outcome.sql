-- What became of forecasts: beside each forecast of the next 12 months whose target month is known by now,
-- the actual value; beside income and expenditure of a month the mean absolute change from one year to the
-- next in what was known at the origin (the scale of MASE); beside a band whether months payable were below
-- it at the end of the target month, and whether they were at the end of any month so far. Months payable are
-- by the spending of the last 12 months, of all accounts and without 上解上级 and 补助下级, as in the forecast.
-- grain: region_code, fund, account, month, forecaster, series, step
-- tags: forecasts
with flow as (
  select
    region_code, fund, account, month,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no,
    max(case when item = 'income.total' then amount_yuan end) as income_yuan,
    max(case when item = 'expenditure.total' then amount_yuan end) as expenditure_yuan,
    max(case when item = 'expenditure.total' then amount_yuan end)
    + coalesce(sum(case
      when item = 'other_accounts.spending' then amount_yuan
      when item in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then -amount_yuan
    end), 0) as spending_yuan,
    max(case when item = 'balance.closing' then amount_yuan end) as closing_yuan
  from marts.forecast_history
  group by region_code, fund, account, month
),

yearly as (
  select
    this.region_code, this.fund, this.account, this.month, this.month_no,
    this.income_yuan, this.expenditure_yuan, this.spending_yuan, this.closing_yuan,
    abs(this.income_yuan - before.income_yuan) as income_change_yuan,
    abs(this.expenditure_yuan - before.expenditure_yuan) as expenditure_change_yuan
  from flow as this
  left join flow as before
    on
      before.region_code = this.region_code and before.fund = this.fund
      and before.account = this.account and before.month_no = this.month_no - 12
),

running as (
  select
    region_code, fund, account, month, month_no, income_yuan, expenditure_yuan, closing_yuan,
    sum(income_yuan) over so_far as income_so_far_yuan,
    count(income_yuan) over so_far as income_months,
    sum(expenditure_yuan) over so_far as expenditure_so_far_yuan,
    count(expenditure_yuan) over so_far as expenditure_months,
    sum(spending_yuan) over so_far as spending_so_far_yuan,
    count(spending_yuan) over so_far as spending_months,
    sum(income_change_yuan) over so_far as income_changes_yuan,
    count(income_change_yuan) over so_far as income_changes,
    sum(expenditure_change_yuan) over so_far as expenditure_changes_yuan,
    count(expenditure_change_yuan) over so_far as expenditure_changes
  from yearly
  window
    so_far as (
      partition by region_code, fund, account order by month_no nulls last
      rows between unbounded preceding and current row
    )
),

actual as (
  select
    this.region_code, this.fund, this.account, this.month, this.month_no,
    this.income_yuan, this.expenditure_yuan, this.closing_yuan,
    this.income_so_far_yuan, this.income_months,
    this.expenditure_so_far_yuan, this.expenditure_months,
    case
      when this.income_changes > 0
        then cast(this.income_changes_yuan as double) / cast(this.income_changes as double)
    end as income_scale_yuan,
    case
      when this.expenditure_changes > 0
        then cast(this.expenditure_changes_yuan as double) / cast(this.expenditure_changes as double)
    end as expenditure_scale_yuan,
    case
      when
        this.spending_months - coalesce(before.spending_months, 0) = 12
        and this.spending_so_far_yuan > coalesce(before.spending_so_far_yuan, 0)
        then
          cast(this.closing_yuan * 12 as double) / cast(
            this.spending_so_far_yuan - coalesce(before.spending_so_far_yuan, 0) as double
          )
    end as months_payable
  from running as this
  left join running as before
    on
      before.region_code = this.region_code and before.fund = this.fund
      and before.account = this.account and before.month_no = this.month_no - 12
),

forecast as (
  select
    region_code, fund, account, month, forecaster, series, step, target_month,
    mean, q025, q10, q90, q975, p_below, p_crossed,
    case when substr(series, 1, 5) = 'band.' then cast(substr(series, 6) as double) end as band
  from marts.fund_forecast
  where
    step between 1 and 12
    and (
      series in ('income', 'expenditure', 'income_sum', 'expenditure_sum', 'balance', 'months_payable')
      or substr(series, 1, 5) = 'band.'
    )
),

-- Whether a band was crossed is known when every month so far is.
way as (
  select
    forecast.region_code, forecast.fund, forecast.account, forecast.month, forecast.forecaster,
    forecast.series, forecast.step,
    count(actual.months_payable) as months_known,
    max(case when actual.months_payable < forecast.band then 1 else 0 end) as crossed
  from forecast
  inner join actual
    on
      actual.region_code = forecast.region_code and actual.fund = forecast.fund
      and actual.account = forecast.account
      and actual.month > forecast.month and actual.month <= forecast.target_month
  where forecast.band is not null
  group by
    forecast.region_code, forecast.fund, forecast.account, forecast.month, forecast.forecaster,
    forecast.series, forecast.step
),

judged as (
  select
    forecast.region_code, forecast.fund, forecast.account, forecast.month, forecast.forecaster,
    forecast.series, forecast.step, forecast.target_month,
    forecast.mean, forecast.q025, forecast.q10, forecast.q90, forecast.q975,
    forecast.p_below, forecast.p_crossed,
    case
      when forecast.series = 'income' then cast(target.income_yuan as double)
      when forecast.series = 'expenditure' then cast(target.expenditure_yuan as double)
      when
        forecast.series = 'income_sum' and target.income_months - origin.income_months = forecast.step
        then cast(target.income_so_far_yuan - origin.income_so_far_yuan as double)
      when
        forecast.series = 'expenditure_sum'
        and target.expenditure_months - origin.expenditure_months = forecast.step
        then cast(target.expenditure_so_far_yuan - origin.expenditure_so_far_yuan as double)
      when forecast.series = 'balance' then cast(target.closing_yuan as double)
      when forecast.series = 'months_payable' then target.months_payable
    end as actual,
    case
      when forecast.series = 'income' then origin.income_scale_yuan
      when forecast.series = 'expenditure' then origin.expenditure_scale_yuan
    end as scale_yuan,
    case
      when target.months_payable < forecast.band then 1
      when forecast.band is not null and target.months_payable is not null then 0
    end as below,
    case when way.months_known = forecast.step then way.crossed end as crossed
  from forecast
  inner join actual as origin
    on
      origin.region_code = forecast.region_code and origin.fund = forecast.fund
      and origin.account = forecast.account and origin.month = forecast.month
  inner join actual as target
    on
      target.region_code = forecast.region_code and target.fund = forecast.fund
      and target.account = forecast.account and target.month = forecast.target_month
  left join way
    on
      way.region_code = forecast.region_code and way.fund = forecast.fund
      and way.account = forecast.account and way.month = forecast.month
      and way.forecaster = forecast.forecaster and way.series = forecast.series
      and way.step = forecast.step
)

select
  region_code, fund, account, month, forecaster, series, step, target_month,
  mean, q025, q10, q90, q975, p_below, p_crossed,
  actual, scale_yuan, below, crossed
from judged
where actual is not null or below is not null or crossed is not null
