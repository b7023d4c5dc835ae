-- 最近 12 个月，特困、低保、脱贫等特殊人群的住院人次、次均费用、报销比，与全部参保人相比
with line as (
  select
    case when special_group = '' then '其他人员' else special_group end as special_group,
    visits, medfee_yuan, fund_pay_yuan, inscp_yuan
  from analysis.service_cell
  where
    care = 'inpatient'
    and month > (
      select strftime(strptime(max(month), '%Y-%m') - interval 12 month, '%Y-%m') from analysis.service_cell
    )
)

select
  coalesce(special_group, '全部') as special_group,
  sum(visits) as admissions,
  round(sum(medfee_yuan) / nullif(sum(visits), 0), 2) as cost_per_admission_yuan,
  sum(fund_pay_yuan) / nullif(sum(medfee_yuan), 0) as actual_reimbursement_rate,
  sum(fund_pay_yuan) / nullif(sum(inscp_yuan), 0) as in_scope_reimbursement_rate
from line
group by grouping sets ((special_group), ())
order by admissions desc
