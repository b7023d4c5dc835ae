-- 各县参保人异地住院占比（本年累计，按人次和基金支付）
select
  region_code, region_name, fund_name, month,
  admissions_ytd, out_of_area_admissions_ytd,
  out_of_area_admissions_ytd / nullif(admissions_ytd, 0) as out_of_area_share,
  out_of_area_fund_pay_ytd_yuan / nullif(inpatient_fund_pay_ytd_yuan, 0) as out_of_area_fund_share
from analysis.service_month
where cut = 'all' and policy = '' and month = (select max(month) from analysis.service_month)
order by fund_name, out_of_area_share desc nulls last
