-- 结算与月报的核对：月报的待遇支出（收付实现制）与当月结算（权责发生制）之差，以及清算规则解释了多少。
-- 差额 = 清算滞后 + 保证金 + 预付金 + 未解释。
-- grain: region_code, fund, account, month
-- statement_yuan: 月报当月待遇支出
-- settled_yuan: 当月结算的基金支付
-- difference_yuan: 当月差额（月报减结算）
-- lag_effect_yuan: 其中清算滞后
-- retention_effect_yuan: 其中保证金扣留与返还
-- advance_effect_yuan: 其中预付金
-- unexplained_yuan: 其中未解释
-- statement_ytd_yuan: 月报累计待遇支出
-- settled_ytd_yuan: 累计结算的基金支付
-- difference_ytd_yuan: 累计差额
-- lag_effect_ytd_yuan: 累计差额中的清算滞后
-- retention_effect_ytd_yuan: 累计差额中的保证金
-- advance_effect_ytd_yuan: 累计差额中的预付金
-- unexplained_ytd_yuan: 累计差额中未解释的
-- note: 为什么解释不全
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name,
  line.account, account.code_name as account_name, line.month,
  line.statement_yuan, line.settled_yuan, line.difference_yuan, line.lag_effect_yuan,
  line.retention_effect_yuan, line.advance_effect_yuan, line.unexplained_yuan,
  line.statement_ytd_yuan, line.settled_ytd_yuan, line.difference_ytd_yuan, line.lag_effect_ytd_yuan,
  line.retention_effect_ytd_yuan, line.advance_effect_ytd_yuan, line.unexplained_ytd_yuan, line.note
from marts.settlement_reconciliation as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as account on account.code_set = 'account' and account.code = line.account
