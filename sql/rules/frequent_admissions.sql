-- R09 频繁住院: a person is admitted so many times within so many days, wherever. The admissions settled in
-- the month that reaches the number carry their amounts, those before are shown. Courses of treatment,
-- planned ones and admissions out of another hospital do not count towards the number.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with ordered as (
  select
    setl_id, psn_no, fixmedins_code, begndate, month, adm_way, is_planned, in_cycles,
    coalesce(fund_pay_sumamt, 0) as fund_yuan,
    coalesce(diag_code, '') as diag_code,
    row_number() over (
      partition by psn_no, coalesce(mdtrt_id, setl_id)
      order by month nulls last, begndate nulls last, setl_id nulls last
    ) as place
  from core.stay
  where psn_no is not null
),

admission as (
  select
    ordered.setl_id, ordered.psn_no, ordered.fixmedins_code, ordered.begndate, ordered.month, ordered.fund_yuan,
    case
      when ordered.is_planned = 1 or ordered.in_cycles = 1 or ordered.adm_way = '3' then 0
      when '|' || rule.diagnoses || '|' like '%|' || substr(ordered.diag_code, 1, 1) || '|%' then 0
      when '|' || rule.diagnoses || '|' like '%|' || substr(ordered.diag_code, 1, 2) || '|%' then 0
      when '|' || rule.diagnoses || '|' like '%|' || substr(ordered.diag_code, 1, 3) || '|%' then 0
      else 1
    end as counts
  from ordered
  cross join source.rule_frequent_admissions as rule
  where ordered.place = 1
),

reached as (
  select
    latest.setl_id, latest.psn_no, latest.begndate, latest.month,
    count(*) as admissions,
    sum(one.counts) as counting,
    count(distinct one.fixmedins_code) as institutions
  from admission as latest
  inner join admission as one on one.psn_no = latest.psn_no and one.month <= latest.month
  cross join source.rule_frequent_admissions as rule
  where date_diff('day', one.begndate, latest.begndate) between 0 and rule.days
  group by latest.setl_id, latest.psn_no, latest.begndate, latest.month
),

found as (
  select
    reached.psn_no, reached.month, rule.days,
    cast(rule.days as varchar) || '天内住院' || cast(max(reached.admissions) as varchar) || '次，涉及'
    || cast(max(reached.institutions) as varchar) || '家机构' as observed,
    case
      when max(reached.counting) < rule.admissions
        then '除去肿瘤、透析等周期性治疗、计划再入院和转入，只有' || cast(max(reached.counting) as varchar) || '次'
    end as exclusion
  from reached
  cross join source.rule_frequent_admissions as rule
  where reached.admissions >= rule.admissions
  group by reached.psn_no, reached.month, rule.days, rule.admissions
),

piece as (
  select distinct
    found.psn_no, found.month, found.observed, found.exclusion,
    one.setl_id, one.fixmedins_code, one.fund_yuan,
    one.month as settled_in
  from found
  cross join source.rule_frequent_admissions as rule
  inner join reached
    on reached.psn_no = found.psn_no and reached.month = found.month and reached.admissions >= rule.admissions
  inner join admission as one
    on
      one.psn_no = reached.psn_no and one.month <= reached.month
      and date_diff('day', one.begndate, reached.begndate) between 0 and found.days
)

select
  'person' as subject_type, psn_no as subject, psn_no, fixmedins_code,
  setl_id, 'settlement' as evidence_type, setl_id as evidence,
  cast(case when settled_in = month then fund_yuan else 0 end as decimal(16, 2)) as amount_yuan,
  observed, exclusion, month
from piece
