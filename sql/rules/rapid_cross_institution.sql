-- R35 短时跨机构刷卡: two outpatient or pharmacy settlements of a person at different institutions within
-- minutes. The later one is suspected, the earlier shown beside it. Places next to each other by their
-- location code, payments for relatives, settlements at the centre, those settled in a batch and those of
-- care on another day are set aside; where only a date was kept, midnight, nothing can be said.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with visit as (
  select
    line.setl_id, line.psn_no, line.fixmedins_code, line.setl_time, cast(line.setl_time as date) as setl_date,
    line.pay_loc, line.setl_type, coalesce(line.fund_pay_sumamt, 0) + coalesce(line.acct_pay, 0) as paid_yuan,
    coalesce(line.acct_mulaid_pay, 0) as acct_mulaid_pay,
    case when coalesce(line.enddate, line.begndate) <> cast(line.setl_time as date) then 1 else 0 end as is_belated,
    line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where
    line.care in ('outpatient', 'chronic', 'pharmacy') and line.visits = 1 and refund.setl_id is null
    and line.psn_no is not null and line.fixmedins_code <> ''
    and line.setl_time <> cast(cast(line.setl_time as date) as timestamp)
),

several as (
  select psn_no, setl_date, month
  from visit
  group by psn_no, setl_date, month
  having min(fixmedins_code) <> max(fixmedins_code)
),

ordered as (
  select
    visit.setl_id, visit.psn_no, visit.fixmedins_code, visit.setl_time, visit.pay_loc, visit.setl_type,
    visit.paid_yuan, visit.acct_mulaid_pay, visit.is_belated, visit.month,
    lag(visit.setl_id) over trail as earlier_setl_id,
    lag(visit.fixmedins_code) over trail as earlier_fixmedins_code,
    lag(visit.setl_time) over trail as earlier_setl_time,
    lag(visit.pay_loc) over trail as earlier_pay_loc,
    lag(visit.setl_type) over trail as earlier_setl_type,
    lag(visit.acct_mulaid_pay) over trail as earlier_acct_mulaid_pay,
    lag(visit.is_belated) over trail as earlier_is_belated
  from visit
  inner join several
    on several.psn_no = visit.psn_no and several.setl_date = visit.setl_date and several.month = visit.month
  window trail as (
    partition by visit.psn_no, visit.setl_date, visit.month
    order by visit.setl_time nulls last, visit.setl_id nulls last
  )
),

near as (
  select
    ordered.setl_id, ordered.earlier_setl_id, ordered.psn_no, ordered.fixmedins_code, ordered.earlier_fixmedins_code,
    ordered.setl_time, ordered.earlier_setl_time, ordered.paid_yuan, ordered.month,
    date_diff('second', ordered.earlier_setl_time, ordered.setl_time) as seconds,
    case
      when
        ordered.pay_loc = '1' or ordered.earlier_pay_loc = '1'
        or ordered.setl_type in ('1', '3') or ordered.earlier_setl_type in ('1', '3')
        then 1
      else 0
    end as is_centre,
    case when ordered.acct_mulaid_pay > 0 or ordered.earlier_acct_mulaid_pay > 0 then 1 else 0 end as is_family,
    case when ordered.is_belated = 1 or ordered.earlier_is_belated = 1 then 1 else 0 end as is_belated
  from ordered
  cross join source.rule_rapid_cross_institution as rule
  where
    ordered.earlier_fixmedins_code <> ordered.fixmedins_code and ordered.paid_yuan > 0
    and date_diff('second', ordered.earlier_setl_time, ordered.setl_time) < 60 * rule.minutes
),

moment as (
  select fixmedins_code, setl_time, month from near
  union
  select earlier_fixmedins_code, earlier_setl_time, month from near
),

batch as (
  select moment.fixmedins_code, moment.setl_time, count(*) as settlements
  from moment
  inner join visit
    on visit.fixmedins_code = moment.fixmedins_code and visit.setl_time = moment.setl_time
    and visit.month = moment.month
  group by moment.fixmedins_code, moment.setl_time
),

found as (
  select
    near.setl_id, near.earlier_setl_id, near.psn_no, near.fixmedins_code, near.paid_yuan, near.month,
    '距在' || coalesce(earlier_place.fixmedins_name, near.earlier_fixmedins_code) || '结算'
    || cast(near.seconds as varchar) || '秒' as observed,
    case
      when near.is_centre = 1 then '中心报销或补充报销，结算时间不是就医时间'
      when near.seconds = 0 or batch.settlements >= 3 or earlier_batch.settlements >= 3 then '批量补结算，结算时间相同'
      when near.is_belated = 1 then '补结算，就医日期与结算日期不同'
      when near.is_family = 1 then '个人账户家庭共济支付'
      when substr(place.geo_code, 1, rule.geo_digits) = substr(earlier_place.geo_code, 1, rule.geo_digits)
        then '两机构毗邻'
      when
        place.fixmedins_name like '%互联网%' or earlier_place.fixmedins_name like '%互联网%'
        or place.fixmedins_type like '%互联网%' or earlier_place.fixmedins_type like '%互联网%'
        then '互联网诊疗'
    end as exclusion
  from near
  cross join source.rule_rapid_cross_institution as rule
  left join core.institution as place on place.fixmedins_code = near.fixmedins_code
  left join core.institution as earlier_place on earlier_place.fixmedins_code = near.earlier_fixmedins_code
  left join batch on batch.fixmedins_code = near.fixmedins_code and batch.setl_time = near.setl_time
  left join batch as earlier_batch
    on earlier_batch.fixmedins_code = near.earlier_fixmedins_code and earlier_batch.setl_time = near.earlier_setl_time
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code, setl_id,
  'settlement' as evidence_type, setl_id as evidence, cast(paid_yuan as decimal(16, 2)) as amount_yuan,
  observed, exclusion, month
from found
union all
select
  'settlement', setl_id, psn_no, fixmedins_code, earlier_setl_id, 'settlement', earlier_setl_id,
  cast(0 as decimal(16, 2)), observed, exclusion, month
from found
