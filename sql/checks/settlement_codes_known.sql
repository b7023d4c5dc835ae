-- 险种、医疗类别应在代码表内（本地增加的登记在配置 aliases.funds、med_types）
-- A row is a region and month whose settlements have codes that nothing is known of.
-- severity: warn
select
  region_code, month, sum(unknown_funds) as unknown_funds, sum(unknown_med_types) as unknown_med_types,
  sum(settlements) as settlements
from core.settlement_quality
group by region_code, month
having sum(unknown_funds) > 0 or sum(unknown_med_types) > 0
