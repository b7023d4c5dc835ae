-- 最近 12 个月，各级机构每月住院人次和次均费用
with topmost as (
  select region_code from analysis.region_scope group by region_code having max(distance) = 0
)

select
  line.month, line.cut_name as hosp_lv_name,
  sum(line.admissions) as admissions,
  round(sum(line.inpatient_medfee_yuan) / nullif(sum(line.admissions), 0), 2) as cost_per_admission_yuan
from analysis.service_month as line
inner join topmost on topmost.region_code = line.region_code
where
  line.cut_kind = 'level'
  and line.month > (
    select strftime(strptime(max(month), '%Y-%m') - interval 12 month, '%Y-%m') from analysis.service_month
  )
group by line.month, line.cut_code, line.cut_name
order by line.month, line.cut_code desc
