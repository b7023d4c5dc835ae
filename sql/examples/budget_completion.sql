-- 支出预算完成率比序时进度快多少，是哪些科目带来的
with latest as (
  select region_code, fund, max(month) as month
  from analysis.fund_month
  where account = 'all'
  group by region_code, fund
),

budget as (
  select
    line.region_code, line.fund, line.item, latest.month,
    arg_max(line.amount_yuan, line.in_force_from) as budget_yuan
  from analysis.fund_budget as line
  inner join latest
    on
      latest.region_code = line.region_code and latest.fund = line.fund
      and line.year = substr(latest.month, 1, 4) and line.in_force_from <= latest.month
  group by line.region_code, line.fund, line.item, latest.month
)

select
  flow.region_name, flow.fund_name, flow.month, flow.item_name, flow.ytd_yuan, budget.budget_yuan,
  flow.ytd_yuan / nullif(budget.budget_yuan, 0) as completion,
  flow.ytd_yuan / nullif(budget.budget_yuan, 0) - cast(substr(flow.month, 6, 2) as integer) / 12 as ahead_of_even,
  flow.ytd_yuan - budget.budget_yuan * cast(substr(flow.month, 6, 2) as integer) / 12 as over_even_yuan
from analysis.fund_flow as flow
inner join budget
  on
    budget.region_code = flow.region_code and budget.fund = flow.fund and budget.item = flow.item
    and budget.month = flow.month
where flow.account = 'all' and flow.item like 'expenditure.%'
order by flow.region_name, flow.fund_name, over_even_yuan desc
