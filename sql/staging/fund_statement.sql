-- Cells of fund statements, typed, in yuan: the only place where 万元 and 亿元 become 元.
-- grain: batch, sheet, row_no, col
-- partition: month
with scale as (
  select
    unit.unit, unit.yuan_per_unit, digit.decimals,
    cast(digit.half_unit * unit.yuan_per_unit as decimal(18, 4)) as half_unit_yuan
  from (
    select '元' as unit, cast(1 as decimal(9, 0)) as yuan_per_unit
    union all
    select '万元' as unit, cast(10000 as decimal(9, 0)) as yuan_per_unit
    union all
    select '亿元' as unit, cast(100000000 as decimal(9, 0)) as yuan_per_unit
  ) as unit
  cross join source.half_digit as digit
),

source as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, account, month, item, measure,
    is_component, policy, decimals, unit, amount
  from source.fund_statement
),

-- Texts that fit 64-bit decimals, nearly all, are cast a hundred times faster than 128-bit ones.
typed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, account, month,
    item, measure, is_component, policy,
    case
      when source.decimals <= 4 and length(amount) <= 14
        then cast(cast(amount as decimal(18, 4)) * scale.yuan_per_unit as decimal(18, 2))
      else cast(cast(amount as decimal(28, 10)) * scale.yuan_per_unit as decimal(18, 2))
    end as amount_yuan,
    scale.half_unit_yuan
  from source
  inner join scale on scale.unit = source.unit and scale.decimals = source.decimals
)

select
  batch, arrival_order, sheet, row_no, col, region_code, fund, account, month, item, measure,
  is_component, policy, amount_yuan, half_unit_yuan
from typed
