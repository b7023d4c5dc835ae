-- 对标：一行一个指标、统筹区、险种、期间与一个基准（全国、全省、同类地区）的比较。
-- grain: metric, region_code, fund, period, scope
-- metric: 指标代码
-- metric_name: 指标
-- metric_unit: 指标的单位
-- period: 期间
-- month: 期末的月份（YYYY-MM）
-- value: 本地数值
-- scope: 基准范围（按来文）
-- scope_kind: 基准范围的种类（nation、province、peer）
-- scope_kind_name: 基准范围的种类
-- benchmark_period: 基准所属的期间（不晚于本期的最近一期）
-- benchmark_value: 基准值
-- difference: 本地减基准
-- ratio: 本地是基准的多少倍
-- rank: 在同类地区中的名次（1 最高）
-- peers [个]: 参加排名的地区数（含本地）
-- source: 基准的来源
select
  line.metric, named.code_name as metric_name, unit.code_name as metric_unit,
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name, line.period, line.month,
  line.value, line.scope, line.scope_kind, kind.code_name as scope_kind_name,
  line.benchmark_period, line.benchmark_value, line.difference, line.ratio, line.rank, line.peers,
  line.source
from marts.benchmark_comparison as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as named on named.code_set = 'metric' and named.code = line.metric
left join meta.code as unit on unit.code_set = 'metric_unit' and unit.code = line.metric
left join meta.code as kind on kind.code_set = 'scope_kind' and kind.code = line.scope_kind
