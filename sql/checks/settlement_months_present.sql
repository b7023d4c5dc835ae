-- 统筹区最早与最晚的结算月份之间不应缺月
-- A row is a gap: what comes after it has no year to date.
-- severity: warn
with known as (
  select
    region_code, month,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) as month_no
  from (select distinct region_code, month from core.settlement_pay) as present
),

followed as (
  select
    region_code, month, month_no,
    lead(month) over (partition by region_code order by month_no nulls last) as next_month,
    lead(month_no) over (partition by region_code order by month_no nulls last) as next_no
  from known
)

select region_code, month as last_before, next_month as first_after, next_no - month_no - 1 as missing_months
from followed
where next_no - month_no > 1
