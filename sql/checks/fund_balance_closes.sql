-- 累计结余 = 上年结余 + 累计收入 − 累计支出，在四舍五入范围内
-- A row means the statement contradicts itself, or a batch was accepted that does.
-- severity: warn
select
  region_code, fund, account, month, opening_yuan, income_ytd_yuan, expenditure_ytd_yuan, closing_yuan
from marts.fund_month
where
  abs(closing_yuan - opening_yuan - income_ytd_yuan + expenditure_ytd_yuan)
  > closing_half_yuan + opening_half_yuan + income_ytd_half_yuan + expenditure_ytd_half_yuan
