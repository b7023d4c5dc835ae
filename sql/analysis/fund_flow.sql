-- 基金收支科目：一行一个统筹区、险种、账户、月份、科目的本月数和本年累计。
-- grain: region_code, fund, account, month, item
-- item: 科目代码，如 income.contribution、expenditure.benefit
-- item_name: 科目
-- policy: 来文注明的口径
-- month_yuan: 本月数（没有印出的，由累计数相减）
-- ytd_yuan: 本年累计（没有印出的，由各月相加）
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name,
  line.account, account.code_name as account_name, line.month,
  line.item, item.code_name as item_name, line.policy, line.month_yuan, line.ytd_yuan
from core.fund_flow as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as account on account.code_set = 'account' and account.code = line.account
left join meta.code as item on item.code_set = 'fund_item' and item.code = line.item
