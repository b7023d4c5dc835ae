-- R13 超标准收费: a line's unit price is above the cap that held, and the patient did not pay what is
-- above it. The cap is the line's own; without one, that of the catalogue on the day.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with limited as (
  select
    line.bkkp_sn, line.setl_id, line.hilist_code, line.month as booked_month,
    coalesce(line.medins_list_name, line.hilist_name, item.hilist_name, line.hilist_code) as item_name,
    cast(line.fee_ocur_time as date) as day,
    line.pric, line.cnt, line.inscp_amt, line.overlmt_selfpay,
    item.child_addon,
    case
      when line.pric_uplmt_amt > 0 then line.pric_uplmt_amt
      when cast(line.fee_ocur_time as date) < item.pric_uplmt_begndate then item.prev_pric_uplmt_amt
      else item.pric_uplmt_amt
    end as cap,
    case
      when cast(line.fee_ocur_time as date) < item.pric_uplmt_begndate then item.prev_pric_uplmt_amt
    end as earlier_cap
  from core.fee_line as line
  left join core.catalogue as item on item.hilist_code = line.hilist_code
  where
    line.pric > line.pric_uplmt_amt
    or ((line.pric_uplmt_amt is null or line.pric_uplmt_amt = 0) and item.hilist_code is not null)
),

priced as (
  select
    limited.bkkp_sn, limited.setl_id, limited.item_name, limited.day, limited.pric, limited.cnt,
    limited.inscp_amt, limited.cap, limited.earlier_cap, limited.child_addon, limited.booked_month,
    rule.tolerance, rule.child_share,
    cast(
      (limited.pric - limited.cap) * cast(limited.cnt as decimal(12, 4)) as decimal(18, 2)
    ) - coalesce(limited.overlmt_selfpay, 0) as excess, limited.hilist_code
  from limited
  cross join source.rule_over_price_cap as rule
  where limited.cap > 0 and limited.pric > limited.cap + limited.cap * cast(rule.tolerance as decimal(8, 4))
),

settled_line as (
  select
    priced.bkkp_sn, priced.setl_id, settled.psn_no, settled.fixmedins_code, settled.brdy, priced.item_name, priced.day,
    priced.pric, priced.cnt, priced.cap, priced.earlier_cap, priced.child_addon, priced.tolerance, priced.child_share,
    priced.excess, priced.inscp_amt, settled.month,
    sum(priced.cnt) over (partition by settled.month, priced.setl_id, priced.hilist_code) as net_cnt
  from priced
  inner join core.settlement as settled on settled.setl_id = priced.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    (priced.excess > 0.01 or priced.excess < -0.01)
    and settled.visits = 1 and refund.setl_id is null and priced.booked_month <= settled.month
),

dear as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, item_name, pric,
    cap, excess, inscp_amt, month,
    case
      when pric <= earlier_cap + earlier_cap * cast(tolerance as decimal(8, 4))
        then '收费时仍执行原限价，未超过'
      when
        child_addon > 0
        and brdy <= day and brdy + interval 7 year > day
        and pric <= cap + cap * cast(
          case when child_addon < 1 then child_addon else child_share end
          + tolerance as decimal(8, 4)
        )
        then '未满七周岁的儿童加收'
    end as exclusion
  from settled_line
  where cnt > 0 and net_cnt > 0 and excess > 0 and inscp_amt > 0
)

select
  'fee_line' as subject_type, bkkp_sn as subject, psn_no, fixmedins_code, setl_id,
  'fee_line' as evidence_type, bkkp_sn as evidence,
  cast(least(excess, inscp_amt) as decimal(16, 2)) as amount_yuan,
  '“' || item_name || '”单价' || cast(cast(pric as decimal(16, 2)) as varchar) || '元，限价'
  || cast(cast(cap as decimal(16, 2)) as varchar) || '元' as observed,
  exclusion, month
from dear
