-- 找不到结算的费用明细不应超过千分之一
-- A row is a month in which more are. Stays may go on for two months after it; a month without any
-- settlements is another check's matter.
-- severity: warn
with span as (
  select max(month) as last_month from core.settlement_pay
),

present as (
  select distinct month from core.settlement_pay
),

open_fee as (
  select fee.setl_id, fee.month, fee.lines
  from core.settlement_fee as fee
  inner join present on present.month = fee.month
  cross join span
  where
    fee.is_settled = 0
    and cast(substr(span.last_month, 1, 4) as integer) * 12 + cast(substr(span.last_month, 6, 2) as integer)
    - cast(substr(fee.month, 1, 4) as integer) * 12 - cast(substr(fee.month, 6, 2) as integer) > 2
),

settled as (
  select distinct open_fee.setl_id
  from open_fee
  inner join core.settlement as line on line.setl_id = open_fee.setl_id
),

orphan as (
  select open_fee.month, sum(open_fee.lines) as lines
  from open_fee
  left join settled on settled.setl_id = open_fee.setl_id
  where settled.setl_id is null
  group by open_fee.month
),

total as (
  select month, sum(lines) as lines
  from core.settlement_fee
  group by month
)

select orphan.month, orphan.lines as orphan_lines, total.lines as fee_lines
from orphan
inner join total on total.month = orphan.month
where orphan.lines * 1000 > total.lines
