-- R41 血液透析超次: a person has more sessions of dialysis in a calendar month, or on a day, than allowed.
-- The last to be settled are too many. Emergency sessions are not counted; where a limit is passed with
-- them alone, or by days of a stay booked at once, that is set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with item as (
  select
    catalogue.hilist_code
  from core.catalogue as catalogue
  cross join source.rule_excessive_dialysis as rule
  where
    (
      rule.items = 'auto' and catalogue.hilist_name like '%血液透析%'
      and coalesce(catalogue.list_type, '201') = '201'
      and catalogue.hilist_name not like '%管路%' and catalogue.hilist_name not like '%透析器%'
      and catalogue.hilist_name not like '%置管%' and catalogue.hilist_name not like '%监测%'
    )
    or '|' || rule.items || '|' like '%|' || catalogue.hilist_code || '|%'
),

treated as (
  select
    line.bkkp_sn, settled.psn_no, settled.fixmedins_code, line.setl_id, line.fee_ocur_time, line.cnt, line.inscp_amt,
    line.bilg_dept_name, settled.med_type, settled.begndate, settled.month,
    cast(line.fee_ocur_time as date) as day, line.month as booked_month
  from core.fee_line as line
  inner join item on item.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
    and settled.psn_no is not null and line.cnt <> 0
),

admitted as (
  select
    treated.bkkp_sn,
    max(
      case
        when
          encounter.adm_way in ('1', '急诊')
          and date_diff('day', encounter.begndate, treated.day) between 0 and rule.rescue_days - 1
          then 1
        else 0
      end
    ) as is_emergency
  from treated
  inner join core.encounter as encounter on encounter.setl_id = treated.setl_id
  cross join source.rule_excessive_dialysis as rule
  group by treated.bkkp_sn
),

netted as (
  select
    treated.bkkp_sn, treated.psn_no, treated.fixmedins_code, treated.setl_id, treated.fee_ocur_time, treated.day,
    treated.booked_month, treated.begndate, treated.cnt, treated.inscp_amt, treated.month,
    case
      when
        admitted.is_emergency = 1 or substr(treated.med_type, 1, 2) in ('13', '24')
        or treated.bilg_dept_name like '%急诊%' or treated.bilg_dept_name like '%抢救%'
        or treated.bilg_dept_name like '%重症%' or upper(treated.bilg_dept_name) like '%ICU%'
        then 1
      else 0
    end as is_emergency,
    sum(treated.cnt) over (partition by treated.setl_id, treated.day) as net_cnt,
    sum(case when treated.cnt > 0 then treated.cnt else 0 end) over (
      partition by treated.setl_id, treated.day
      order by treated.fee_ocur_time nulls last, treated.bkkp_sn nulls last
      rows between unbounded preceding and current row
    ) as so_far
  from treated
  left join admitted on admitted.bkkp_sn = treated.bkkp_sn
),

session as (
  select
    bkkp_sn, psn_no, fixmedins_code, setl_id, fee_ocur_time, day, booked_month, begndate, cnt, inscp_amt, month, is_emergency,
    least(cnt, net_cnt - (so_far - cnt)) as sessions
  from netted
  where cnt > 0 and net_cnt > so_far - cnt
),

counted as (
  select
    bkkp_sn, psn_no, fixmedins_code, setl_id, day, booked_month, begndate, cnt, inscp_amt, month, is_emergency, sessions,
    sum(sessions) over (
      partition by setl_id order by fee_ocur_time nulls last, bkkp_sn nulls last
      rows between unbounded preceding and current row
    ) as stay_sessions,
    sum(case when is_emergency = 0 then sessions else 0 end) over by_month as month_regular,
    sum(sessions) over by_month as month_all,
    sum(case when is_emergency = 0 then sessions else 0 end) over by_day as day_regular,
    sum(sessions) over by_day as day_all
  from session
  window
    by_month as (
      partition by psn_no, booked_month
      order by month nulls last, fee_ocur_time nulls last, bkkp_sn nulls last
      rows between unbounded preceding and current row
    ),
    by_day as (
      partition by psn_no, day
      order by month nulls last, fee_ocur_time nulls last, bkkp_sn nulls last
      rows between unbounded preceding and current row
    )
),

ranked as (
  select
    bkkp_sn, psn_no, fixmedins_code, setl_id, day, booked_month, cnt, inscp_amt, month, is_emergency, sessions,
    stay_sessions, date_diff('day', begndate, day) + 1 as stay_days,
    case when is_emergency = 0 then month_regular else month_all end as month_sessions,
    case when is_emergency = 0 then day_regular else day_all end as day_sessions
  from counted
),

beyond as (
  select
    ranked.bkkp_sn, ranked.psn_no, ranked.fixmedins_code, ranked.setl_id, ranked.cnt, ranked.inscp_amt,
    ranked.month, ranked.month_sessions,
    case
      when ranked.is_emergency = 1 then '超出部分为急诊加透'
      when
        ranked.month_sessions <= rule.sessions and ranked.stay_days > 1
        and ranked.stay_sessions <= ranked.stay_days * rule.per_day
        then '住院以来次数未超过天数，疑为补记账'
    end as exclusion,
    least(
      ranked.sessions, greatest(ranked.month_sessions - rule.sessions, ranked.day_sessions - rule.per_day)
    ) as excess,
    case
      when ranked.month_sessions > rule.sessions
        then
          ranked.booked_month || '血液透析' || cast(cast(ranked.month_sessions as decimal(16, 0)) as varchar)
          || '次，上限' || cast(rule.sessions as varchar) || '次'
      else
        cast(ranked.day as varchar) || '血液透析' || cast(cast(ranked.day_sessions as decimal(16, 0)) as varchar) || '次'
    end as seen
  from ranked
  cross join source.rule_excessive_dialysis as rule
  where
    ranked.inscp_amt > 0
    and (ranked.month_sessions > rule.sessions or ranked.day_sessions > rule.per_day)
),

weighed as (
  select
    bkkp_sn, psn_no, fixmedins_code, setl_id, cnt, inscp_amt, month, excess, exclusion,
    min(case when exclusion is null then 0 else 1 end) over (partition by psn_no, month) as is_set_aside,
    first_value(seen) over (
      partition by psn_no, month
      order by
        case when exclusion is null then 0 else 1 end nulls last, month_sessions desc nulls last, seen nulls last
    ) as observed
  from beyond
)

select
  'person' as subject_type, psn_no as subject, psn_no, fixmedins_code, setl_id,
  'fee_line' as evidence_type, bkkp_sn as evidence,
  cast(
    case
      when excess = cnt then inscp_amt
      else
        cast(
          round(
            case
              when cnt > 0 then cast(inscp_amt * cast(excess as decimal(12, 4)) as double) / cast(cnt as double)
            end, 2
          ) as decimal(16, 2)
        )
    end as decimal(16, 2)
  ) as amount_yuan,
  observed,
  max(exclusion) over (partition by psn_no, month) as exclusion, month
from weighed
where exclusion is null or is_set_aside = 1
