-- R23 追溯码缺失: of the outpatient and pharmacy lines of an institution that must be scanned, too many have
-- no trace code, neither on the line nor scanned for it. Up to 20 of them, the dearest, are shown. What
-- is missing is a record, not money: nothing carries an amount. In a month without any code of any
-- institution the file was not sent, and nobody is suspected.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with boxed as (
  select line.bkkp_sn, line.setl_id, line.psn_no, line.fixmedins_code, line.inscp_amt, line.trac_code, line.month
  from core.fee_line as line
  inner join core.catalogue as item on item.hilist_code = line.hilist_code
  where
    line.month >= '2025-07' and item.trace_required in ('1', '是')
    and coalesce(item.list_type, '') not in ('102', '中药饮片') and coalesce(line.charge_category, '') <> 'herb'
    and item.hilist_name not like '%饮片%' and item.hilist_name not like '%配方颗粒%'
    and line.det_item_fee_sumamt > 0 and line.fixmedins_code is not null
),

scanned as (
  select distinct bkkp_sn, month
  from core.drug_trace
  where bkkp_sn is not null
),

line as (
  select
    boxed.bkkp_sn, boxed.setl_id, boxed.psn_no, boxed.fixmedins_code, boxed.inscp_amt, boxed.month,
    case when boxed.trac_code is null and scanned.bkkp_sn is null then 1 else 0 end as is_missing
  from boxed
  inner join core.settlement as settled on settled.setl_id = boxed.setl_id and settled.month = boxed.month
  left join core.refunded as refund on refund.setl_id = boxed.setl_id and refund.month = boxed.month
  left join scanned on scanned.bkkp_sn = boxed.bkkp_sn and scanned.month = boxed.month
  where settled.care <> 'inpatient' and settled.visits = 1 and refund.setl_id is null
),

counted as (
  select fixmedins_code, month, count(*) as lines, sum(is_missing) as missing_lines
  from line
  group by fixmedins_code, month
),

sent as (
  select month
  from counted
  group by month
  having sum(missing_lines) < sum(lines)
),

found as (
  select
    counted.fixmedins_code, counted.month,
    '须扫码的明细' || cast(counted.lines as varchar) || '行，无追溯码' || cast(counted.missing_lines as varchar)
    || '行' as observed
  from counted
  inner join sent on sent.month = counted.month
  cross join source.rule_missing_trace_code as rule
  where counted.lines >= rule.min_lines and counted.missing_lines > rule.share * counted.lines
),

shown as (
  select
    found.fixmedins_code, found.month, found.observed, line.bkkp_sn, line.setl_id,
    row_number() over (
      partition by found.fixmedins_code, found.month
      order by line.inscp_amt desc nulls last, line.bkkp_sn nulls last
    ) as place
  from found
  inner join line on line.fixmedins_code = found.fixmedins_code and line.month = found.month
  where line.is_missing = 1
)

select
  'institution' as subject_type, fixmedins_code as subject, cast(null as varchar) as psn_no, fixmedins_code,
  cast(null as varchar) as setl_id, 'institution' as evidence_type, fixmedins_code as evidence,
  cast(0 as decimal(16, 2)) as amount_yuan, observed, cast(null as varchar) as exclusion, month
from found
union all
select
  'institution', fixmedins_code, cast(null as varchar), fixmedins_code,
  setl_id, 'fee_line', bkkp_sn,
  cast(0 as decimal(16, 2)), observed, cast(null as varchar), month
from shown
where place <= 20
