-- Fund money by the month in which the clearing rule of the config moves it: `settled` in the month of
-- settlement, `lagged` from there to the month of payment, `retained` as deposit kept back and returned,
-- `advanced` as 预付金 by the region's own budget, paid and taken back. Sums of an insured region, fund,
-- item, place of payment and month are rounded half up to the fen.
-- `month_no` counts months since year 0.
-- grain: region_code, fund, account, item, month_no
-- tags: records
-- needs: core.settlement_pay
with rule as (
  select
    cast(deposit_returned_in as integer) as deposit_returned_in,
    cast(advance_paid_in as integer) as advance_paid_in,
    cast(advance_months as integer) as advance_months,
    cast(parts as integer) as parts
  from source.clearing_rule
),

lag_of as (
  select
    place, cast(lag_months as integer) as lag_months,
    cast(deposit_share as decimal(9, 6)) as deposit_share
  from source.clearing_lag
),

paid as (
  select region_code, fund, pay_loc, month, 'hifp_pay' as pay_column, hifp_pay as amount
  from core.settlement_pay
  union all
  select region_code, fund, pay_loc, month, 'hifmi_pay' as pay_column, hifmi_pay as amount
  from core.settlement_pay
  union all
  select region_code, fund, pay_loc, month, 'hifob_pay' as pay_column, hifob_pay as amount
  from core.settlement_pay
  union all
  select region_code, fund, pay_loc, month, 'oth_pay' as pay_column, oth_pay as amount
  from core.settlement_pay
  union all
  select region_code, fund, pay_loc, month, 'acct_pay' as pay_column, acct_pay as amount
  from core.settlement_pay
  union all
  select region_code, fund, pay_loc, month, 'acct_mulaid_pay' as pay_column, acct_mulaid_pay as amount
  from core.settlement_pay
),

spent as (
  select
    paid.region_code, paid.fund, item.account, item.item,
    cast(substr(paid.month, 1, 4) as integer) as year,
    cast(substr(paid.month, 1, 4) as integer) * 12 + cast(substr(paid.month, 6, 2) as integer) - 1 as month_no,
    max(case when item.is_cleared = '1' then coalesce(lag_of.lag_months, 0) else 0 end) as lag_months,
    max(case when item.is_cleared = '1' then coalesce(lag_of.deposit_share, 0) else 0 end) as deposit_share,
    cast(sum(paid.amount) as decimal(18, 2)) as amount
  from paid
  inner join source.clearing_item as item on item.fund = paid.fund and item.pay_column = paid.pay_column
  left join lag_of on lag_of.place = paid.pay_loc
  group by paid.region_code, paid.fund, paid.pay_loc, paid.month, item.account, item.item
  having sum(paid.amount) <> 0
),

kept as (
  select
    region_code, fund, account, item, year, month_no, lag_months, amount,
    amount - cast(amount * (1 - deposit_share) as decimal(18, 2)) as deposit
  from spent
),

budget as (
  select
    line.region_code, line.fund, cast(line.year as integer) as year, rule.advance_paid_in, rule.parts,
    case
      when rule.advance_months > 0
        then cast(line.amount_yuan * 100 * rule.advance_months as double) / cast(12 as double)
    end as fen
  from core.fund_budget as line
  cross join rule
  where line.item = 'expenditure.benefit' and line.in_force_from = line.year || '-01' and rule.parts > 0
),

advance as (
  select
    region_code, fund, year, advance_paid_in, parts, cast(round(fen) as decimal(18, 0)) as fen,
    case when parts > 0 then cast(round(fen) as double) / cast(parts as double) end as part_fen
  from budget
  where fen is not null
),

advanced as (
  select
    region_code, fund, year * 12 + advance_paid_in - 1 as month_no,
    cast(fen * 0.01 as decimal(18, 2)) as amount
  from advance
  union all
  select
    advance.region_code, advance.fund, advance.year * 12 + cast(back.month as integer) - 1 as month_no,
    cast(
      case
        when cast(back.part as integer) < advance.parts then -cast(round(part_fen) as decimal(18, 0))
        else cast(round(part_fen) as decimal(18, 0)) * (advance.parts - 1) - advance.fen
      end * 0.01 as decimal(18, 2)
    ) as amount
  from advance
  cross join source.clearing_return as back
),

flow as (
  select
    region_code, fund, account, item, month_no,
    amount as settled, -amount as lagged, cast(0 as decimal(18, 2)) as retained,
    cast(0 as decimal(18, 2)) as advanced
  from kept
  union all
  select
    region_code, fund, account, item, month_no + lag_months as month_no,
    cast(0 as decimal(18, 2)) as settled, amount as lagged, -deposit as retained,
    cast(0 as decimal(18, 2)) as advanced
  from kept
  union all
  select
    kept.region_code, kept.fund, kept.account, kept.item,
    (kept.year + 1) * 12 + rule.deposit_returned_in - 1 as month_no,
    cast(0 as decimal(18, 2)) as settled, cast(0 as decimal(18, 2)) as lagged, kept.deposit as retained,
    cast(0 as decimal(18, 2)) as advanced
  from kept
  cross join rule
  where kept.deposit <> 0
  union all
  select
    region_code, fund, 'pooled' as account, 'expenditure.benefit' as item, month_no,
    cast(0 as decimal(18, 2)) as settled, cast(0 as decimal(18, 2)) as lagged,
    cast(0 as decimal(18, 2)) as retained, amount as advanced
  from advanced
)

select
  flow.region_code, flow.fund, flow.account, flow.item, flow.month_no,
  cast(sum(flow.settled) as decimal(18, 2)) as settled_yuan,
  cast(sum(flow.lagged) as decimal(18, 2)) as lagged_yuan,
  cast(sum(flow.retained) as decimal(18, 2)) as retained_yuan,
  cast(sum(flow.advanced) as decimal(18, 2)) as advanced_yuan
from flow
group by flow.region_code, flow.fund, flow.account, flow.item, flow.month_no

