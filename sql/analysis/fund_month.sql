-- 基金月报：一行一个统筹区、险种、账户、月份的收入、支出、结余和预算（收付实现制，来自基金收支月报）。
-- grain: region_code, fund, account, month
-- policy: 来文注明的口径（如 含生育保险）
-- months_elapsed [月]: 当年已过月数
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name,
  line.account, account.code_name as account_name, line.month, line.policy, line.months_elapsed,
  line.income_month_yuan, line.income_ytd_yuan, line.expenditure_month_yuan, line.expenditure_ytd_yuan,
  line.current_yuan, line.opening_yuan, line.closing_yuan, line.payable_yuan, line.payable_total_yuan,
  line.income_budget_yuan, line.expenditure_budget_yuan,
  line.spending_ytd_yuan, line.spending_12_yuan, line.spending_prior_year_yuan, line.spending_budget_yuan
from marts.fund_month as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as account on account.code_set = 'account' and account.code = line.account
