-- 没有明细的住院结算不应超过千分之一（当月有明细时）
-- A row is a month with fee lines in which more stays have none.
-- severity: warn
select
  month, sum(case when care = 'inpatient' then visits - itemised_visits else 0 end) as without_lines,
  sum(case when care = 'inpatient' then visits else 0 end) as admissions
from marts.service_cell
group by month
having
  sum(itemised_visits) > 0
  and sum(case when care = 'inpatient' then visits - itemised_visits else 0 end) * 1000
  > sum(case when care = 'inpatient' then visits else 0 end)
