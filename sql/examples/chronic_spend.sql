-- 各慢特病病种的登记人数、就诊人次和基金支付
with registered as (
  select dise_no, max(dise_name) as dise_name, count(distinct psn_no) as registered
  from analysis.chronic_reg
  group by dise_no
),

spent as (
  select
    dise_no, count(distinct psn_no) as patients, sum(visits) as visits,
    sum(medfee_sumamt) as medfee_yuan, sum(fund_pay_sumamt) as fund_pay_yuan
  from analysis.settlement
  where care = 'chronic'
  group by dise_no
)

select
  registered.dise_no, registered.dise_name, registered.registered,
  coalesce(spent.patients, 0) as patients, coalesce(spent.visits, 0) as visits,
  coalesce(spent.medfee_yuan, 0) as medfee_yuan, coalesce(spent.fund_pay_yuan, 0) as fund_pay_yuan,
  spent.fund_pay_yuan / nullif(spent.patients, 0) as fund_pay_per_patient_yuan
from registered
left join spent on spent.dise_no = registered.dise_no
order by fund_pay_yuan desc
