-- A statement's expenditure beside the settlements it pays for: 收付实现制 against 权责发生制, and what
-- the clearing rule of the config explains of the difference: payment after a lag, deposits kept back and
-- returned, advances paid and taken back (core.clearing_flow; a region is the sum of those it is made of).
-- `settled` leaves out what other funds pay (公务员补助, 医疗救助), and 大病 where a statement does not list it.
-- grain: region_code, fund, account, month
-- tags: records
-- needs: core.settlement_pay
-- partition: month with history
with rule as (
  select
    cast(deposit_returned_in as integer) as deposit_returned_in,
    cast(advance_paid_in as integer) as advance_paid_in
  from source.clearing_rule
),

slowest as (
  select
    max(cast(lag_months as integer)) as lag_months, max(cast(deposit_share as decimal(9, 6))) as deposit_share
  from source.clearing_lag
),

settling as (
  select distinct region_code, fund from core.settlement_pay
),

covered as (
  select
    coalesce(scope.scope_code, paid.region_code) as region_code, paid.fund,
    min(
      cast(substr(paid.month, 1, 4) as integer) * 12 + cast(substr(paid.month, 6, 2) as integer) - 1
    ) as first_no
  from core.settlement_pay as paid
  left join core.region_scope as scope on scope.region_code = paid.region_code
  group by coalesce(scope.scope_code, paid.region_code), paid.fund
),

by_region as (
  select
    coalesce(scope.scope_code, flow.region_code) as region_code, flow.fund, flow.account, flow.item,
    flow.month_no,
    sum(flow.settled_yuan) as settled, sum(flow.lagged_yuan) as lagged, sum(flow.retained_yuan) as retained,
    sum(case when settling.region_code is not null then flow.advanced_yuan else 0 end) as advanced,
    sum(case when scope.distance = 0 then flow.advanced_yuan else 0 end) as own_advanced
  from core.clearing_flow as flow
  left join core.region_scope as scope on scope.region_code = flow.region_code
  left join settling on settling.region_code = flow.region_code and settling.fund = flow.fund
  group by coalesce(scope.scope_code, flow.region_code), flow.fund, flow.account, flow.item, flow.month_no
),

statement as (
  select
    region_code, fund, account, month,
    substr(month, 1, 4) as year,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no,
    max(case when item = 'expenditure.benefit' then month_yuan end) as benefit_month,
    max(case when item = 'expenditure.benefit' then ytd_yuan end) as benefit_ytd,
    max(case when item = 'expenditure.critical_illness' then month_yuan end) as critical_month,
    max(case when item = 'expenditure.critical_illness' then ytd_yuan end) as critical_ytd,
    max(case when item = 'expenditure.total' then month_yuan end) as total_month,
    max(case when item = 'expenditure.total' then ytd_yuan end) as total_ytd,
    coalesce(
      sum(
        case
          when
            item in (
              'expenditure.transfer', 'expenditure.other', 'expenditure.remit_upper',
              'expenditure.subsidize_lower'
            )
            then month_yuan
        end
      ), 0
    ) as besides_month,
    coalesce(
      sum(
        case
          when
            item in (
              'expenditure.transfer', 'expenditure.other', 'expenditure.remit_upper',
              'expenditure.subsidize_lower'
            )
            then ytd_yuan
        end
      ), 0
    ) as besides_ytd
  from core.fund_flow
  where item like 'expenditure.%'
  group by region_code, fund, account, month
),

printed as (
  select
    statement.region_code, statement.fund, statement.account, statement.month, statement.year,
    statement.month_no,
    case when statement.critical_month is null and statement.critical_ytd is null then 0 else 1 end as has_critical,
    case
      when statement.benefit_month is not null
        then statement.benefit_month + coalesce(statement.critical_month, 0)
      else statement.total_month - statement.besides_month
    end as statement_yuan,
    case
      when statement.benefit_ytd is not null
        then statement.benefit_ytd + coalesce(statement.critical_ytd, 0)
      else statement.total_ytd - statement.besides_ytd
    end as statement_ytd_yuan
  from statement
  inner join covered on covered.region_code = statement.region_code and covered.fund = statement.fund
),

moved as (
  select
    printed.region_code, printed.fund, printed.account, printed.month,
    case when flow.month_no = printed.month_no then 1 else 0 end as is_now,
    flow.settled, flow.lagged, flow.retained,
    case
      when january.month is null then 0
      when flow.advanced <> 0 then flow.advanced
      else flow.own_advanced
    end as advanced
  from printed
  cross join rule
  inner join by_region as flow
    on
      flow.region_code = printed.region_code and flow.fund = printed.fund
      and flow.month_no <= printed.month_no and flow.month_no >= cast(printed.year as integer) * 12
      and (printed.account = 'all' or flow.account = printed.account)
      and (printed.has_critical = 1 or flow.item <> 'expenditure.critical_illness')
  left join printed as january
    on
      january.region_code = printed.region_code and january.fund = printed.fund
      and january.account = printed.account
      and january.month_no = cast(printed.year as integer) * 12 + rule.advance_paid_in - 1
),

explained as (
  select
    region_code, fund, account, month,
    sum(case when is_now = 1 then settled else 0 end) as settled,
    sum(case when is_now = 1 then lagged else 0 end) as lagged,
    sum(case when is_now = 1 then retained else 0 end) as retained,
    sum(case when is_now = 1 then advanced else 0 end) as advanced,
    sum(settled) as settled_ytd, sum(lagged) as lagged_ytd, sum(retained) as retained_ytd,
    sum(advanced) as advanced_ytd
  from moved
  group by region_code, fund, account, month
)

select
  printed.region_code, printed.fund, printed.account, printed.month,
  cast(printed.statement_yuan as decimal(18, 2)) as statement_yuan,
  cast(coalesce(explained.settled, 0) as decimal(18, 2)) as settled_yuan,
  cast(printed.statement_yuan - coalesce(explained.settled, 0) as decimal(18, 2)) as difference_yuan,
  cast(coalesce(explained.lagged, 0) as decimal(18, 2)) as lag_effect_yuan,
  cast(coalesce(explained.retained, 0) as decimal(18, 2)) as retention_effect_yuan,
  cast(coalesce(explained.advanced, 0) as decimal(18, 2)) as advance_effect_yuan,
  cast(
    printed.statement_yuan - coalesce(explained.settled, 0) - coalesce(explained.lagged, 0)
    - coalesce(explained.retained, 0) - coalesce(explained.advanced, 0) as decimal(18, 2)
  ) as unexplained_yuan,
  cast(printed.statement_ytd_yuan as decimal(18, 2)) as statement_ytd_yuan,
  cast(coalesce(explained.settled_ytd, 0) as decimal(18, 2)) as settled_ytd_yuan,
  cast(
    printed.statement_ytd_yuan - coalesce(explained.settled_ytd, 0) as decimal(18, 2)
  ) as difference_ytd_yuan,
  cast(coalesce(explained.lagged_ytd, 0) as decimal(18, 2)) as lag_effect_ytd_yuan,
  cast(coalesce(explained.retained_ytd, 0) as decimal(18, 2)) as retention_effect_ytd_yuan,
  cast(coalesce(explained.advanced_ytd, 0) as decimal(18, 2)) as advance_effect_ytd_yuan,
  cast(
    printed.statement_ytd_yuan - coalesce(explained.settled_ytd, 0) - coalesce(explained.lagged_ytd, 0)
    - coalesce(explained.retained_ytd, 0) - coalesce(explained.advanced_ytd, 0) as decimal(18, 2)
  ) as unexplained_ytd_yuan,
  case
    when covered.first_no > printed.month_no then '当月及以前没有结算数据'
    when
      slowest.lag_months > 0 and covered.first_no > cast(printed.year as integer) * 12 - slowest.lag_months
      then '年初以前的结算未载入，其滞后支付不在内'
    when
      slowest.deposit_share > 0 and covered.first_no > (cast(printed.year as integer) - 1) * 12
      then '上年的结算未全部载入，返还的保证金不全'
  end as note
from printed
cross join slowest
inner join covered on covered.region_code = printed.region_code and covered.fund = printed.fund
left join explained
  on
    explained.region_code = printed.region_code and explained.fund = printed.fund
    and explained.account = printed.account and explained.month = printed.month
