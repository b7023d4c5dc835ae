-- R22 药品追溯码重码: a trace code has been sold more often than it was returned. A code scanned again for
-- the same settlement is one sale; a settlement taken back, or not in force by the end of the month, is
-- none. The sale that repeats carries the amount of its fee line, the others are shown beside it. The
-- month is that of the repeating sale.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with scanned as (
  select
    drug_trac_codg, fixmedins_code, psn_no, setl_id, bkkp_sn, scan_time, month,
    case when lower(biz_type) in ('return', '退货', '退药', '销售退货', '退库') then 'return' else 'sale' end as kind,
    case when split_flag in ('1', '是') then 1 else 0 end as is_split,
    coalesce(setl_id, coalesce(fixmedins_code, '') || ' ' || cast(scan_time as varchar)) as occasion
  from core.drug_trace
  where
    lower(biz_type) in (
      'sale', '销售', '售出', '售药', '销售出库', 'return', '退货', '退药', '销售退货', '退库'
    )
),

repeated as (
  select distinct later.drug_trac_codg, later.month
  from scanned as later
  inner join scanned as earlier on earlier.drug_trac_codg = later.drug_trac_codg
  where
    later.kind = 'sale' and earlier.kind = 'sale' and earlier.occasion <> later.occasion
    and earlier.scan_time <= later.scan_time
),

refund as (
  select setl_id, min(month) as month
  from core.refunded
  group by setl_id
),

event as (
  select
    repeated.drug_trac_codg, repeated.month, scanned.kind, scanned.occasion,
    min(scanned.scan_time) as scan_time, min(scanned.month) as scan_month,
    min(scanned.setl_id) as setl_id, min(scanned.bkkp_sn) as bkkp_sn, min(scanned.psn_no) as psn_no,
    min(scanned.fixmedins_code) as fixmedins_code, max(scanned.is_split) as is_split
  from repeated
  inner join scanned on scanned.drug_trac_codg = repeated.drug_trac_codg and scanned.month <= repeated.month
  group by repeated.drug_trac_codg, repeated.month, scanned.kind, scanned.occasion
),

weighed as (
  select
    event.drug_trac_codg, event.month, event.kind, event.occasion, event.scan_time, event.scan_month,
    event.setl_id, event.bkkp_sn, event.psn_no, event.fixmedins_code, event.is_split,
    case when settled.care = 'inpatient' then 1 else 0 end as is_ward,
    case when refund.month <= event.month then 1 else 0 end as is_refunded,
    case when event.setl_id is not null and settled.setl_id is null then 1 else 0 end as is_unsettled,
    case
      when event.is_split = 1 or settled.care = 'inpatient' then 0
      when event.kind = 'return' then -1
      when refund.month <= event.month then 0
      when event.setl_id is not null and settled.setl_id is null then 0
      else 1
    end as boxes
  from event
  left join core.settlement as settled on settled.setl_id = event.setl_id and settled.month <= event.month
  left join refund on refund.setl_id = event.setl_id and event.kind = 'sale'
),

counted as (
  select
    drug_trac_codg, month, kind, occasion, scan_time, scan_month, setl_id, bkkp_sn, psn_no, fixmedins_code,
    is_split, is_ward, is_refunded, is_unsettled, boxes,
    sum(boxes) over history as sold,
    sum(case when kind = 'sale' then 1 else 0 end) over history as sales
  from weighed
  window history as (
    partition by drug_trac_codg, month
    order by scan_time nulls last, kind nulls last, occasion nulls last
    rows between unbounded preceding and current row
  )
),

judged as (
  select
    drug_trac_codg, month,
    '同一追溯码销售' || cast(sum(case when kind = 'sale' then 1 else 0 end) as varchar) || '次、退货'
    || cast(sum(case when kind = 'return' then 1 else 0 end) as varchar) || '次，涉及'
    || cast(count(distinct psn_no) as varchar) || '人、' || cast(count(distinct fixmedins_code) as varchar)
    || '家机构' as observed,
    case
      when max(case when scan_month = month and boxes = 1 and sold > 1 then 1 else 0 end) = 1 then cast(null as varchar)
      when max(is_split) = 1 then '拆零销售'
      when max(is_ward) = 1 then '住院摆药'
      when max(is_unsettled) = 1 then '结算尚未报送或已作废'
      else '退货或退费后再售'
    end as exclusion
  from counted
  group by drug_trac_codg, month
  having max(case when scan_month = month and kind = 'sale' and sales > 1 then 1 else 0 end) = 1
),

sale as (
  select
    counted.drug_trac_codg, counted.month, counted.psn_no, counted.fixmedins_code, counted.setl_id,
    judged.observed, judged.exclusion,
    case
      when counted.bkkp_sn is not null then 'fee_line'
      when counted.setl_id is not null then 'settlement'
      else 'institution'
    end as evidence_type,
    coalesce(counted.bkkp_sn, counted.setl_id, counted.fixmedins_code, '') as evidence,
    case when counted.scan_month = counted.month and counted.boxes = 1 and counted.sold > 1 then fee.inscp_amt end
      as amount_yuan
  from judged
  inner join counted on counted.drug_trac_codg = judged.drug_trac_codg and counted.month = judged.month
  left join core.fee_line as fee on fee.bkkp_sn = counted.bkkp_sn and fee.month = counted.month
  where counted.kind = 'sale' and counted.is_refunded = 0
)

select
  'trace_code' as subject_type, drug_trac_codg as subject, min(psn_no) as psn_no,
  min(fixmedins_code) as fixmedins_code, min(setl_id) as setl_id, evidence_type, evidence,
  cast(coalesce(sum(amount_yuan), 0) as decimal(16, 2)) as amount_yuan,
  min(observed) as observed, min(exclusion) as exclusion, month
from sale
group by drug_trac_codg, evidence_type, evidence, month
