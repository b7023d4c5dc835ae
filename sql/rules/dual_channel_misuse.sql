-- R29 双通道药品使用异常: a dual-channel drug is prescribed without a registration of person, doctor and
-- institution in force on the day, or dispensed while the person was in hospital. A registration that
-- does not name a doctor or an institution fits any. Where a stay is settled later than the prescription
-- was written, the month is that of the settlement.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with refund as (
  select setl_id, min(month) as month
  from core.refunded
  group by setl_id
),

dual_generic as (
  select distinct generic_name
  from core.dual_drug
),

dispensed as (
  select
    rx.rx_drord_no, rx.setl_id, rx.psn_no, rx.fixmedins_code, rx.bilg_dr_code, rx.month,
    cast(rx.rx_time as date) as rx_day,
    coalesce(drug.generic_name, generic.generic_name) as generic_name,
    cast(coalesce(rx.fund_pay_amt, 0) as decimal(16, 2)) as fund_pay_amt,
    coalesce(refund.month, '9999-12') as refunded_in
  from core.prescription as rx
  left join core.dual_drug as drug on drug.hilist_code = rx.hilist_code
  left join dual_generic as generic on rx.hilist_code is null and generic.generic_name = rx.generic_name
  left join refund on refund.setl_id = rx.setl_id
  where
    coalesce(drug.generic_name, generic.generic_name) is not null and rx.psn_no is not null
    and coalesce(refund.month, '9999-12') > rx.month
),

fitted as (
  select
    dispensed.rx_drord_no, dispensed.generic_name, dispensed.month,
    max(
      case when reg.valid_from <= dispensed.rx_day then 1 else 0 end
    ) as is_covered,
    max(
      case
        when
          reg.valid_from > dispensed.rx_day
          and date_diff('day', dispensed.rx_day, reg.valid_from) <= rule.late_days
          then 1
        else 0
      end
    ) as is_late
  from dispensed
  cross join source.rule_dual_channel_misuse as rule
  inner join core.dual_reg as reg on reg.psn_no = dispensed.psn_no and reg.generic_name = dispensed.generic_name
  where
    (reg.dr_code is null or reg.dr_code = dispensed.bilg_dr_code)
    and (reg.fixmedins_code is null or reg.fixmedins_code = dispensed.fixmedins_code)
    and (reg.valid_to is null or reg.valid_to >= dispensed.rx_day)
  group by dispensed.rx_drord_no, dispensed.generic_name, dispensed.month
),

other as (
  select
    dispensed.rx_drord_no, dispensed.generic_name, dispensed.month, count(*) as registrations
  from dispensed
  inner join core.dual_reg as reg on reg.psn_no = dispensed.psn_no and reg.generic_name = dispensed.generic_name
  where reg.valid_from <= dispensed.rx_day and (reg.valid_to is null or reg.valid_to >= dispensed.rx_day)
  group by dispensed.rx_drord_no, dispensed.generic_name, dispensed.month
),

sent as (
  select count(*) as registrations
  from core.dual_reg
),

unregistered as (
  select
    dispensed.rx_drord_no, dispensed.setl_id, dispensed.psn_no, dispensed.fixmedins_code, dispensed.generic_name,
    dispensed.fund_pay_amt, dispensed.month,
    case
      when other.registrations > 0 then '“' || dispensed.generic_name || '”的备案与处方的医师或机构不符'
      else '“' || dispensed.generic_name || '”无有效备案'
    end as observed,
    case when fitted.is_late = 1 then '备案滞后生效' end as exclusion
  from dispensed
  cross join sent
  left join fitted
    on
      fitted.rx_drord_no = dispensed.rx_drord_no and fitted.generic_name = dispensed.generic_name
      and fitted.month = dispensed.month
  left join other
    on
      other.rx_drord_no = dispensed.rx_drord_no and other.generic_name = dispensed.generic_name
      and other.month = dispensed.month
  where sent.registrations > 0 and coalesce(fitted.is_covered, 0) = 0
),

in_hospital as (
  select
    dispensed.rx_drord_no, dispensed.setl_id, dispensed.psn_no, dispensed.fixmedins_code, dispensed.generic_name,
    dispensed.fund_pay_amt, stay.setl_id as stay_setl_id,
    case when stay.month > dispensed.month then stay.month else dispensed.month end as month,
    '患者住院期间取“' || dispensed.generic_name || '”' as observed
  from dispensed
  inner join core.stay as stay on stay.psn_no = dispensed.psn_no
  left join unregistered
    on
      unregistered.rx_drord_no = dispensed.rx_drord_no and unregistered.generic_name = dispensed.generic_name
      and unregistered.month = dispensed.month and unregistered.exclusion is null
  where
    stay.begndate < dispensed.rx_day and stay.enddate > dispensed.rx_day
    and unregistered.rx_drord_no is null
    and dispensed.refunded_in > case when stay.month > dispensed.month then stay.month else dispensed.month end
),

piece as (
  select
    rx_drord_no, psn_no, fixmedins_code, setl_id, 'prescription' as evidence_type, rx_drord_no as evidence,
    generic_name, fund_pay_amt, observed, exclusion, month
  from unregistered
  union all
  select
    rx_drord_no, psn_no, fixmedins_code, setl_id, 'prescription' as evidence_type, rx_drord_no as evidence,
    generic_name, fund_pay_amt, observed, cast(null as varchar) as exclusion, month
  from in_hospital
  union all
  select
    rx_drord_no, psn_no, fixmedins_code, stay_setl_id as setl_id, 'settlement' as evidence_type,
    stay_setl_id as evidence, generic_name, cast(0 as decimal(16, 2)) as fund_pay_amt, observed,
    cast(null as varchar) as exclusion, month
  from in_hospital
),

drug as (
  select
    rx_drord_no, evidence_type, evidence, generic_name, month,
    min(psn_no) as psn_no, min(fixmedins_code) as fixmedins_code, min(setl_id) as setl_id,
    max(fund_pay_amt) as fund_pay_amt,
    coalesce(min(case when exclusion is null then observed end), min(observed)) as observed,
    min(case when exclusion is null then 0 else 1 end) as is_excused, min(exclusion) as exclusion
  from piece
  group by rx_drord_no, evidence_type, evidence, generic_name, month
),

standing as (
  select
    rx_drord_no, month, min(is_excused) as is_excused,
    coalesce(min(case when is_excused = 0 then observed end), min(observed)) as observed,
    min(exclusion) as exclusion
  from drug
  group by rx_drord_no, month
)

select
  'prescription' as subject_type, drug.rx_drord_no as subject, min(drug.psn_no) as psn_no,
  min(drug.fixmedins_code) as fixmedins_code, min(drug.setl_id) as setl_id, drug.evidence_type, drug.evidence,
  cast(sum(drug.fund_pay_amt) as decimal(16, 2)) as amount_yuan,
  min(standing.observed) as observed,
  min(case when standing.is_excused = 1 then standing.exclusion end) as exclusion, drug.month
from drug
inner join standing on standing.rx_drord_no = drug.rx_drord_no and standing.month = drug.month
where drug.is_excused = standing.is_excused
group by drug.rx_drord_no, drug.evidence_type, drug.evidence, drug.month
