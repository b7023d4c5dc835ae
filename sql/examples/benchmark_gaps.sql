-- 与全国、全省、同类地区公布数相差最大的指标（市级）
with topmost as (
  select region_code from analysis.region_scope group by region_code having max(distance) = 0
)

select
  line.region_name, line.fund_name, line.metric_name, line.metric_unit, line.period, line.value,
  line.scope, line.benchmark_period, line.benchmark_value, line.difference, line.ratio, line.rank, line.peers
from analysis.benchmark_comparison as line
inner join topmost on topmost.region_code = line.region_code
order by abs(line.ratio - 1) desc nulls last
