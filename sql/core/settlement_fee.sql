-- Fee lines of a settlement in a month, summed. `is_settled` says whether the settlement is of the
-- same month: lines of a stay that goes on are settled in a later one. `dr_code` is one who ordered them.
-- grain: setl_id, month
-- tags: records
-- partition: month
-- chunk: month
with fee as (
  select
    setl_id, month,
    count(*) as lines,
    sum(copies - 1) as repeated_lines,
    cast(sum(det_item_fee_sumamt) as decimal(18, 2)) as total_yuan,
    cast(sum(case when charge_category in ('drug', 'herb') then det_item_fee_sumamt else 0 end) as decimal(18, 2)) as drug_yuan,
    cast(sum(case when charge_category = 'herb' then det_item_fee_sumamt else 0 end) as decimal(18, 2)) as herb_yuan,
    cast(sum(case when charge_category = 'material' then det_item_fee_sumamt else 0 end) as decimal(18, 2)) as material_yuan,
    cast(sum(case when charge_category in ('exam', 'lab') then det_item_fee_sumamt else 0 end) as decimal(18, 2)) as exam_yuan,
    cast(sum(inscp_amt) as decimal(18, 2)) as inscp_yuan,
    min(bilg_dr_code) as dr_code
  from core.fee_line
  group by setl_id, month
)

select
  fee.setl_id, fee.month,
  cast(fee.lines as integer) as lines,
  cast(fee.repeated_lines as integer) as repeated_lines,
  fee.total_yuan, fee.drug_yuan, fee.herb_yuan, fee.material_yuan, fee.exam_yuan, fee.inscp_yuan,
  fee.dr_code,
  case when settled.setl_id is null then 0 else 1 end as is_settled
from fee
left join core.settlement as settled on settled.setl_id = fee.setl_id and settled.month = fee.month
