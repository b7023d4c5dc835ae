-- Budget lines by the month from which they are in force: the initial budget from January, a dated
-- adjustment from its month; an undated adjustment replaces the whole year's.
-- grain: region_code, fund, year, item, in_force_from
with placed as (
  select
    batch, arrival_order, sheet, row_no, col, region_code, fund, year, item, version, document_no,
    amount_yuan, half_unit_yuan,
    case
      when version like '%调整%' and approved_month is not null then approved_month
      else year || '-01'
    end as in_force_from,
    case when version like '%调整%' then 1 else 0 end as is_adjusted
  from staging.fund_budget
),

ranked as (
  select
    batch, sheet, row_no, col, region_code, fund, year, item, version, document_no,
    amount_yuan, half_unit_yuan, in_force_from,
    row_number() over (
      partition by region_code, fund, year, item, in_force_from
      order by
        is_adjusted desc nulls last, arrival_order desc nulls last,
        row_no desc nulls last, col desc nulls last
    ) as recency
  from placed
)

select
  region_code, fund, year, item, in_force_from, version, document_no, amount_yuan, half_unit_yuan,
  batch, sheet, row_no, col
from ranked
where recency = 1
