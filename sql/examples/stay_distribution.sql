-- 住院床日的分布，按机构等级
select
  hosp_lv_name,
  case
    when bed_days <= 3 then '1-3 天'
    when bed_days <= 7 then '4-7 天'
    when bed_days <= 14 then '8-14 天'
    when bed_days <= 30 then '15-30 天'
    else '30 天以上'
  end as stay,
  sum(visits) as admissions,
  sum(bed_days) as bed_days,
  sum(visits) / (sum(sum(visits)) over (partition by hosp_lv_name)) as share,
  sum(fund_pay_sumamt) as fund_pay_yuan
from analysis.settlement
where care = 'inpatient' and is_refund = 0 and bed_days is not null
group by 1, 2
order by hosp_lv_name, min(bed_days)
