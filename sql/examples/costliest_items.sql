-- 本年费用最高的 50 个目录项目：金额、数量、用到的人数
select
  hilist_code, max(hilist_name) as hilist_name, max(charge_category_name) as charge_category_name,
  sum(det_item_fee_sumamt) as amount_yuan,
  sum(cnt) as quantity,
  count(distinct psn_no) as persons,
  sum(det_item_fee_sumamt) / (sum(sum(det_item_fee_sumamt)) over ()) as share
from analysis.fee_line
where month like (select max(substr(month, 1, 4)) from analysis.fee_line) || '-%'
group by hilist_code
order by amount_yuan desc
limit 50
