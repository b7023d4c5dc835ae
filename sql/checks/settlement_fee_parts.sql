-- 医疗费总额应等于基金支付、个人负担、医院负担之和，相差不超过 0.01 元
-- A row is an institution and month with settlements that break it: look for them in core.settlement.
-- severity: warn
select region_code, fixmedins_code, month, fee_parts_off, settlements
from core.settlement_quality
where fee_parts_off > 0
