-- Service figures of a region beside benchmarks of the same fund: nation, province, peers. Of a benchmark
-- counts the latest period of the same kind that is not after the figure's. A rate may be printed as
-- 0.152 or 15.2. `rank` is the place among peers, 1 the highest, where the file holds any.
-- grain: metric, region_code, fund, period, scope
-- tags: records
-- needs: core.benchmark
-- partition: month with history
with printed as (
  select
    indicator.metric, coalesce(insutype.fund, mark.fund) as fund, mark.scope, mark.period, mark.value,
    mark.source,
    case
      when mark.scope in ('全国', '国家', '全国平均', 'nation') then 'nation'
      when mark.scope in ('全省', '省', '本省', '全省平均', 'province') or mark.scope like '%省'
        or mark.scope like '%自治区' or mark.scope like '__0000' then 'province'
      else 'peer'
    end as scope_kind,
    coalesce(named.region_code, mark.scope) as scope_region
  from core.benchmark as mark
  inner join source.indicator as indicator on indicator.code = mark.indicator
  left join source.insutype as insutype on insutype.code = mark.fund
  left join core.region as named on named.region_name = mark.scope
),

figure as (
  select
    metric, region_code, fund, period, month, coalesce(cast(amount as double), quotient) as value,
    case when amount is null then 1 else 0 end as is_quotient
  from marts.figure
  where basis = '' and account = 'all' and coalesce(cast(amount as double), quotient) is not null
),

fitting as (
  select
    figure.metric, figure.region_code, figure.fund, figure.period, figure.month, figure.value,
    figure.is_quotient,
    printed.scope, printed.scope_kind, printed.period as benchmark_period, printed.source,
    case
      when indicator.unit = 'ratio' and printed.value > 1 then cast(printed.value as double) * 0.01
      else cast(printed.value as double)
    end as benchmark_value,
    row_number() over (
      partition by figure.metric, figure.region_code, figure.fund, figure.period, printed.scope
      order by printed.period desc nulls last
    ) as recency
  from figure
  inner join printed
    on
      printed.metric = figure.metric and printed.fund = figure.fund
      and length(printed.period) = length(figure.period) and printed.period <= figure.period
      and printed.scope_region <> figure.region_code
  inner join (select distinct metric, unit from source.indicator) as indicator
    on indicator.metric = figure.metric
),

latest as (
  select
    metric, region_code, fund, period, month, value, scope, scope_kind, benchmark_period, benchmark_value,
    source
  from fitting
  where recency = 1
),

ranked as (
  select
    metric, region_code, fund, period,
    count(*) + 1 as peers,
    sum(case when benchmark_value > value then 1 else 0 end) + 1 as rank
  from latest
  where scope_kind = 'peer'
  group by metric, region_code, fund, period
)

select
  latest.metric, latest.region_code, latest.fund, latest.period, latest.month, latest.value,
  latest.scope, latest.scope_kind, latest.benchmark_period, latest.benchmark_value,
  latest.value - latest.benchmark_value as difference,
  case
    when latest.benchmark_value = 0 then null
    else cast(latest.value as double) / cast(latest.benchmark_value as double)
  end as ratio,
  cast(ranked.rank as integer) as rank,
  cast(ranked.peers as integer) as peers,
  latest.source
from latest
left join ranked
  on
    ranked.metric = latest.metric and ranked.region_code = latest.region_code
    and ranked.fund = latest.fund and ranked.period = latest.period
