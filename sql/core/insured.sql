-- Insured persons in force: the latest arrival of each fund, month and category. Where only 在职
-- and 退休 (or 居民 alone) are given, 合计 is their sum and
-- has no cell of its own.
-- grain: region_code, fund, month, category
-- partition: month
with ranked as (
  select
    region_code, fund, month, category, persons, half_unit_persons, batch, sheet, row_no, col,
    row_number() over (
      partition by region_code, fund, month, category
      order by arrival_order desc nulls last, row_no desc nulls last, col desc nulls last
    ) as recency
  from staging.insured
  where special_group = ''
),

printed as (
  select region_code, fund, month, category, persons, half_unit_persons, batch, sheet, row_no, col
  from ranked
  where recency = 1
),

summed as (
  select
    part.region_code, part.fund, part.month, 'all' as category,
    cast(sum(part.persons) as decimal(18, 2)) as persons,
    cast(sum(part.half_unit_persons) as decimal(18, 4)) as half_unit_persons,
    cast(null as varchar) as batch, cast(null as varchar) as sheet,
    cast(null as integer) as row_no, cast(null as varchar) as col
  from printed as part
  left join printed as whole_fund
    on
      whole_fund.region_code = part.region_code and whole_fund.fund = part.fund
      and whole_fund.month = part.month and whole_fund.category = 'all'
  where part.category in ('working', 'retired', 'resident') and whole_fund.category is null
  group by part.region_code, part.fund, part.month
  having
    count(case when part.category = 'resident' then 1 end) = 1
    or count(case when part.category in ('working', 'retired') then 1 end) = 2
)

select region_code, fund, month, category, persons, half_unit_persons, batch, sheet, row_no, col
from printed
union all
select region_code, fund, month, category, persons, half_unit_persons, batch, sheet, row_no, col
from summed
