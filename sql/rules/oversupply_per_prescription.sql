-- R18 单方超量: a prescription supplies a drug for more days than its kind may: emergency, ordinary or
-- chronic. The suspected part is what the fund paid for the days beyond the cap. A kind that is not
-- known has the cap of the chronic one.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with capped as (
  select
    rx.rx_drord_no, rx.setl_id, rx.psn_no, rx.fixmedins_code, cast(rx.rx_time as date) as rx_day,
    coalesce(rx.generic_name, rx.hilist_code, '') as drug, rx.remark, rx.days_supply, rx.month,
    coalesce(rx.fund_pay_amt, 0) as fund_pay_amt,
    case
      when rx.rx_type in ('emg', '急诊', '急诊处方') then '急诊'
      when rx.rx_type in ('ord', '普通', '普通处方') then '普通'
      else '慢病'
    end as kind,
    case
      when rx.rx_type in ('emg', '急诊', '急诊处方') then rule.emergency_days
      when rx.rx_type in ('ord', '普通', '普通处方') then rule.ordinary_days
      else rule.chronic_days
    end as cap,
    rule.chronic_days, rule.long_days
  from core.prescription as rx
  cross join source.rule_oversupply_per_prescription as rule
  left join core.refunded as refund on refund.setl_id = rx.setl_id and refund.month = rx.month
  where refund.setl_id is null
),

beyond as (
  select
    rx_drord_no, setl_id, psn_no, fixmedins_code, rx_day, drug, kind, remark, days_supply, cap,
    chronic_days, long_days, month,
    cast(
      case
        when days_supply > 0
          then cast(fund_pay_amt * (days_supply - cap) as double) / cast(days_supply as double)
      end as decimal(16, 2)
    ) as amount_yuan
  from capped
  where days_supply > cap
),

registered as (
  select distinct beyond.rx_drord_no, beyond.month
  from beyond
  inner join core.chronic_reg as reg
    on
      reg.psn_no = beyond.psn_no and reg.valid_from <= beyond.rx_day
      and (reg.valid_to is null or reg.valid_to >= beyond.rx_day)
),

told as (
  select
    beyond.rx_drord_no, beyond.setl_id, beyond.psn_no, beyond.fixmedins_code, beyond.month, beyond.amount_yuan,
    beyond.kind || '处方“' || beyond.drug || '”用药' || cast(beyond.days_supply as varchar) || '天，上限'
    || cast(beyond.cap as varchar) || '天' as observed,
    case
      when
        registered.rx_drord_no is not null and beyond.kind = '慢病' and beyond.days_supply <= beyond.long_days
        then '慢特病登记有效，长期处方不超过最长天数'
      when
        registered.rx_drord_no is not null and beyond.kind = '普通'
        and beyond.days_supply <= beyond.chronic_days
        then '慢特病登记有效，不超过慢病处方上限'
      when
        beyond.kind <> '急诊' and beyond.days_supply <= beyond.long_days
        and (
          beyond.remark like '%节%' or beyond.remark like '%假%' or beyond.remark like '%旅%'
          or beyond.remark like '%外出%' or beyond.remark like '%备药%'
        )
        then '备注为节前、假期或外出备药'
      when
        beyond.days_supply <= beyond.chronic_days
        and (beyond.remark like '%最小包装%' or beyond.remark like '%不可拆%')
        then '备注为最小包装不可拆'
    end as exclusion
  from beyond
  left join registered on registered.rx_drord_no = beyond.rx_drord_no and registered.month = beyond.month
),

judged as (
  select
    rx_drord_no, setl_id, psn_no, fixmedins_code, month, amount_yuan, observed, exclusion,
    max(case when exclusion is null then 1 else 0 end) over (partition by rx_drord_no, month) as stands
  from told
)

select
  'prescription' as subject_type, rx_drord_no as subject, min(psn_no) as psn_no,
  min(fixmedins_code) as fixmedins_code, min(setl_id) as setl_id,
  'prescription' as evidence_type, rx_drord_no as evidence,
  cast(sum(amount_yuan) as decimal(16, 2)) as amount_yuan,
  min(observed) as observed, min(exclusion) as exclusion, month
from judged
where stands = 0 or exclusion is null
group by rx_drord_no, month
