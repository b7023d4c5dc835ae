-- How well the forecasts of the last two years did, beside the seasonal naive forecast of the same months:
-- WAPE (summed absolute errors by summed amounts) and MASE; how often the 80 % and 95 % intervals held what
-- came; the interval scores (width, and what lay outside by 2/α: lower is better); for a band the Brier scores.
-- Of income and expenditure every month up to the horizon counts, of sums, balances and bands the last one.
-- Origins overlap, so they are fewer independent trials than their number. What is summed is decimal, so that
-- the order of summing does not matter.
-- grain: region_code, fund, account, forecaster, series, horizon
-- tags: forecasts
with horizon as (
  select distinct step as horizon
  from marts.forecast_outcome
  where step in (3, 6, 12)
),

counted as (
  select
    outcome.region_code, outcome.fund, outcome.account, outcome.month, outcome.forecaster,
    outcome.series, horizon.horizon, outcome.step,
    outcome.actual,
    abs(outcome.actual - outcome.mean) as error,
    abs(outcome.actual) as size,
    outcome.scale_yuan,
    outcome.q025, outcome.q10, outcome.q90, outcome.q975,
    outcome.p_below, outcome.p_crossed, outcome.below, outcome.crossed
  from marts.forecast_outcome as outcome
  inner join horizon
    on
      horizon.horizon = outcome.step
      or (outcome.step < horizon.horizon and outcome.series in ('income', 'expenditure'))
),

-- An origin counts for a horizon when that has been reached.
reached as (
  select region_code, fund, account, month, forecaster, series, horizon
  from counted
  where step = horizon
),

scored as (
  select
    this.region_code, this.fund, this.account, this.month, this.forecaster, this.series, this.horizon,
    cast(this.error as decimal(28, 6)) as error,
    cast(this.size as decimal(28, 6)) as size,
    this.below, this.crossed,
    cast(
      case when this.scale_yuan > 0 then cast(this.error as double) / cast(this.scale_yuan as double) end
      as decimal(28, 9)
    ) as scaled_error,
    case when this.actual between this.q10 and this.q90 then 1 when this.actual is not null then 0 end as in_80,
    case when this.actual between this.q025 and this.q975 then 1 when this.actual is not null then 0 end as in_95,
    cast(
      this.q90 - this.q10
      + 10 * (greatest(this.q10 - this.actual, 0) + greatest(this.actual - this.q90, 0))
      as decimal(28, 6)
    ) as interval_score_80,
    cast(
      this.q975 - this.q025
      + 40 * (greatest(this.q025 - this.actual, 0) + greatest(this.actual - this.q975, 0))
      as decimal(28, 6)
    ) as interval_score_95,
    cast(
      (this.p_below - this.below) * (this.p_below - this.below) as decimal(18, 12)
    ) as brier_below,
    cast(
      (this.p_crossed - this.crossed) * (this.p_crossed - this.crossed) as decimal(18, 12)
    ) as brier_crossed
  from counted as this
  inner join reached
    on
      reached.region_code = this.region_code and reached.fund = this.fund
      and reached.account = this.account and reached.month = this.month
      and reached.forecaster = this.forecaster and reached.series = this.series
      and reached.horizon = this.horizon
),

summed as (
  select
    region_code, fund, account, forecaster, series, horizon,
    count(distinct month) as origins,
    min(month) as first_origin,
    max(month) as last_origin,
    sum(error) as error,
    sum(size) as size,
    sum(scaled_error) as scaled_error,
    count(scaled_error) as scaled_errors,
    count(in_80) as judged,
    sum(in_80) as in_80,
    sum(in_95) as in_95,
    sum(interval_score_80) as interval_score_80,
    sum(interval_score_95) as interval_score_95,
    count(brier_below) as judged_below,
    sum(below) as times_below,
    sum(brier_below) as brier_below,
    count(brier_crossed) as judged_crossed,
    sum(crossed) as times_crossed,
    sum(brier_crossed) as brier_crossed
  from scored
  group by region_code, fund, account, forecaster, series, horizon
)

select
  region_code, fund, account, forecaster, series, horizon, origins, first_origin, last_origin,
  case when size > 0 then cast(error as double) / cast(size as double) end as wape,
  case when scaled_errors > 0 then cast(scaled_error as double) / cast(scaled_errors as double) end as mase,
  case when judged > 0 then cast(in_80 as double) / cast(judged as double) end as coverage_80,
  case when judged > 0 then cast(in_95 as double) / cast(judged as double) end as coverage_95,
  case
    when judged > 0 then cast(interval_score_80 as double) / cast(judged as double)
  end as interval_score_80,
  case
    when judged > 0 then cast(interval_score_95 as double) / cast(judged as double)
  end as interval_score_95,
  times_below,
  case
    when judged_below > 0 then cast(brier_below as double) / cast(judged_below as double)
  end as brier_below,
  times_crossed,
  case
    when judged_crossed > 0 then cast(brier_crossed as double) / cast(judged_crossed as double)
  end as brier_crossed
from summed
