-- R03 挂床住院（住院期间门诊、购药）: after the day of admission and before that of discharge the person is
-- also settled as an outpatient or in a pharmacy. The stay is suspected, the visits are shown beside it.
-- An approval of examinations elsewhere may be noted at the stay or at the visit.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with approved as (
  select setl_id, min(month) as month
  from core.encounter
  where setl_id is not null and (remark like '%审批%' or remark like '%外院检查%' or remark like '%外检%')
  group by setl_id
),

fetched as (
  select setl_id, min(month) as month
  from core.prescription
  where setl_id is not null and (remark like '%代取%' or remark like '%代购%' or remark like '%代配%')
  group by setl_id
),

visit as (
  select
    stay.setl_id, stay.month, stay.leave_days, seen.setl_id as visit_setl_id,
    cast(seen.setl_time as date) as visit_day,
    case when seen.fixmedins_code = stay.fixmedins_code then 0 else 1 end as is_elsewhere,
    case
      when seen.care = 'pharmacy' and coalesce(seen.fund_pay_sumamt, 0) = 0
        then '住院期间的购药仅用个人账户，可能为家属使用'
      when approved.setl_id is not null then '外院检查已审批'
      when
        allowed.setl_id is not null and seen.care = 'outpatient' and seen.fixmedins_code <> stay.fixmedins_code
        then '外院检查已审批'
      when fetched.setl_id is not null then '处方注明由他人代取'
    end as exclusion
  from core.settlement as seen
  inner join core.stay as stay
    on
      stay.psn_no = seen.psn_no
      and cast(seen.setl_time as date) > stay.begndate and cast(seen.setl_time as date) < stay.enddate
      and coalesce(seen.begndate, cast(seen.setl_time as date)) > stay.begndate
      and seen.month <= stay.month
  left join core.refunded as refund on refund.setl_id = seen.setl_id and refund.month <= stay.month
  left join approved on approved.setl_id = seen.setl_id and approved.month <= stay.month
  left join approved as allowed on allowed.setl_id = stay.setl_id and allowed.month <= stay.month
  left join fetched on fetched.setl_id = seen.setl_id and fetched.month <= stay.month
  where seen.care in ('outpatient', 'chronic', 'pharmacy') and seen.visits = 1 and refund.setl_id is null
),

counted as (
  select
    setl_id, month,
    count(*) as visits,
    sum(is_elsewhere) as visits_elsewhere,
    sum(case when exclusion is null then 1 else 0 end) as standing,
    count(distinct case when exclusion is null then visit_day end) as standing_days,
    max(leave_days) as leave_days,
    min(exclusion) as reason
  from visit
  group by setl_id, month
),

found as (
  select
    stay.setl_id, stay.psn_no, stay.fixmedins_code, stay.fund_pay_sumamt, stay.month,
    '住院期间门诊、购药' || cast(counted.visits as varchar) || '次，其中在其他机构'
    || cast(counted.visits_elsewhere as varchar) || '次' as observed,
    case
      when counted.standing < rule.visits then counted.reason
      when counted.leave_days >= counted.standing_days
        then '已登记请假' || cast(counted.leave_days as varchar) || '天，就诊不多于请假的天数'
    end as exclusion
  from counted
  inner join core.stay as stay on stay.setl_id = counted.setl_id and stay.month = counted.month
  cross join source.rule_visit_during_stay as rule
  where counted.visits >= rule.visits
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code,
  setl_id, 'settlement' as evidence_type, setl_id as evidence,
  cast(coalesce(fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from found
union all
select
  'settlement', found.setl_id, found.psn_no, found.fixmedins_code,
  visit.visit_setl_id, 'settlement', visit.visit_setl_id,
  cast(0 as decimal(16, 2)), found.observed, found.exclusion, found.month
from found
inner join visit on visit.setl_id = found.setl_id and visit.month = found.month
