-- R27 医师超能力接诊: a practitioner settles outpatient visits of more persons in a day than one can
-- see. The practitioner of a visit is who ordered its items. Codes registered as shared are set aside;
-- so are days on which most visits cost the same or are for check-ups and vaccinations, unless other
-- days of the month stand.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with visit as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, fee.dr_code, cast(line.setl_time as date) as visit_date,
    line.medfee_sumamt, line.fund_pay_sumamt, line.month
  from core.settlement as line
  inner join core.settlement_fee as fee on fee.setl_id = line.setl_id and fee.month = line.month
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where
    line.care in ('outpatient', 'chronic') and line.visits = 1 and refund.setl_id is null
    and line.psn_no is not null and fee.dr_code is not null
),

busy as (
  select visit.dr_code, visit.fixmedins_code, visit.visit_date, visit.month, count(distinct visit.psn_no) as persons
  from visit
  cross join source.rule_practitioner_overload as rule
  group by visit.dr_code, visit.fixmedins_code, visit.visit_date, visit.month, rule.persons
  having count(distinct visit.psn_no) > rule.persons
),

seen as (
  select visit.setl_id, visit.psn_no, visit.medfee_sumamt, visit.fund_pay_sumamt, busy.dr_code, busy.fixmedins_code,
    busy.visit_date, busy.month, busy.persons
  from visit
  inner join busy
    on busy.dr_code = visit.dr_code and busy.fixmedins_code = visit.fixmedins_code
    and busy.visit_date = visit.visit_date and busy.month = visit.month
),

same_price as (
  select dr_code, fixmedins_code, visit_date, max(visits) as visits
  from (
    select dr_code, fixmedins_code, visit_date, medfee_sumamt, count(*) as visits
    from seen
    group by dr_code, fixmedins_code, visit_date, medfee_sumamt
  ) as price
  group by dr_code, fixmedins_code, visit_date
),

check_up as (
  select distinct seen.setl_id
  from seen
  inner join core.diagnosis as diagnosis on diagnosis.setl_id = seen.setl_id
  cross join source.rule_practitioner_overload as rule
  where '|' || rule.check_ups || '|' like '%|' || substr(diagnosis.diag_code, 1, 3) || '|%'
),

work_day as (
  select
    seen.dr_code, seen.fixmedins_code, seen.visit_date, seen.month, max(seen.persons) as persons,
    case
      when
        max(same_price.visits) >= max(rule.same_share) * count(*)
        or count(check_up.setl_id) >= max(rule.same_share) * count(*)
        then 1
      else 0
    end as is_group
  from seen
  inner join same_price
    on same_price.dr_code = seen.dr_code and same_price.fixmedins_code = seen.fixmedins_code
    and same_price.visit_date = seen.visit_date
  left join check_up on check_up.setl_id = seen.setl_id
  cross join source.rule_practitioner_overload as rule
  group by seen.dr_code, seen.fixmedins_code, seen.visit_date, seen.month
),

shared_code as (
  select distinct prac_psn_code, fixmedins_code
  from core.practitioner
  where shared_flag in ('1', '是')
),

work_month as (
  select dr_code, fixmedins_code, month, min(is_group) as is_group
  from work_day
  group by dr_code, fixmedins_code, month
),

told as (
  select
    work_month.dr_code, work_month.fixmedins_code, work_month.month, work_month.is_group,
    '当月' || cast(count(*) as varchar) || '天门诊接诊超过' || cast(max(rule.persons) as varchar)
    || '人，最多一天' || cast(max(work_day.persons) as varchar) || '人' as observed
  from work_month
  inner join work_day
    on work_day.dr_code = work_month.dr_code and work_day.fixmedins_code = work_month.fixmedins_code
    and work_day.month = work_month.month and work_day.is_group = work_month.is_group
  cross join source.rule_practitioner_overload as rule
  group by work_month.dr_code, work_month.fixmedins_code, work_month.month, work_month.is_group
)

select
  'practitioner' as subject_type, told.dr_code as subject, cast(null as varchar) as psn_no, told.fixmedins_code,
  seen.setl_id, 'settlement' as evidence_type, seen.setl_id as evidence,
  cast(coalesce(seen.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan, told.observed,
  case
    when shared_code.prac_psn_code is not null then '登记为共用工号，一号多人'
    when told.is_group = 1 then '当日多数就诊费用相同或为体检、接种，属团体体检'
  end as exclusion,
  told.month
from told
inner join work_day
  on work_day.dr_code = told.dr_code and work_day.fixmedins_code = told.fixmedins_code
  and work_day.month = told.month and work_day.is_group = told.is_group
inner join seen
  on seen.dr_code = work_day.dr_code and seen.fixmedins_code = work_day.fixmedins_code
  and seen.visit_date = work_day.visit_date
left join shared_code
  on shared_code.prac_psn_code = told.dr_code and shared_code.fixmedins_code = told.fixmedins_code
