-- R24 进销存倒挂: an institution settled more of an item than it can have had over the periods of stock that
-- end in a month: opening plus incoming and moved in less closing, in the unit of the bills. The part of
-- the bills beyond that is suspected. Items without stock reported are not compared. Lines taken back
-- count as less sold.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with held as (
  select
    fixmedins_code, hilist_code, month,
    coalesce(period_from, cast(month || '-01' as date)) as period_from, period_to,
    case when open_qty is null then 1 else 0 end as has_no_opening,
    case when in_qty is null then 1 else 0 end as has_no_incoming,
    cast(coalesce(open_qty, 0) + coalesce(in_qty, 0) - coalesce(close_qty, 0) as decimal(18, 4)) as own_qty,
    cast(coalesce(transfer_in_qty, 0) as decimal(18, 4)) as moved_qty,
    case when conv_ratio > 0 then conv_ratio else 1 end as conv_ratio
  from core.stock
),

sold as (
  select
    held.fixmedins_code, held.hilist_code, held.month, held.period_to,
    cast(sum(line.cnt) as decimal(18, 4)) as sold_qty,
    cast(sum(line.det_item_fee_sumamt) as decimal(18, 2)) as sold_yuan,
    cast(sum(coalesce(line.inscp_amt, 0)) as decimal(18, 2)) as inscp_yuan
  from held
  inner join core.fee_line as line
    on line.fixmedins_code = held.fixmedins_code and line.hilist_code = held.hilist_code
  where
    line.month <= held.month
    and cast(line.fee_ocur_time as date) between held.period_from and held.period_to
  group by held.fixmedins_code, held.hilist_code, held.month, held.period_to
),

compared as (
  select
    held.fixmedins_code, held.hilist_code, held.month,
    max(held.has_no_opening) as has_no_opening, max(held.has_no_incoming) as has_no_incoming,
    greatest(cast(sum(held.own_qty) as decimal(18, 4)), 0) as own_qty,
    greatest(cast(sum(held.own_qty + held.moved_qty) as decimal(18, 4)), 0) as usable_qty,
    greatest(cast(sum((held.own_qty + held.moved_qty) * held.conv_ratio) as decimal(18, 4)), 0) as billed_qty,
    cast(sum(coalesce(sold.sold_qty, 0)) as decimal(18, 4)) as sold_qty,
    cast(sum(coalesce(sold.sold_yuan, 0)) as decimal(18, 2)) as sold_yuan,
    cast(sum(coalesce(sold.inscp_yuan, 0)) as decimal(18, 2)) as inscp_yuan
  from held
  left join sold
    on
      sold.fixmedins_code = held.fixmedins_code and sold.hilist_code = held.hilist_code
      and sold.month = held.month and sold.period_to = held.period_to
  group by held.fixmedins_code, held.hilist_code, held.month
),

judged as (
  select
    compared.fixmedins_code, compared.hilist_code, compared.month, compared.own_qty, compared.billed_qty,
    compared.sold_qty, compared.sold_yuan, compared.inscp_yuan, rule.min_yuan,
    case
      when compared.has_no_opening = 1 then '期初库存缺失，无从比较'
      when compared.has_no_incoming = 1 then '入库数量缺失，无从比较'
      when compared.sold_qty > compared.billed_qty * (1 + rule.tolerance) then cast(null as varchar)
      when compared.sold_qty <= compared.usable_qty * (1 + rule.tolerance) then '含院区或门店间调入后不超'
      else '按转换比折算后不超'
    end as exclusion
  from compared
  cross join source.rule_sold_beyond_stock as rule
  where
    compared.sold_qty > 0
    and (
      compared.sold_qty > compared.own_qty * (1 + rule.tolerance)
      or compared.sold_qty > compared.billed_qty * (1 + rule.tolerance)
    )
),

valued as (
  select
    fixmedins_code, hilist_code, month, sold_qty, exclusion, min_yuan, sold_yuan, inscp_yuan,
    case when exclusion is null then billed_qty else own_qty end as had_qty
  from judged
),

shared as (
  select
    fixmedins_code, hilist_code, month, sold_qty, had_qty, exclusion, min_yuan,
    cast(
      case
        when sold_qty > 0 then cast(sold_yuan * (sold_qty - had_qty) as double) / cast(sold_qty as double)
      end as decimal(16, 2)
    ) as beyond_yuan,
    cast(
      case
        when sold_qty > 0 then cast(inscp_yuan * (sold_qty - had_qty) as double) / cast(sold_qty as double)
      end as decimal(16, 2)
    ) as amount_yuan
  from valued
)

select
  'institution_item' as subject_type, shared.fixmedins_code || '/' || shared.hilist_code as subject,
  cast(null as varchar) as psn_no, shared.fixmedins_code,
  cast(null as varchar) as setl_id, 'item' as evidence_type, shared.hilist_code as evidence,
  shared.amount_yuan,
  '“' || coalesce(item.hilist_name, shared.hilist_code) || '”结算数量'
  || rtrim(rtrim(cast(shared.sold_qty as varchar), '0'), '.') || '，库存可供'
  || rtrim(rtrim(cast(cast(shared.had_qty as decimal(18, 4)) as varchar), '0'), '.') as observed,
  shared.exclusion, shared.month
from shared
left join core.catalogue as item on item.hilist_code = shared.hilist_code
where shared.beyond_yuan > shared.min_yuan
