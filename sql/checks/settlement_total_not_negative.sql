-- 非退费结算的医疗费总额不应为负数
-- A row is an institution and month with such settlements: refunds that do not say so.
-- severity: warn
select region_code, fixmedins_code, month, negative_totals, settlements
from core.settlement_quality
where negative_totals > 0
