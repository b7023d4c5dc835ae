-- R06 低标入院: a short stay without an operation that cost far less than the mean of its DIP group at
-- institutions of the same level over the twelve months up to its own, and far less a day as well: a stay
-- that is cheap only because the patient soon went home had the care of any other while it lasted.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with monthly as (
  select
    dip_code, hosp_lv, month, count(*) as stays, sum(medfee_sumamt) as fee_yuan,
    sum(greatest(date_diff('day', begndate, enddate), 1)) as bed_days
  from core.stay
  where dip_code is not null
  group by dip_code, hosp_lv, month
),

peers as (
  select
    this.month, monthly.dip_code, monthly.hosp_lv,
    cast(sum(monthly.stays) as integer) as stays,
    cast(sum(monthly.bed_days) as integer) as bed_days,
    cast(sum(monthly.fee_yuan) as decimal(18, 2)) as fee_yuan
  from (select distinct month from core.stay) as this
  inner join monthly
    on
      monthly.month <= this.month
      and monthly.month > cast(cast(substr(this.month, 1, 4) as integer) - 1 as varchar) || substr(this.month, 5)
  group by this.month, monthly.dip_code, monthly.hosp_lv
),

compared as (
  select
    stay.setl_id, stay.psn_no, stay.fixmedins_code, stay.fund_pay_sumamt, stay.dscg_way, stay.dept_name,
    stay.brdy, stay.begndate, stay.medfee_sumamt, stay.month, peers.stays, peers.bed_days,
    peers.fee_yuan,
    date_diff('day', stay.begndate, stay.enddate) as days,
    case
      when stay.enddate > stay.begndate
        then cast(peers.bed_days as double) / cast(date_diff('day', stay.begndate, stay.enddate) as double)
      else cast(peers.bed_days as double)
    end as daily_stays
  from core.stay as stay
  inner join peers
    on peers.month = stay.month and peers.dip_code = stay.dip_code and peers.hosp_lv = stay.hosp_lv
  left join core.stay_fee as fee on fee.setl_id = stay.setl_id and fee.month = stay.month
  where coalesce(fee.surgery_yuan, 0) <= 0
)

select
  'settlement' as subject_type, compared.setl_id as subject, compared.psn_no, compared.fixmedins_code,
  compared.setl_id, 'settlement' as evidence_type, compared.setl_id as evidence,
  cast(coalesce(compared.fund_pay_sumamt, 0) as decimal(16, 2)) as amount_yuan,
  '住院' || cast(compared.days as varchar) || '天，无手术，费用为同病种同级别均值的'
  || cast(
    round(
      case
        when compared.fee_yuan > 0
          then cast(100 * compared.medfee_sumamt * compared.stays as double) / cast(compared.fee_yuan as double)
      end
    ) as integer
  )
  || '%，每天费用为均值的'
  || cast(
    round(
      case
        when compared.fee_yuan > 0
          then cast(100 * compared.medfee_sumamt * compared.daily_stays as double) / cast(compared.fee_yuan as double)
      end
    ) as integer
  )
  || '%（' || cast(compared.stays as varchar) || '例）' as observed,
  case
    when compared.dscg_way in ('2', '3') then '转院，住院未完成'
    when compared.dscg_way = '4' then '非医嘱离院'
    when compared.dscg_way = '5' then '住院期间死亡'
    when compared.dscg_way <> '1' then '离院方式不是医嘱离院'
    when compared.dept_name like '%日间%' then '日间病房'
    when date_diff('year', compared.brdy, compared.begndate) < 14 then '儿童住院'
  end as exclusion,
  compared.month
from compared
cross join source.rule_low_severity_admission as rule
where
  compared.days <= rule.days and compared.stays >= rule.cases
  and compared.medfee_sumamt * compared.stays < rule.fee_share * compared.fee_yuan
  and compared.medfee_sumamt * compared.bed_days
  < rule.daily_share * compared.fee_yuan * greatest(compared.days, 1)
