-- R14 限性别用药和项目: an item limited to one sex is paid by the fund for the other.
-- Newborns settled with their mother, breast cancer of men and contradicting registrations are set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with limited as (
  select
    hilist_code, hilist_name,
    case
      when lmt_sex in ('1', 'M', 'm') or lmt_sex like '%男%' then '男'
      when lmt_sex in ('2', 'F', 'f') or lmt_sex like '%女%' then '女'
    end as sex
  from core.item_limit
  where lmt_sex is not null
),

booked as (
  select
    line.bkkp_sn, line.setl_id, settled.psn_no, settled.fixmedins_code,
    coalesce(line.hilist_name, limited.hilist_name, line.hilist_code) as item_name, limited.sex as limit_sex,
    cast(line.fee_ocur_time as date) as day, line.inscp_amt, settled.brdy, settled.med_type, settled.month,
    case
      when settled.gend in ('1', 'M', 'm') or settled.gend like '%男%' then '男'
      when settled.gend in ('2', 'F', 'f') or settled.gend like '%女%' then '女'
    end as sex,
    sum(line.inscp_amt) over (partition by settled.month, line.setl_id, line.hilist_code) as net_inscp_amt
  from core.fee_line as line
  inner join limited on limited.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
    and line.inscp_amt <> 0 and limited.sex is not null
),

contrary as (
  select bkkp_sn, setl_id, psn_no, fixmedins_code, item_name, limit_sex, sex, day, inscp_amt, brdy, med_type, month
  from booked
  where sex <> limit_sex and inscp_amt > 0 and net_inscp_amt > 0
),

suspect as (
  select distinct setl_id, psn_no, sex, month
  from contrary
),

diagnosed as (
  select
    suspect.setl_id,
    max(case when substr(upper(diagnosis.diag_code), 1, 3) in ('C50', 'D05') then 1 else 0 end) as has_breast_cancer,
    max(
      case
        when
          substr(upper(diagnosis.diag_code), 1, 3) between 'O80' and 'O84'
          or substr(upper(diagnosis.diag_code), 1, 3) in ('Z37', 'Z38')
          then 1
        else 0
      end
    ) as has_birth
  from suspect
  inner join core.diagnosis as diagnosis on diagnosis.setl_id = suspect.setl_id
  group by suspect.setl_id
),

registered_otherwise as (
  select distinct suspect.setl_id
  from suspect
  inner join core.settlement as other on other.psn_no = suspect.psn_no
  where
    other.month <= suspect.month and other.setl_id <> suspect.setl_id
    and (
      (suspect.sex = '男' and (other.gend in ('2', 'F', 'f') or other.gend like '%女%'))
      or (suspect.sex = '女' and (other.gend in ('1', 'M', 'm') or other.gend like '%男%'))
    )
)

select
  'fee_line' as subject_type, contrary.bkkp_sn as subject, contrary.psn_no, contrary.fixmedins_code,
  contrary.setl_id, 'fee_line' as evidence_type, contrary.bkkp_sn as evidence,
  cast(contrary.inscp_amt as decimal(16, 2)) as amount_yuan,
  '“' || contrary.item_name || '”限' || contrary.limit_sex || '性，参保人登记为' || contrary.sex || '性' as observed,
  case
    when date_diff('day', contrary.brdy, contrary.day) between 0 and 28 then '新生儿随母结算'
    when
      contrary.sex = '女' and (substr(contrary.med_type, 1, 2) in ('51', '52') or diagnosed.has_birth = 1)
      then '新生儿随母结算'
    when contrary.sex = '男' and diagnosed.has_breast_cancer = 1 then '男性乳腺癌'
    when registered_otherwise.setl_id is not null then '该人员各次结算登记的性别不一致'
  end as exclusion,
  contrary.month
from contrary
left join diagnosed on diagnosed.setl_id = contrary.setl_id
left join registered_otherwise on registered_otherwise.setl_id = contrary.setl_id
