-- 基金支付总额应等于各项基金支付之和，相差不超过 0.01 元
-- A row is an institution and month with settlements that break it: look for them in core.settlement.
-- severity: warn
select region_code, fixmedins_code, month, fund_parts_off, settlements
from core.settlement_quality
where fund_parts_off > 0
