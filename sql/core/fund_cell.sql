-- The cell in force for every number of the fund statements: the latest arrival of its key.
-- A closing balance printed as 其中 统筹基金 or 个人账户 is the closing balance of that account.
-- grain: region_code, fund, account, month, item, measure
-- partition: month
with placed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, month, measure, policy,
    amount_yuan, half_unit_yuan,
    case item
      when 'balance.closing_pooled' then 'pooled'
      when 'balance.closing_personal' then 'personal'
      else account
    end as account,
    case
      when item in ('balance.closing_pooled', 'balance.closing_personal') then 'balance.closing'
      else item
    end as item,
    case when item in ('balance.closing_pooled', 'balance.closing_personal') then 1 else 0 end as is_nested
  from staging.fund_statement
),

ranked as (
  select
    batch, sheet, row_no, col, region_code, fund, account, month, item, measure, policy,
    amount_yuan, half_unit_yuan,
    row_number() over (
      partition by region_code, fund, account, month, item, measure
      order by
        arrival_order desc nulls last, is_nested nulls last, row_no desc nulls last, col desc nulls last
    ) as recency
  from placed
)

select
  region_code, fund, account, month, item, measure, amount_yuan, half_unit_yuan, policy,
  batch, sheet, row_no, col
from ranked
where recency = 1
