-- 指标：一行一个指标、统筹区、险种、账户、期间、口径的数值，即通报和网页所引的数。
-- 用 fundwatch trace 指标编号，可追到来文的单元格。
-- grain: metric, region_code, fund, account, period, basis
-- figure_id: 指标编号，供 fundwatch trace 用
-- metric: 指标代码，同比、环比带 .yoy、.mom
-- metric_name: 指标
-- metric_unit: 数值的单位（比：0.5782 即 57.82%）
-- period: 期间，如 2025-07、2025Q3、2025（季、年为期末数）
-- month: 期末的月份（YYYY-MM）
-- basis: 口径变体或切面（空为基本的），如 month、trailing_12、level:3、institution:H…
-- value: 数值，不四舍五入；不可比的为空
-- amount: 金额、人数、人次的精确值（比率类为空）
-- low: 来文四舍五入所容许的最小值
-- high: 来文四舍五入所容许的最大值
-- policy: 口径说明
-- note: 为什么没有数值
-- version: 指标定义的版本
select
  line.metric || '/' || line.region_code || '/' || line.fund
  || case when line.account = 'all' then '' else '/' || line.account end
  || '/' || line.period || case when line.basis = '' then '' else '/' || line.basis end as figure_id,
  line.metric, named.code_name as metric_name, unit.code_name as metric_unit,
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name,
  line.account, account.code_name as account_name, line.period, line.month, line.basis,
  coalesce(cast(line.amount as double), line.quotient) as value, line.amount, line.low, line.high,
  line.policy, line.note, line.version
from marts.figure as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as account on account.code_set = 'account' and account.code = line.account
left join meta.code as named on named.code_set = 'metric' and named.code = line.metric
left join meta.code as unit on unit.code_set = 'metric_unit' and unit.code = line.metric
