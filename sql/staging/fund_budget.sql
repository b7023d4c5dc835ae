-- Lines of fund budgets, typed, in yuan.
-- grain: batch, sheet, row_no, col
with source as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, year, item, version, document_no, approved_on,
    is_component, decimals,
    cast(amount as decimal(28, 10)) as amount,
    cast(case unit when '亿元' then 100000000 when '万元' then 10000 else 1 end as decimal(9, 0)) as yuan_per_unit
  from source.fund_budget
),

typed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, year, item, version,
    document_no, nullif(approved_on, '') as approved_month, is_component,
    cast(amount * yuan_per_unit as decimal(18, 2)) as amount_yuan,
    cast(digit.half_unit * yuan_per_unit as decimal(18, 4)) as half_unit_yuan
  from source
  inner join source.half_digit as digit on digit.decimals = source.decimals
)

select
  batch, arrival_order, sheet, row_no, col, region_code, fund, year, item, version, document_no,
  approved_month, is_component, amount_yuan, half_unit_yuan
from typed
