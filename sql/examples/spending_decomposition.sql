-- 住院基金支出比上年同期多了多少，是参保、住院率、次均费用还是报销比例带来的
select
  region_name, fund_name, month, change_yuan,
  insured_effect_yuan, rate_effect_yuan, cost_effect_yuan, share_effect_yuan, note
from analysis.spending_decomposition
where month = (select max(month) from analysis.spending_decomposition)
order by region_name, fund_name
