-- R11 超单日上限数量: of an item more is charged to a settlement on one day than is allowed.
-- What is too much falls on the last lines of the day. What was booked at once for days on which
-- nothing at all was booked to the settlement is set aside: where other charges are entered day by day,
-- so would this one have been.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with capped as (
  select hilist_code, hilist_name, max_day_cnt
  from core.item_limit
  where max_day_cnt > 0
),

booked as (
  select
    line.bkkp_sn, line.setl_id, settled.psn_no, settled.fixmedins_code, line.hilist_code, line.fee_ocur_time,
    coalesce(line.medins_list_name, line.hilist_name, capped.hilist_name) as item_name,
    cast(line.fee_ocur_time as date) as day,
    line.cnt, line.inscp_amt, capped.max_day_cnt, settled.begndate, settled.month
  from core.fee_line as line
  inner join capped on capped.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
    and line.cnt <> 0
),

daily as (
  select
    setl_id, hilist_code, day, month,
    sum(cnt) as quantity,
    sum(case when cnt < 0 then cnt else 0 end) as taken_back,
    max(case when cnt > 0 and item_name like '%左%' then 1 else 0 end)
    * max(case when cnt > 0 and item_name like '%右%' then 1 else 0 end) as is_both_sides
  from booked
  group by setl_id, hilist_code, day, month
),

ordered as (
  select
    booked.bkkp_sn, booked.setl_id, booked.psn_no, booked.fixmedins_code, booked.item_name, booked.day,
    booked.cnt, booked.inscp_amt, booked.max_day_cnt, booked.begndate, booked.month,
    daily.quantity, daily.taken_back, daily.is_both_sides,
    sum(booked.cnt) over (
      partition by booked.month, booked.setl_id, booked.hilist_code, booked.day
      order by booked.fee_ocur_time nulls last, booked.bkkp_sn nulls last
      rows between unbounded preceding and current row
    ) as so_far
  from booked
  inner join daily
    on daily.setl_id = booked.setl_id and daily.hilist_code = booked.hilist_code and daily.day = booked.day
  cross join source.rule_over_daily_quantity as rule
  where
    booked.cnt > 0
    and daily.quantity > booked.max_day_cnt + booked.max_day_cnt * cast(rule.tolerance as decimal(8, 4))
),

beyond as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, item_name, day, cnt, inscp_amt, max_day_cnt, begndate, quantity, is_both_sides,
    month,
    least(cnt, so_far + taken_back - max_day_cnt) as excess
  from ordered
  where so_far + taken_back > max_day_cnt and inscp_amt > 0
),

booked_before as (
  select beyond.bkkp_sn, max(cast(line.fee_ocur_time as date)) as day
  from beyond
  inner join core.fee_line as line
    on
      line.setl_id = beyond.setl_id and line.month <= beyond.month
      and cast(line.fee_ocur_time as date) < beyond.day
  group by beyond.bkkp_sn
),

awaited as (
  select
    beyond.bkkp_sn,
    date_diff('day', coalesce(booked_before.day, beyond.begndate - interval 1 day), beyond.day) as days_since
  from beyond
  left join booked_before on booked_before.bkkp_sn = beyond.bkkp_sn
),

bilateral as (
  select distinct beyond.bkkp_sn
  from beyond
  inner join core.operation as operation
    on operation.setl_id = beyond.setl_id and operation.oprn_oprt_date = beyond.day
  where operation.oprn_oprt_name like '%双侧%'
)

select
  'fee_line' as subject_type, beyond.bkkp_sn as subject, beyond.psn_no, beyond.fixmedins_code, beyond.setl_id,
  'fee_line' as evidence_type, beyond.bkkp_sn as evidence,
  cast(
    case
      when beyond.excess = beyond.cnt then beyond.inscp_amt
      else
        cast(
          round(
            case
              when beyond.cnt > 0
                then cast(beyond.inscp_amt * cast(beyond.excess as decimal(12, 4)) as double) / cast(beyond.cnt as double)
            end, 2
          ) as decimal(16, 2)
        )
    end as decimal(16, 2)
  ) as amount_yuan,
  '“' || beyond.item_name || '”' || cast(beyond.day as varchar) || '计'
  || cast(cast(beyond.quantity as decimal(16, 2)) as varchar) || '，单日上限'
  || cast(cast(beyond.max_day_cnt as decimal(16, 2)) as varchar) as observed,
  case
    when
      (bilateral.bkkp_sn is not null or beyond.is_both_sides = 1 or beyond.item_name like '%双侧%')
      and beyond.quantity <= 2 * beyond.max_day_cnt
      then '双侧操作'
    when awaited.days_since > 1 and beyond.quantity <= beyond.max_day_cnt * awaited.days_since
      then '此前' || cast(awaited.days_since - 1 as varchar) || '天未记任何费用，疑为补记账'
  end as exclusion,
  beyond.month
from beyond
inner join awaited on awaited.bkkp_sn = beyond.bkkp_sn
left join bilateral on bilateral.bkkp_sn = beyond.bkkp_sn
