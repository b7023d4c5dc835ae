-- R12 超住院天数计费: bed, nursing or consultation charged in a stay for more days than it lasted. What
-- is too much falls on the last lines. Items by the hour have 24 a day; a transfer gives a day more.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with booked as (
  select
    line.bkkp_sn, line.setl_id, line.hilist_code, line.fee_ocur_time,
    coalesce(line.medins_list_name, line.hilist_name, line.hilist_code) as item_name,
    line.bilg_dept_name, line.cnt, line.inscp_amt,
    case
      when
        line.hilist_name like '%小时%' or line.medins_list_name like '%小时%'
        or line.hilist_name like '%特级护理%' or line.hilist_name like '%特护%'
        or line.hilist_name like '%重症监护%'
        then 1
      else 0
    end as is_hourly,
    stay.psn_no, stay.fixmedins_code, stay.month,
    greatest(date_diff('day', stay.begndate, stay.enddate), 1) as days
  from core.stay as stay
  inner join core.fee_line as line on line.setl_id = stay.setl_id
  where
    line.charge_category in ('bed', 'nursing', 'consult') and line.month <= stay.month
    and line.cnt <> 0
),

summed as (
  select
    booked.setl_id, booked.hilist_code, booked.month,
    sum(booked.cnt) as quantity,
    sum(case when booked.cnt < 0 then booked.cnt else 0 end) as taken_back,
    max(booked.is_hourly) as is_hourly,
    max(booked.days) as days,
    max(rule.slack) as slack,
    count(distinct booked.bilg_dept_name) as departments
  from booked
  cross join source.rule_over_stay_quantity as rule
  group by booked.setl_id, booked.hilist_code, booked.month
),

excessive as (
  select
    setl_id, hilist_code, month, quantity, taken_back, is_hourly, days, slack,
    case when is_hourly = 1 then 24 * (days + 1) else days + slack end as allowed,
    case
      when is_hourly = 1 and quantity <= 24 * (days + 1) then '按小时计价，折合每天不超过24小时'
      when is_hourly = 0 and departments > 1 and quantity <= days + slack + departments - 1 then '转科当日两个科室各计一天'
    end as exclusion
  from summed
  where quantity > days + slack
),

standing as (
  select
    setl_id, hilist_code, month, quantity, taken_back, days, allowed, exclusion, slack,
    sum(case when exclusion is null then 1 else 0 end) over (partition by month, setl_id) as standing_items
  from excessive
),

ordered as (
  select
    booked.bkkp_sn, booked.setl_id, booked.psn_no, booked.fixmedins_code, booked.item_name, booked.cnt,
    booked.inscp_amt, booked.month, standing.quantity, standing.taken_back, standing.days, standing.exclusion,
    case when standing.exclusion is null then standing.allowed else standing.days + standing.slack end as allowed,
    sum(booked.cnt) over (
      partition by booked.month, booked.setl_id, booked.hilist_code
      order by booked.fee_ocur_time nulls last, booked.bkkp_sn nulls last
      rows between unbounded preceding and current row
    ) as so_far
  from standing
  inner join booked on booked.setl_id = standing.setl_id and booked.hilist_code = standing.hilist_code
  where
    booked.cnt > 0 and booked.inscp_amt > 0
    and (standing.exclusion is null or standing.standing_items = 0)
),

beyond as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, cnt, inscp_amt, exclusion, month,
    least(cnt, so_far + taken_back - allowed) as excess,
    '住院' || cast(days as varchar) || '天，“' || item_name || '”计费'
    || cast(cast(quantity as decimal(16, 2)) as varchar) as seen,
    quantity
  from ordered
  where so_far + taken_back > allowed
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code, setl_id,
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
  first_value(seen) over (partition by month, setl_id order by quantity desc nulls last, seen nulls last) as observed,
  max(exclusion) over (partition by month, setl_id) as exclusion,
  month
from beyond
