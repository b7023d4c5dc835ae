-- Cells of fund statements, typed, in yuan: the only place where 万元 and 亿元 become 元.
-- grain: batch, sheet, row_no, col
-- partition: month
with source as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, account, month, item, measure,
    is_component, policy, decimals,
    cast(amount as decimal(28, 10)) as amount,
    cast(case unit when '亿元' then 100000000 when '万元' then 10000 else 1 end as decimal(9, 0)) as yuan_per_unit
  from source.fund_statement
),

typed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, account, month,
    item, measure, is_component, policy,
    cast(amount * yuan_per_unit as decimal(18, 2)) as amount_yuan,
    cast(digit.half_unit * yuan_per_unit as decimal(18, 4)) as half_unit_yuan
  from source
  inner join source.half_digit as digit on digit.decimals = source.decimals
)

select
  batch, arrival_order, sheet, row_no, col, region_code, fund, account, month, item, measure,
  is_component, policy, amount_yuan, half_unit_yuan
from typed
