-- 结算与报表支出的累计差额，清算规则说明不了的不应超过报表支出的百分之一
-- A row means settlements are missing, the statement is wrong, or the config's `clearing` is not the rule.
-- severity: warn
select
  region_code, fund, account, month, statement_ytd_yuan, settled_ytd_yuan, lag_effect_ytd_yuan,
  retention_effect_ytd_yuan, advance_effect_ytd_yuan, unexplained_ytd_yuan
from marts.settlement_reconciliation
where note is null and abs(unexplained_ytd_yuan) * 100 > abs(statement_ytd_yuan)
