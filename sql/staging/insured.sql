-- Insured persons by category, typed, in persons.
-- grain: batch, sheet, row_no, col
-- partition: month
with source as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, month, category, special_group, decimals,
    cast(amount as decimal(28, 10)) as amount,
    cast(case unit when '亿人' then 100000000 when '万人' then 10000 else 1 end as decimal(9, 0)) as persons_per_unit
  from source.insured
),

typed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, month, category,
    special_group,
    cast(amount * persons_per_unit as decimal(18, 2)) as persons,
    cast(digit.half_unit * persons_per_unit as decimal(18, 4)) as half_unit_persons
  from source
  inner join source.half_digit as digit on digit.decimals = source.decimals
)

select
  batch, arrival_order, sheet, row_no, col, region_code, fund, month, category, special_group,
  persons, half_unit_persons
from typed
