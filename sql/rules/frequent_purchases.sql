-- R20 超频次购药: a person buys one generic more than so many times in a calendar month; prescriptions of
-- one settlement are one purchase. The purchases beyond the limit carry the amount.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with bought as (
  select
    rx.rx_drord_no, rx.setl_id, rx.psn_no, rx.fixmedins_code,
    coalesce(rx.generic_name, item.generic_name, rx.hilist_code) as drug,
    coalesce(rx.setl_id, rx.rx_drord_no) as purchase, rx.rx_time, coalesce(rx.days_supply, 0) as days_supply,
    coalesce(rx.fund_pay_amt, 0) as fund_pay_amt,
    case
      when rx.remark like '%拆零%' or rx.remark like '%缺货%' or rx.remark like '%缺药%' or rx.remark like '%分次%'
        then 1
      else 0
    end as is_parted,
    rx.month
  from core.prescription as rx
  left join core.catalogue as item on item.hilist_code = rx.hilist_code
  left join core.refunded as refund on refund.setl_id = rx.setl_id and refund.month = rx.month
  where refund.setl_id is null and rx.psn_no is not null
),

purchase as (
  select
    psn_no, drug, month, purchase, min(rx_time) as bought_at, sum(days_supply) as days_supply,
    max(is_parted) as is_parted
  from bought
  where drug is not null
  group by psn_no, drug, month, purchase
),

found as (
  select
    purchase.psn_no, purchase.drug, purchase.month, min(rule.times) as times_limit,
    '当月购“' || purchase.drug || '”' || cast(count(*) as varchar) || '次，上限'
    || cast(min(rule.times) as varchar) || '次' as observed,
    case
      when
        '|' || min(rule.per_use) || '|' like '%|' || purchase.drug || '|%'
        and sum(purchase.days_supply) <= 3 * count(*)
        then '透析、抗凝等按次使用的药品'
      when count(*) - sum(purchase.is_parted) <= min(rule.times) then '备注为拆零、缺货或分次取药'
    end as exclusion
  from purchase
  cross join source.rule_frequent_purchases as rule
  group by purchase.psn_no, purchase.drug, purchase.month
  having count(*) > min(rule.times)
),

placed as (
  select
    found.psn_no, found.drug, found.month, found.times_limit, found.observed, found.exclusion, purchase.purchase,
    row_number() over (
      partition by found.psn_no, found.drug, found.month
      order by purchase.bought_at nulls last, purchase.purchase nulls last
    ) as place
  from found
  inner join purchase
    on purchase.psn_no = found.psn_no and purchase.drug = found.drug and purchase.month = found.month
)

select
  'person_drug' as subject_type, placed.psn_no || '/' || placed.drug as subject, placed.psn_no,
  min(bought.fixmedins_code) as fixmedins_code, min(bought.setl_id) as setl_id,
  'prescription' as evidence_type, bought.rx_drord_no as evidence,
  cast(
    sum(case when placed.place > placed.times_limit then bought.fund_pay_amt else 0 end) as decimal(16, 2)
  ) as amount_yuan,
  min(placed.observed) as observed, min(placed.exclusion) as exclusion, placed.month
from placed
inner join bought
  on
    bought.psn_no = placed.psn_no and bought.drug = placed.drug and bought.month = placed.month
    and bought.purchase = placed.purchase
group by placed.psn_no, placed.drug, placed.month, bought.rx_drord_no
