-- 各病种组住院费用的分布：四分位数和 95 分位数（10 例以上）
select
  stay.dip_code, stay.dip_name,
  count(*) as stays,
  quantile_cont(cast(line.medfee_sumamt as double), 0.25) as lower_quartile_yuan,
  quantile_cont(cast(line.medfee_sumamt as double), 0.5) as median_yuan,
  quantile_cont(cast(line.medfee_sumamt as double), 0.75) as upper_quartile_yuan,
  quantile_cont(cast(line.medfee_sumamt as double), 0.95) as p95_yuan,
  max(line.medfee_sumamt) as highest_yuan
from analysis.encounter as stay
inner join analysis.settlement as line on line.setl_id = stay.setl_id
where line.care = 'inpatient' and line.is_refund = 0
group by stay.dip_code, stay.dip_name
having count(*) >= 10
order by median_yuan desc
