-- R15 限年龄用药和项目: an item limited to an age is paid by the fund for somebody who is
-- younger or older on the day, in full years by the birthday.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with limited as (
  select
    hilist_code, hilist_name, coalesce(lmt_age_min, 0) as age_min, coalesce(lmt_age_max, 999) as age_max,
    case
      when lmt_age_max is null then cast(lmt_age_min as varchar) || '岁及以上'
      when lmt_age_min is null then cast(lmt_age_max as varchar) || '岁及以下'
      else cast(lmt_age_min as varchar) || '至' || cast(lmt_age_max as varchar) || '岁'
    end as limit_text
  from core.item_limit
  where lmt_age_min is not null or lmt_age_max is not null
),

booked as (
  select
    line.bkkp_sn, line.setl_id, settled.psn_no, settled.fixmedins_code,
    coalesce(line.hilist_name, limited.hilist_name, line.hilist_code) as item_name,
    limited.age_min, limited.age_max, limited.limit_text, line.inscp_amt,
    cast(line.fee_ocur_time as date) as day, settled.brdy, settled.med_type, settled.month,
    extract(year from line.fee_ocur_time) - extract(year from settled.brdy)
    - case
      when
        extract(month from line.fee_ocur_time) * 100 + extract(day from line.fee_ocur_time)
        < extract(month from settled.brdy) * 100 + extract(day from settled.brdy)
        then 1
      else 0
    end as age,
    sum(line.inscp_amt) over (partition by settled.month, line.setl_id, line.hilist_code) as net_inscp_amt
  from core.fee_line as line
  inner join limited on limited.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
    and line.inscp_amt <> 0 and settled.brdy is not null
),

outside as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, item_name, limit_text, age, age_max, inscp_amt, day, brdy, med_type, month
  from booked
  where (age < age_min or age > age_max) and inscp_amt > 0 and net_inscp_amt > 0
),

suspect as (
  select distinct setl_id, psn_no, brdy, month
  from outside
),

delivered as (
  select distinct suspect.setl_id
  from suspect
  inner join core.diagnosis as diagnosis on diagnosis.setl_id = suspect.setl_id
  where
    substr(upper(diagnosis.diag_code), 1, 3) between 'O80' and 'O84'
    or substr(upper(diagnosis.diag_code), 1, 3) in ('Z37', 'Z38')
),

noted as (
  select
    suspect.setl_id,
    max(case when encounter.remark like '%超说明书%' and encounter.remark like '%备案%' then 1 else 0 end) as is_filed,
    max(
      case
        when
          encounter.remark like '%出生日期%'
          and (encounter.remark like '%错误%' or encounter.remark like '%有误%' or encounter.remark like '%更正%')
          then 1
        else 0
      end
    ) as is_misdated
  from suspect
  inner join core.encounter as encounter on encounter.setl_id = suspect.setl_id
  group by suspect.setl_id
),

registered_otherwise as (
  select distinct suspect.setl_id
  from suspect
  inner join core.settlement as other on other.psn_no = suspect.psn_no
  where other.month <= suspect.month and other.brdy <> suspect.brdy
)

select
  'fee_line' as subject_type, outside.bkkp_sn as subject, outside.psn_no, outside.fixmedins_code, outside.setl_id,
  'fee_line' as evidence_type, outside.bkkp_sn as evidence,
  cast(outside.inscp_amt as decimal(16, 2)) as amount_yuan,
  '“' || outside.item_name || '”限' || outside.limit_text || '，费用发生时' || cast(outside.age as varchar) || '周岁' as observed,
  case
    when outside.brdy > outside.day or outside.age > 120 then '出生日期有误'
    when
      outside.age > outside.age_max and outside.age_max <= 18
      and (substr(outside.med_type, 1, 2) in ('51', '52') or delivered.setl_id is not null)
      then '新生儿随母结算'
    when registered_otherwise.setl_id is not null then '该人员各次结算登记的出生日期不一致'
    when noted.is_misdated = 1 then '备注为出生日期登记有误'
    when noted.is_filed = 1 then '备注为超说明书用药已备案'
  end as exclusion,
  outside.month
from outside
left join delivered on delivered.setl_id = outside.setl_id
left join noted on noted.setl_id = outside.setl_id
left join registered_otherwise on registered_otherwise.setl_id = outside.setl_id
