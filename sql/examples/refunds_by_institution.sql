-- 退费最多的机构：退费笔数、金额、占结算笔数的比例
select
  fixmedins_code, fixmedins_name,
  sum(is_refund) as refunds,
  sum(case when is_refund = 1 then -medfee_sumamt else 0 end) as refunded_yuan,
  count(*) as settlements,
  sum(is_refund) / count(*) as refund_share
from analysis.settlement
group by fixmedins_code, fixmedins_name
having sum(is_refund) > 0
order by refunded_yuan desc
