-- R28 药师挂证: prescriptions of a month checked in the name of a pharmacist who is not registered at the
-- institution, not on that day, or was at another institution minutes before; or whose social insurance
-- another unit pays. A pharmacist who is in no register is not judged. Where only the social insurance
-- differs, no prescription carries an amount.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with checked as (
  select
    rx.rx_drord_no, rx.phar_code, rx.fixmedins_code, rx.month, min(rx.rx_time) as rx_time,
    min(rx.psn_no) as psn_no, min(rx.setl_id) as setl_id,
    cast(sum(coalesce(rx.fund_pay_amt, 0)) as decimal(16, 2)) as fund_pay_amt
  from core.prescription as rx
  left join core.refunded as refund on refund.setl_id = rx.setl_id and refund.month = rx.month
  where rx.phar_code is not null and rx.fixmedins_code is not null and refund.setl_id is null
  group by rx.rx_drord_no, rx.phar_code, rx.fixmedins_code, rx.month
),

ordered as (
  select
    rx_drord_no, phar_code, fixmedins_code, month, rx_time, psn_no, setl_id, fund_pay_amt,
    lag(fixmedins_code) over checks as earlier_code,
    lag(rx_time) over checks as earlier_time
  from checked
  window checks as (
    partition by phar_code, month order by rx_time nulls last, rx_drord_no nulls last
  )
),

registered as (
  select
    practitioner.prac_psn_code, practitioner.fixmedins_code, place.fixmedins_name, place.chain_code,
    practitioner.reg_from, practitioner.reg_to, practitioner.soc_insu_unit,
    case when practitioner.remote_audit_flag in ('1', '是') then 1 else 0 end as is_remote,
    case when practitioner.shared_flag in ('1', '是') then 1 else 0 end as is_shared,
    '|' || replace(replace(replace(replace(replace(replace(
      coalesce(practitioner.extra_orgs, ''), ',', '|'), ';', '|'), '，', '|'), '；', '|'), '、', '|'), ' ', '')
    || '|' as extra_orgs
  from core.practitioner as practitioner
  left join core.institution as place on place.fixmedins_code = practitioner.fixmedins_code
),

pair as (
  select distinct phar_code, fixmedins_code
  from checked
),

standing as (
  select
    pair.phar_code, pair.fixmedins_code,
    max(case when registered.fixmedins_code = pair.fixmedins_code then 1 else 0 end) as is_registered,
    max(case when registered.fixmedins_code = pair.fixmedins_code then registered.reg_from end) as reg_from,
    max(case when registered.fixmedins_code = pair.fixmedins_code then registered.reg_to end) as reg_to,
    max(
      case when registered.is_remote = 1 and registered.chain_code = place.chain_code then 1 else 0 end
    ) as is_chain,
    max(
      case when registered.extra_orgs like '%|' || pair.fixmedins_code || '|%'
          or registered.extra_orgs like '%|' || place.fixmedins_name || '|%' then 1 else 0 end
    ) as is_filed,
    max(registered.is_shared) as is_shared,
    max(
      case
        when
          registered.fixmedins_code = pair.fixmedins_code and registered.soc_insu_unit is not null
          and registered.soc_insu_unit not in (registered.fixmedins_code, coalesce(registered.fixmedins_name, registered.soc_insu_unit))
          then 1
        else 0
      end
    ) as is_insured_elsewhere,
    min(
      case when registered.fixmedins_code = pair.fixmedins_code then registered.soc_insu_unit end
    ) as soc_insu_unit,
    min(place.chain_code) as chain_code
  from pair
  inner join registered on registered.prac_psn_code = pair.phar_code
  left join core.institution as place on place.fixmedins_code = pair.fixmedins_code
  group by pair.phar_code, pair.fixmedins_code
),

kin as (
  select distinct standing.phar_code, standing.fixmedins_code
  from standing
  left join core.institution as unit
    on unit.fixmedins_code = standing.soc_insu_unit or unit.fixmedins_name = standing.soc_insu_unit
  where
    standing.is_insured_elsewhere = 1
    and (unit.chain_code = standing.chain_code or standing.soc_insu_unit = standing.chain_code)
),

judged as (
  select
    ordered.rx_drord_no, ordered.phar_code, ordered.fixmedins_code, ordered.month, ordered.psn_no, ordered.setl_id,
    ordered.fund_pay_amt, standing.is_chain, standing.is_filed, standing.is_shared,
    standing.is_insured_elsewhere,
    case when kin.phar_code is null then 0 else 1 end as is_kin,
    case
      when standing.is_registered = 0 then 1
      else 0
    end as is_elsewhere,
    case
      when
        standing.is_registered = 1
        and (
          cast(ordered.rx_time as date) < standing.reg_from or cast(ordered.rx_time as date) > standing.reg_to
        )
        then 1
      else 0
    end as is_lapsed,
    case
      when
        ordered.earlier_code <> ordered.fixmedins_code
        and date_diff('minute', ordered.earlier_time, ordered.rx_time) < rule.minutes
        then 1
      else 0
    end as is_twofold,
    coalesce(other.is_chain, 0) as earlier_is_chain, coalesce(other.is_filed, 0) as earlier_is_filed
  from ordered
  cross join source.rule_pharmacist_mismatch as rule
  inner join standing on standing.phar_code = ordered.phar_code and standing.fixmedins_code = ordered.fixmedins_code
  left join standing as other on other.phar_code = ordered.phar_code and other.fixmedins_code = ordered.earlier_code
  left join kin on kin.phar_code = ordered.phar_code and kin.fixmedins_code = ordered.fixmedins_code
),

excused as (
  select
    rx_drord_no, phar_code, fixmedins_code, month, psn_no, setl_id, fund_pay_amt, is_insured_elsewhere, is_kin,
    is_elsewhere, is_lapsed, is_twofold, is_shared,
    case
      when is_shared = 1 then '共用工号'
      when is_lapsed = 1 then cast(null as varchar)
      when is_elsewhere = 1 and is_chain = 1 then '连锁门店远程审方'
      when is_elsewhere = 1 and is_filed = 1 then '多点备案'
      when is_elsewhere = 1 then cast(null as varchar)
      when is_twofold = 1 and (is_chain = 1 or earlier_is_chain = 1) then '连锁门店远程审方'
      when is_twofold = 1 and (is_filed = 1 or earlier_is_filed = 1) then '多点备案'
      when is_twofold = 1 then cast(null as varchar)
    end as reason
  from judged
),

summed as (
  select
    phar_code, fixmedins_code, month,
    sum(case when reason is null then is_elsewhere else 0 end) as elsewhere_count,
    sum(case when reason is null then is_lapsed else 0 end) as lapsed_count,
    sum(case when reason is null then is_twofold else 0 end) as twofold_count,
    max(case when is_insured_elsewhere = 1 and is_kin = 0 and is_shared = 0 then 1 else 0 end) as is_uninsured,
    max(is_insured_elsewhere) as is_insured_elsewhere,
    max(reason) as reason,
    count(*) as checks
  from excused
  group by phar_code, fixmedins_code, month
  having max(is_elsewhere + is_lapsed + is_twofold + is_insured_elsewhere) > 0
),

suspicion as (
  select
    phar_code, fixmedins_code, month,
    '当月审方' || cast(checks as varchar) || '张'
    || case when elsewhere_count > 0 then '，未在本机构注册' || cast(elsewhere_count as varchar) || '张' else '' end
    || case when lapsed_count > 0 then '，注册期外' || cast(lapsed_count as varchar) || '张' else '' end
    || case when twofold_count > 0 then '，两地先后审方' || cast(twofold_count as varchar) || '张' else '' end
    || case when is_uninsured = 1 then '，社保由其他单位缴纳' else '' end as observed,
    case
      when elsewhere_count + lapsed_count + twofold_count + is_uninsured > 0 then cast(null as varchar)
      else coalesce(reason, '社保由同一连锁的单位缴纳')
    end as exclusion
  from summed
)

select
  'practitioner' as subject_type, phar_code || '/' || fixmedins_code as subject, cast(null as varchar) as psn_no,
  fixmedins_code, cast(null as varchar) as setl_id, 'practitioner' as evidence_type, phar_code as evidence,
  cast(0 as decimal(16, 2)) as amount_yuan, observed, exclusion, month
from suspicion
union all
select
  'practitioner', suspicion.phar_code || '/' || suspicion.fixmedins_code, cast(null as varchar),
  suspicion.fixmedins_code, excused.setl_id, 'prescription', excused.rx_drord_no,
  excused.fund_pay_amt, suspicion.observed, suspicion.exclusion, suspicion.month
from suspicion
inner join excused
  on
    excused.phar_code = suspicion.phar_code and excused.fixmedins_code = suspicion.fixmedins_code
    and excused.month = suspicion.month
where
  excused.is_elsewhere + excused.is_lapsed + excused.is_twofold > 0
  and (excused.reason is null or suspicion.exclusion is not null)
