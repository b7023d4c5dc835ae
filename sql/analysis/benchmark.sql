-- 对比基准：国家、省或同类地区公布的指标。
-- grain: indicator, scope, fund, period
-- indicator: 指标（按来文的叫法）
-- fund: 险种（按来文的叫法）
-- value: 指标值（比率可写成 0.152 或 15.2）
-- source: 数据来源
-- scope: 范围，如 全国、某省、某市
select
  indicator, scope, fund, period, value, source
from core.benchmark
