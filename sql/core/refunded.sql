-- Settlements that a later one took back, in the month in which it did.
-- grain: setl_id, month
-- tags: records
-- partition: month
select distinct init_setl_id as setl_id, month
from core.settlement
where is_refund = 1 and init_setl_id is not null
