-- R40 手术未按规定折价: of the operations of one settlement on one day the dearest has its full price, all
-- others a share of theirs. Another incision, both sides and two main operations are set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with booked as (
  select
    line.bkkp_sn, line.setl_id, settled.psn_no, settled.fixmedins_code, line.hilist_code,
    coalesce(line.hilist_name, item.hilist_name, line.hilist_code) as item_name,
    coalesce(line.medins_list_name, '') as own_name,
    cast(line.fee_ocur_time as date) as day, line.pric, line.cnt, line.inscp_amt, settled.month,
    case
      when cast(line.fee_ocur_time as date) < item.pric_uplmt_begndate
        then coalesce(item.prev_pric_uplmt_amt, item.pric_uplmt_amt)
      else item.pric_uplmt_amt
    end as full_price,
    sum(line.cnt) over (
      partition by settled.month, line.setl_id, line.hilist_code, cast(line.fee_ocur_time as date)
    ) as net_cnt
  from core.fee_line as line
  inner join core.catalogue as item on item.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    line.charge_category = 'surgery' and settled.visits = 1 and refund.setl_id is null
    and line.month <= settled.month
),

surgery as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, item_name, own_name, day, pric, cnt, inscp_amt, full_price, month,
    row_number() over (
      partition by month, setl_id, day order by full_price desc nulls last, pric desc nulls last, bkkp_sn nulls last
    ) as place,
    first_value(item_name) over (
      partition by month, setl_id, day order by full_price desc nulls last, pric desc nulls last, bkkp_sn nulls last
    ) as first_name,
    first_value(bkkp_sn) over (
      partition by month, setl_id, day order by full_price desc nulls last, pric desc nulls last, bkkp_sn nulls last
    ) as first_sn
  from booked
  where
    cnt > 0 and net_cnt > 0 and full_price > 0
    and item_name not like '%麻醉%' and item_name not like '%监测%' and item_name not like '%监护%'
    and item_name not like '%加收%' and item_name not like '%术中%' and item_name not like '%导航%'
),

undiscounted as (
  select
    surgery.bkkp_sn, surgery.setl_id, surgery.psn_no, surgery.fixmedins_code, surgery.item_name, surgery.own_name,
    surgery.day, surgery.pric, surgery.full_price, surgery.inscp_amt, surgery.month, surgery.first_name, surgery.first_sn,
    cast(
      (surgery.pric - cast(surgery.full_price * cast(rule.discount as decimal(8, 4)) as decimal(16, 4)))
      * cast(surgery.cnt as decimal(12, 4)) as decimal(18, 2)
    ) as excess
  from surgery
  cross join source.rule_undiscounted_surgery as rule
  where
    surgery.place > 1 and surgery.inscp_amt > 0
    and surgery.pric > surgery.full_price * cast(rule.discount as decimal(8, 4)) * 1.001
),

recorded as (
  select
    undiscounted.bkkp_sn,
    sum(case when operation.main_oprn_flag in ('1', '是') then 1 else 0 end) as main_operations,
    max(
      case
        when
          operation.oprn_oprt_name like '%不同切口%' or operation.oprn_oprt_name like '%另一切口%'
          or operation.oprn_oprt_name like '%另切口%' or operation.oprn_oprt_name like '%第二切口%'
          or operation.oprn_oprt_name like '%对侧%' or operation.oprn_oprt_name like '%双侧%'
          then 1
        else 0
      end
    ) as is_other_incision
  from undiscounted
  inner join core.operation as operation
    on operation.setl_id = undiscounted.setl_id and operation.oprn_oprt_date = undiscounted.day
  group by undiscounted.bkkp_sn
),

found as (
  select
    undiscounted.bkkp_sn, undiscounted.first_sn, undiscounted.psn_no, undiscounted.fixmedins_code,
    undiscounted.setl_id, undiscounted.month,
    least(undiscounted.excess, undiscounted.inscp_amt) as amount,
    '同日“' || undiscounted.first_name || '”之外，“' || undiscounted.item_name || '”按'
    || cast(cast(undiscounted.pric as decimal(16, 2)) as varchar) || '元收费，全价'
    || cast(cast(undiscounted.full_price as decimal(16, 2)) as varchar) || '元' as observed,
    case
      when
        recorded.is_other_incision = 1
        or undiscounted.item_name || undiscounted.own_name like '%不同切口%'
        or undiscounted.item_name || undiscounted.own_name like '%另一切口%'
        or undiscounted.item_name || undiscounted.own_name like '%另切口%'
        or undiscounted.item_name || undiscounted.own_name like '%第二切口%'
        or undiscounted.item_name || undiscounted.own_name like '%对侧%'
        or undiscounted.item_name || undiscounted.own_name like '%双侧%'
        then '不同切口或双侧手术'
      when recorded.main_operations >= 2 then '当日有两条主要手术记录'
    end as exclusion
  from undiscounted
  left join recorded on recorded.bkkp_sn = undiscounted.bkkp_sn
)

select
  'fee_line' as subject_type, bkkp_sn as subject, psn_no, fixmedins_code, setl_id,
  'fee_line' as evidence_type, bkkp_sn as evidence,
  cast(amount as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from found
union all
select
  'fee_line', bkkp_sn, psn_no, fixmedins_code, setl_id, 'fee_line', first_sn,
  cast(0 as decimal(16, 2)), observed, exclusion, month
from found
