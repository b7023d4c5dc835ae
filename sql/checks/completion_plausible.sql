-- 预算完成率应在 0.1% 至 500% 之间
-- A row means the statement and the budget are in different units, or a budget line is missing.
-- severity: warn
select region_code, fund, month, income_ytd_yuan, income_budget_yuan, expenditure_ytd_yuan, expenditure_budget_yuan
from marts.fund_month
where
  income_ytd_yuan > 5 * income_budget_yuan or income_ytd_yuan * 1000 < income_budget_yuan
  or expenditure_ytd_yuan > 5 * expenditure_budget_yuan or expenditure_ytd_yuan * 1000 < expenditure_budget_yuan
