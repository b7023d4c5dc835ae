-- 有明细的结算，费用明细之和与医疗费总额相差不应超过千分之五
-- A row is a month in which the lines and the settlements they belong to differ by more.
-- severity: warn
select month, sum(itemised_yuan) as itemised_yuan, sum(itemised_medfee_yuan) as medfee_yuan
from marts.service_cell
group by month
having abs(sum(itemised_yuan) - sum(itemised_medfee_yuan)) * 1000 > 5 * abs(sum(itemised_medfee_yuan))
