-- R21 多机构购药: in the 180 days up to a purchase a person got one generic at so many institutions and for
-- more than so many days in all. Of the purchases of a month the one with most days is shown, with all
-- prescriptions of its 180 days; those of the month itself carry the amount.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with refund as (
  select setl_id, min(month) as month
  from core.refunded
  group by setl_id
),

bought as (
  select
    rx.rx_drord_no, rx.setl_id, rx.psn_no, rx.fixmedins_code,
    coalesce(rx.generic_name, item.generic_name, rx.hilist_code) as drug,
    cast(rx.rx_time as date) as rx_day, rx.days_supply, coalesce(rx.fund_pay_amt, 0) as fund_pay_amt,
    rx.remark, rx.month, coalesce(refund.month, '9999-12') as refunded_in
  from core.prescription as rx
  left join core.catalogue as item on item.hilist_code = rx.hilist_code
  left join refund on refund.setl_id = rx.setl_id
  where rx.psn_no is not null and rx.days_supply > 0 and rx.fixmedins_code is not null
),

purchase as (
  select psn_no, drug, rx_day, month
  from bought
  where drug is not null and refunded_in > month
  group by psn_no, drug, rx_day, month
),

much as (
  select
    later.psn_no, later.drug, later.rx_day, later.month,
    min(earlier.rx_day) as first_day,
    sum(earlier.days_supply) as window_days,
    sum(case when earlier.rx_day = later.rx_day then earlier.days_supply else 0 end) as last_days,
    min(rule.institutions) as institutions, min(rule.early_days) as early_days
  from purchase as later
  inner join bought as earlier on earlier.psn_no = later.psn_no and earlier.drug = later.drug
  cross join source.rule_multi_institution_purchases as rule
  where
    date_diff('day', earlier.rx_day, later.rx_day) between 0 and 179
    and earlier.refunded_in > later.month
  group by later.psn_no, later.drug, later.rx_day, later.month
  having
    sum(earlier.days_supply) > min(rule.days) and min(earlier.fixmedins_code) <> max(earlier.fixmedins_code)
),

piece as (
  select
    much.psn_no, much.drug, much.month, much.rx_day as last_day, much.first_day, much.window_days, much.last_days,
    much.institutions, much.early_days,
    bought.rx_drord_no, bought.setl_id, bought.fixmedins_code, bought.fund_pay_amt, bought.month as rx_month,
    coalesce(place.chain_code, bought.fixmedins_code) as chain,
    case when bought.remark like '%缺货%' or bought.remark like '%缺药%' then 1 else 0 end as is_short,
    case when settled.is_out_of_area = 1 then 1 else 0 end as is_away
  from much
  inner join bought on bought.psn_no = much.psn_no and bought.drug = much.drug
  left join core.institution as place on place.fixmedins_code = bought.fixmedins_code
  left join core.settlement as settled on settled.setl_id = bought.setl_id and settled.month = bought.month
  where
    date_diff('day', bought.rx_day, much.rx_day) between 0 and 179 and bought.refunded_in > much.month
),

told as (
  select
    psn_no, drug, month, last_day, min(window_days) as window_days,
    '180天内在' || cast(count(distinct fixmedins_code) as varchar) || '家机构购“' || drug || '”，合计'
    || cast(min(window_days) as varchar) || '天用量' as observed,
    case
      when count(distinct chain) < min(institutions) then '同一连锁的门店之间购药'
      when count(distinct case when is_away = 0 then chain end) < min(institutions)
        then '异地居住，除去异地结算后机构数不足'
      when count(distinct case when is_short = 0 then chain end) < min(institutions) then '因缺药换店购买'
      when
        min(window_days) - min(last_days)
        <= date_diff('day', min(first_day), min(last_day)) + min(early_days)
        then '按时续方，尚存用量没有超过容许提前的天数'
    end as exclusion
  from piece
  group by psn_no, drug, month, last_day
  having count(distinct fixmedins_code) >= min(institutions)
),

ranked as (
  select
    psn_no, drug, month, last_day, observed, exclusion,
    row_number() over (
      partition by psn_no, drug, month
      order by
        case when exclusion is null then 0 else 1 end nulls last, window_days desc nulls last,
        last_day nulls last
    ) as place
  from told
)

select
  'person_drug' as subject_type, ranked.psn_no || '/' || ranked.drug as subject, ranked.psn_no,
  min(piece.fixmedins_code) as fixmedins_code, min(piece.setl_id) as setl_id,
  'prescription' as evidence_type, piece.rx_drord_no as evidence,
  cast(
    sum(case when piece.rx_month = ranked.month then piece.fund_pay_amt else 0 end) as decimal(16, 2)
  ) as amount_yuan,
  min(ranked.observed) as observed, min(ranked.exclusion) as exclusion, ranked.month
from ranked
inner join piece
  on
    piece.psn_no = ranked.psn_no and piece.drug = ranked.drug and piece.month = ranked.month
    and piece.last_day = ranked.last_day
where ranked.place = 1
group by ranked.psn_no, ranked.drug, ranked.month, piece.rx_drord_no
