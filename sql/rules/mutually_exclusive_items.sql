-- R10 重复收费（互斥项目）: an item whose content holds another and that other item are both charged to
-- one settlement, the same day or in the same stay. The held item is suspected, the other shown beside it.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with pair as (
  select
    listed.hilist_code as item_a, listed.item_b,
    min(case when listed.win in ('day', '日', '单日', '自然日') then 1 else 0 end) as is_only_daily
  from core.item_limit as listed
  left join core.item_limit as reverse
    on reverse.hilist_code = listed.item_b and reverse.item_b = listed.hilist_code
  where
    listed.hilist_code <> listed.item_b
    and (reverse.hilist_code is null or listed.hilist_code < listed.item_b)
  group by listed.hilist_code, listed.item_b
),

item as (
  select item_a as hilist_code from pair
  union
  select item_b from pair
),

booked as (
  select
    line.bkkp_sn, line.setl_id, settled.psn_no, settled.fixmedins_code, line.hilist_code,
    coalesce(line.medins_list_name, line.hilist_name, line.hilist_code) as item_name,
    cast(line.fee_ocur_time as date) as day, line.charge_category, line.cnt, line.inscp_amt, settled.month,
    sum(line.cnt) over (
      partition by settled.month, line.setl_id, line.hilist_code, cast(line.fee_ocur_time as date)
    ) as day_cnt
  from core.fee_line as line
  inner join item on item.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
),

main_line as (
  select setl_id, hilist_code, day, item_name, min(bkkp_sn) as bkkp_sn
  from booked
  where cnt > 0 and day_cnt > 0
  group by setl_id, hilist_code, day, item_name
),

paired as (
  select
    held.bkkp_sn, held.setl_id, held.psn_no, held.fixmedins_code, held.hilist_code, held.item_name,
    held.day, held.charge_category, held.inscp_amt, held.month, pair.is_only_daily,
    main_line.bkkp_sn as main_sn, main_line.item_name as main_name, main_line.day as main_day,
    row_number() over (
      partition by held.month, held.bkkp_sn
      order by
        case when main_line.day = held.day then 0 else 1 end nulls last, pair.is_only_daily nulls last,
        main_line.bkkp_sn nulls last
    ) as choice
  from booked as held
  inner join pair on pair.item_b = held.hilist_code
  inner join main_line
    on main_line.setl_id = held.setl_id and main_line.hilist_code = pair.item_a
    and (pair.is_only_daily = 0 or main_line.day = held.day)
  where held.cnt > 0 and held.day_cnt > 0 and held.inscp_amt > 0
),

chosen as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, item_name, day, charge_category, inscp_amt, month,
    is_only_daily, main_sn, main_name, main_day
  from paired
  where choice = 1
),

surgery as (
  select
    chosen.bkkp_sn,
    sum(case when operation.oprn_oprt_name like '%双侧%' then 2 else 1 end) as operations
  from chosen
  inner join core.operation as operation on operation.setl_id = chosen.setl_id
  where chosen.is_only_daily = 0 or operation.oprn_oprt_date = chosen.day
  group by chosen.bkkp_sn
),

found as (
  select
    chosen.bkkp_sn, chosen.main_sn, chosen.psn_no, chosen.fixmedins_code, chosen.setl_id, chosen.inscp_amt, chosen.month,
    case when chosen.day = chosen.main_day then '同日' else '同次就诊' end
    || '收取“' || chosen.main_name || '”和其内涵已含的“' || chosen.item_name || '”' as observed,
    case
      when
        (chosen.main_name like '%左%' and chosen.item_name like '%右%')
        or (chosen.main_name like '%右%' and chosen.item_name like '%左%')
        then '左、右侧分别收费，不是同一部位'
      when surgery.operations >= 2 and chosen.charge_category not in ('bed', 'nursing', 'consult', 'registration')
        then '有' || cast(surgery.operations as varchar) || '次手术操作记录，可分别收费'
    end as exclusion
  from chosen
  left join surgery on surgery.bkkp_sn = chosen.bkkp_sn
)

select
  'fee_line' as subject_type, bkkp_sn as subject, psn_no, fixmedins_code, setl_id,
  'fee_line' as evidence_type, bkkp_sn as evidence,
  cast(inscp_amt as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from found
union all
select
  'fee_line', bkkp_sn, psn_no, fixmedins_code, setl_id, 'fee_line', main_sn,
  cast(0 as decimal(16, 2)), observed, exclusion, month
from found
