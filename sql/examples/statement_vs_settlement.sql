-- 基金月报的待遇支出与当月结算相差多少，清算规则解释了多少（市级，逐月）
with topmost as (
  select region_code from analysis.region_scope group by region_code having max(distance) = 0
)

select
  line.region_name, line.fund_name, line.month, line.statement_yuan, line.settled_yuan, line.difference_yuan,
  line.lag_effect_yuan, line.retention_effect_yuan, line.advance_effect_yuan, line.unexplained_yuan, line.note
from analysis.settlement_reconciliation as line
inner join topmost on topmost.region_code = line.region_code
where line.account = 'all'
order by line.fund_name, line.month
