-- 基金累计收支应在 1 元至 5 万亿元之间
-- The whole nation's fund took in 3.6 万亿元 in 2025 (国家医保局 统计公报): more is a mistaken unit.
-- severity: stop
select region_code, fund, account, month, income_ytd_yuan, expenditure_ytd_yuan
from marts.fund_month
where abs(income_ytd_yuan) > 5000000000000 or abs(expenditure_ytd_yuan) > 5000000000000
