-- Insured persons by category, typed, in persons. 万人 are rounded, 人 are counted.
-- grain: batch, sheet, row_no, col
-- partition: month
with scale as (
  select
    unit.unit, unit.persons_per_unit, digit.decimals,
    cast(
      case when unit.unit = '人' then 0 else digit.half_unit * unit.persons_per_unit end
      as decimal(18, 4)
    ) as half_unit_persons
  from (
    select '人' as unit, cast(1 as decimal(9, 0)) as persons_per_unit
    union all
    select '万人' as unit, cast(10000 as decimal(9, 0)) as persons_per_unit
    union all
    select '亿人' as unit, cast(100000000 as decimal(9, 0)) as persons_per_unit
  ) as unit
  cross join source.half_digit as digit
),

source as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, month, category, special_group, decimals,
    unit, amount
  from source.insured
),

-- Texts that fit 64-bit decimals, nearly all, are cast a hundred times faster than 128-bit ones.
typed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, month, category,
    special_group,
    case
      when source.decimals <= 4 and length(amount) <= 14
        then cast(cast(amount as decimal(18, 4)) * scale.persons_per_unit as decimal(18, 2))
      else cast(cast(amount as decimal(28, 10)) * scale.persons_per_unit as decimal(18, 2))
    end as persons,
    scale.half_unit_persons
  from source
  inner join scale on scale.unit = source.unit and scale.decimals = source.decimals
)

select
  batch, arrival_order, sheet, row_no, col, region_code, fund, month, category, special_group,
  persons, half_unit_persons
from typed
