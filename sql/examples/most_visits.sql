-- 最近 12 个月就诊人次最多的 50 人（假名）：人次、机构数、费用
select
  psn_no, max(fund_name) as fund_name, max(region_name) as region_name,
  sum(visits) as visits,
  count(distinct fixmedins_code) as institutions,
  count(distinct cast(setl_time as date)) as days_with_visits,
  sum(medfee_sumamt) as medfee_yuan, sum(fund_pay_sumamt) as fund_pay_yuan
from analysis.settlement
where
  month > (
    select strftime(strptime(max(month), '%Y-%m') - interval 12 month, '%Y-%m') from analysis.service_month
  )
group by psn_no
order by visits desc, fund_pay_yuan desc
limit 50
