-- 退费结算应指明原结算，且原结算应在库
-- A row is a refund that names no settlement, or one that is not in the ledger.
-- severity: warn
with refund as (
  select setl_id, region_code, fixmedins_code, month, init_setl_id
  from core.settlement
  where is_refund = 1
),

found as (
  select refund.setl_id
  from refund
  inner join core.settlement as original on original.setl_id = refund.init_setl_id
)

select refund.setl_id, refund.region_code, refund.fixmedins_code, refund.month, refund.init_setl_id
from refund
left join found on found.setl_id = refund.setl_id
where found.setl_id is null
