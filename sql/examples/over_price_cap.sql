-- 单价超过限价的明细：按机构和项目，行数、超出金额
select
  line.fixmedins_code, place.fixmedins_name, line.hilist_code, max(line.hilist_name) as hilist_name,
  count(*) as lines,
  max(line.pric) as highest_price_yuan,
  min(line.pric_uplmt_amt) as lowest_cap_yuan,
  round(sum((line.pric - line.pric_uplmt_amt) * line.cnt), 2) as over_cap_yuan
from analysis.fee_line as line
left join analysis.institution as place on place.fixmedins_code = line.fixmedins_code
where line.pric_uplmt_amt > 0 and line.pric > line.pric_uplmt_amt and line.cnt > 0
group by line.fixmedins_code, place.fixmedins_name, line.hilist_code
order by over_cap_yuan desc
