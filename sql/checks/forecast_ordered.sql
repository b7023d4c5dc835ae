-- 预测的分位数应由低到高，概率应在 0 和 1 之间，期间曾低于某线的概率不小于月末低于的
-- severity: warn
select
  region_code, fund, account, month, forecaster, series, step,
  q025, q10, q50, q90, q975, p_below, p_crossed
from marts.fund_forecast
where
  step > 0
  and (
    q025 > q10 or q10 > q50 or q50 > q90 or q90 > q975
    or p_below < 0 or p_crossed > 1 or p_below > p_crossed
  )
