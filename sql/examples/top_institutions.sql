-- 本年统筹基金支付最多的 20 家机构，与上年同期相比
with latest as (
  select max(month) as month, strftime(strptime(max(month), '%Y-%m') - interval 12 month, '%Y-%m') as past_month
  from analysis.service_month
),

topmost as (
  select region_code from analysis.region_scope group by region_code having max(distance) = 0
),

institution as (
  select
    line.cut_code as fixmedins_code, max(line.cut_name) as fixmedins_name,
    sum(case when line.month = latest.month then line.hifp_pay_ytd_yuan end) as hifp_pay_ytd_yuan,
    sum(case when line.month = latest.past_month then line.hifp_pay_ytd_yuan end) as past_hifp_pay_ytd_yuan
  from analysis.service_month as line
  inner join topmost on topmost.region_code = line.region_code
  cross join latest
  where line.cut_kind = 'institution' and line.month in (latest.month, latest.past_month)
  group by line.cut_code
)

select
  fixmedins_code, fixmedins_name, hifp_pay_ytd_yuan, past_hifp_pay_ytd_yuan,
  hifp_pay_ytd_yuan / nullif(past_hifp_pay_ytd_yuan, 0) - 1 as growth
from institution
where hifp_pay_ytd_yuan is not null
order by hifp_pay_ytd_yuan desc
limit 20
