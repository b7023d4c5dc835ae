-- R08 结伴住院: several persons go into one institution on the same day and leave on the same day with the
-- same ICD-10 category. The group is named by its first settlement. Where an institution has many such
-- stays, a group counts only if it is several times as large as chance makes them: other stays of the
-- month that are as long, spread over 30 days.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with grouped as (
  select
    fixmedins_code, begndate, enddate, diag_category, month,
    date_diff('day', begndate, enddate) as days,
    min(setl_id) as subject,
    count(distinct psn_no) as persons,
    count(distinct case when dept_name like '%日间%' then psn_no end) as day_ward_persons
  from core.stay
  where psn_no is not null and fixmedins_code <> '' and diag_category is not null
  group by fixmedins_code, begndate, enddate, diag_category, month
),

alike as (
  select
    fixmedins_code, begndate, enddate, diag_category, month, subject, days, persons, day_ward_persons,
    sum(persons) over (partition by fixmedins_code, diag_category, days, month) - persons as others
  from grouped
),

found as (
  select
    alike.fixmedins_code, alike.begndate, alike.enddate, alike.diag_category, alike.month, alike.subject,
    cast(alike.persons as varchar) || '人同日（' || cast(alike.begndate as varchar) || '）入院、同日（'
    || cast(alike.enddate as varchar) || '）出院，主诊断同为' || alike.diag_category as observed,
    case
      when
        '|' || rule.diagnoses || '|' like '%|' || substr(alike.diag_category, 1, 1) || '|%'
        or '|' || rule.diagnoses || '|' like '%|' || substr(alike.diag_category, 1, 2) || '|%'
        or '|' || rule.diagnoses || '|' like '%|' || alike.diag_category || '|%'
        then '主诊断' || alike.diag_category || '属传染病、中毒、白内障项目或周期性治疗'
      when alike.persons - alike.day_ward_persons < rule.persons then '日间病房'
    end as exclusion
  from alike
  cross join source.rule_companion_admissions as rule
  where alike.persons >= rule.persons and 30 * alike.persons >= rule.times * alike.others
)

select
  'settlement' as subject_type, found.subject, stay.psn_no, stay.fixmedins_code,
  stay.setl_id, 'settlement' as evidence_type, stay.setl_id as evidence,
  cast(coalesce(stay.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan,
  found.observed, found.exclusion, found.month
from found
inner join core.stay as stay
  on
    stay.fixmedins_code = found.fixmedins_code and stay.begndate = found.begndate
    and stay.enddate = found.enddate and stay.diag_category = found.diag_category and stay.month = found.month
where stay.psn_no is not null
