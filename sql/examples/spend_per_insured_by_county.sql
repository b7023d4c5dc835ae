-- 各县人均统筹基金支出（本年累计，期末参保人数）
select
  region_code, region_name, fund_name, month, insured_persons, hifp_pay_ytd_yuan,
  hifp_pay_ytd_yuan / nullif(insured_persons, 0) as pooled_spend_per_insured_yuan
from analysis.service_month
where cut = 'all' and policy = '' and month = (select max(month) from analysis.service_month)
order by fund_name, pooled_spend_per_insured_yuan desc nulls last
