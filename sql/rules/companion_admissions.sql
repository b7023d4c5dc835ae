-- R08 结伴住院: several persons go into one institution on the same day and leave on the same day with the
-- same ICD-10 category. The group is named by its first settlement. A group counts only if chance hardly
-- makes one as large: so many are expected on a day with such a stay by the institution's other admissions
-- of the category in the month and the share of the category's stays that are as long anywhere; the
-- chance of n or more where m are expected is at most (e m / n) to the power n (Chernoff's bound).
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

expected as (
  select
    fixmedins_code, begndate, enddate, diag_category, month, subject, persons, day_ward_persons,
    sum(persons) over (partition by fixmedins_code, diag_category, month) - persons + 1 as others,
    sum(persons) over (partition by diag_category, days, month) - persons + 1 as as_long,
    sum(persons) over (partition by diag_category, month) - persons + 10 as of_category
  from grouped
),

found as (
  select
    expected.fixmedins_code, expected.begndate, expected.enddate, expected.diag_category, expected.month, expected.subject,
    cast(expected.persons as varchar) || '人同日（' || cast(expected.begndate as varchar) || '）入院、同日（'
    || cast(expected.enddate as varchar) || '）出院，主诊断同为' || expected.diag_category as observed,
    case
      when
        '|' || rule.diagnoses || '|' like '%|' || substr(expected.diag_category, 1, 1) || '|%'
        or '|' || rule.diagnoses || '|' like '%|' || substr(expected.diag_category, 1, 2) || '|%'
        or '|' || rule.diagnoses || '|' like '%|' || expected.diag_category || '|%'
        then '主诊断' || expected.diag_category || '属传染病、中毒、白内障项目或周期性治疗'
      when expected.persons - expected.day_ward_persons < rule.persons then '日间病房'
    end as exclusion
  from expected
  cross join source.rule_companion_admissions as rule
  where expected.persons >= rule.persons
    and expected.persons * (
      1 + ln(expected.others) - ln(30) + ln(expected.as_long) - ln(expected.of_category) - ln(expected.persons)
    ) <= ln(rule.chance)
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
