-- R37 分解门诊: a practitioner settles several visits of one person on one day, that of care where it is
-- known, at one institution. The first is shown, those after it are suspected. Different departments, a
-- prescription after an examination, ordinary beside chronic care, which are settled apart by rule, and
-- return visits, each longer after the one before than a bill is split in, are set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with visit as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.care, coalesce(line.dise_no, '') as dise_no,
    line.setl_time, coalesce(line.begndate, cast(line.setl_time as date)) as visit_date, line.fund_pay_sumamt, line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where
    line.care in ('outpatient', 'chronic') and line.visits = 1 and refund.setl_id is null
    and line.psn_no is not null
),

several as (
  select psn_no, fixmedins_code, visit_date, month
  from visit
  group by psn_no, fixmedins_code, visit_date, month
  having count(*) >= 2
),

few as (
  select
    visit.setl_id, visit.psn_no, visit.fixmedins_code, visit.care, visit.dise_no, visit.setl_time, visit.visit_date,
    visit.fund_pay_sumamt, visit.month, fee.dr_code, fee.drug_yuan, fee.exam_yuan
  from visit
  inner join several
    on several.psn_no = visit.psn_no and several.fixmedins_code = visit.fixmedins_code
    and several.visit_date = visit.visit_date and several.month = visit.month
  inner join core.settlement_fee as fee on fee.setl_id = visit.setl_id and fee.month = visit.month
  where fee.dr_code is not null
),

department as (
  select few.setl_id, min(line.bilg_dept_name) as dept_name
  from core.fee_line as line
  inner join few on few.setl_id = line.setl_id and few.month = line.month
  group by few.setl_id
),

ordered as (
  select
    few.setl_id, few.psn_no, few.fixmedins_code, few.dr_code, few.visit_date, few.fund_pay_sumamt, few.month,
    department.dept_name, few.drug_yuan, few.exam_yuan,
    case
      when lag(few.setl_id) over kind is null then 1
      else 0
    end as is_first_of_kind,
    row_number() over day as place,
    date_diff('second', lag(few.setl_time) over day, few.setl_time) as seconds
  from few
  left join department on department.setl_id = few.setl_id
  window
    day as (
      partition by few.psn_no, few.fixmedins_code, few.dr_code, few.visit_date
      order by few.setl_time nulls last, few.setl_id nulls last
    ),
    kind as (
      partition by few.psn_no, few.fixmedins_code, few.dr_code, few.visit_date, few.care, few.dise_no
      order by few.setl_time nulls last, few.setl_id nulls last
    )
),

found as (
  select
    ordered.psn_no, ordered.fixmedins_code, ordered.dr_code, ordered.visit_date, ordered.month,
    max(case when ordered.place = 1 then ordered.setl_id end) as subject,
    cast(ordered.visit_date as varchar) || '在同一医师处门诊结算' || cast(count(*) as varchar) || '次' as observed,
    case
      when count(distinct ordered.dept_name) = count(*) then '分属不同科室'
      when
        sum(case when ordered.drug_yuan > 0 then 1 else 0 end) <= 1
        and max(case when ordered.place = 1 and ordered.exam_yuan > 0 and ordered.drug_yuan = 0 then 1 else 0 end) = 1
        then '先检查、后凭结果开药'
      when min(ordered.is_first_of_kind) = 1 then '普通门诊与慢特病、不同病种按规定分别结算'
      when min(ordered.seconds) > 60 * rule.minutes then '各次相隔较久，为再次就诊'
    end as exclusion
  from ordered
  cross join source.rule_split_visits as rule
  group by
    ordered.psn_no, ordered.fixmedins_code, ordered.dr_code, ordered.visit_date, ordered.month, rule.visits,
    rule.minutes
  having count(*) >= rule.visits
)

select
  'settlement' as subject_type, found.subject, found.psn_no, found.fixmedins_code, ordered.setl_id,
  'settlement' as evidence_type, ordered.setl_id as evidence,
  cast(case when ordered.place = 1 then 0 else coalesce(ordered.fund_pay_sumamt, 0) end as decimal(16, 2))
    as amount_yuan,
  found.observed, found.exclusion, found.month
from found
inner join ordered
  on ordered.psn_no = found.psn_no and ordered.fixmedins_code = found.fixmedins_code
  and ordered.dr_code = found.dr_code and ordered.visit_date = found.visit_date
