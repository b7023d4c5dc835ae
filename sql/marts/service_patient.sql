-- Persons with an inpatient settlement: in the month, and those of them who had none before in the year,
-- so that their sum since January is the persons of the year to date.
-- grain: region_code, fund, policy, month
-- tags: records
-- partition: month with history
with policy as (
  select distinct policy from source.inpatient_type
),

own_list as (
  select distinct policy, region_code from source.inpatient_type where region_code <> ''
),

listed as (
  select distinct type.region_code, type.med_type, policy.policy
  from (select distinct region_code, med_type from core.inpatient_person) as type
  cross join policy
  left join own_list on own_list.policy = policy.policy and own_list.region_code = type.region_code
  inner join source.inpatient_type as entry
    on
      entry.policy = policy.policy and entry.region_code = coalesce(own_list.region_code, '')
      and substr(type.med_type, 1, length(entry.med_type)) = entry.med_type
),

person as (
  select distinct
    coalesce(scope.scope_code, stay.region_code) as region_code, stay.fund, listed.policy, stay.psn_no,
    stay.month
  from core.inpatient_person as stay
  inner join listed on listed.region_code = stay.region_code and listed.med_type = stay.med_type
  left join core.region_scope as scope on scope.region_code = stay.region_code
),

counted as (
  select region_code, fund, policy, month, count(*) as inpatients
  from person
  group by region_code, fund, policy, month
),

entered as (
  select region_code, fund, policy, month, count(*) as new_inpatients
  from (
    select region_code, fund, policy, psn_no, min(month) as month
    from person
    group by region_code, fund, policy, psn_no, substr(month, 1, 4)
  ) as earliest
  group by region_code, fund, policy, month
)

select
  counted.region_code, counted.fund, counted.policy, counted.month, counted.inpatients,
  coalesce(entered.new_inpatients, 0) as new_inpatients
from counted
left join entered
  on
    entered.region_code = counted.region_code and entered.fund = counted.fund
    and entered.policy = counted.policy and entered.month = counted.month
