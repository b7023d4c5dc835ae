-- 出院 15 天内再住院的比例，按机构（前一次出院的机构）
with stay as (
  select
    psn_no, setl_id, fixmedins_code, fixmedins_name, begndate, enddate,
    lead(begndate) over (partition by psn_no order by begndate, setl_id) as next_begndate
  from analysis.settlement
  where care = 'inpatient' and is_refund = 0
)

select
  fixmedins_code, fixmedins_name,
  count(*) as discharges,
  count(case when next_begndate between enddate and enddate + 15 then 1 end) as readmissions,
  count(case when next_begndate between enddate and enddate + 15 then 1 end) / count(*) as readmission_rate
from stay
group by fixmedins_code, fixmedins_name
order by readmissions desc, discharges desc
