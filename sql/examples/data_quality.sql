-- 每月来的结算数据有多少问题：重复、负数、不平、认不出的代码
select
  month,
  sum(settlements) as settlements,
  sum(refunds) as refunds,
  sum(repeated_rows) as repeated_rows,
  sum(negative_totals) as negative_totals,
  sum(fund_parts_off) as fund_parts_off,
  sum(fee_parts_off) as fee_parts_off,
  sum(unknown_funds) as unknown_funds,
  sum(unknown_med_types) as unknown_med_types
from analysis.settlement_quality
group by month
order by month
