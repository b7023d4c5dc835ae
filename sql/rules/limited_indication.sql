-- R16 超限定支付适应症: the fund pays an item limited to indications, and no diagnosis of the settlement
-- begins with one of the codes allowed. A settlement without diagnoses is not judged. Rescue is set aside.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with limited as (
  select
    hilist_code, hilist_name,
    '|' || upper(replace(replace(replace(lmt_diag_prefix, ' ', ''), ',', '|'), '，', '|')) || '|' as allowed
  from core.item_limit
  where lmt_diag_prefix is not null and lmt_diag_prefix <> ''
),

booked as (
  select
    line.bkkp_sn, line.setl_id, settled.psn_no, settled.fixmedins_code, settled.med_type, settled.dise_no,
    settled.month, coalesce(line.hilist_name, limited.hilist_name, line.hilist_code) as item_name,
    limited.allowed, line.bilg_dept_name, line.inscp_amt, cast(line.fee_ocur_time as date) as day,
    sum(line.inscp_amt) over (partition by settled.month, line.setl_id, line.hilist_code) as net_inscp_amt
  from core.fee_line as line
  inner join limited on limited.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  where
    settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
    and line.inscp_amt <> 0
),

coded as (
  select setl_id, upper(diag_code) as diag_code, 1 as is_recorded
  from core.diagnosis
  where diag_code <> ''
  union all
  select distinct setl_id, upper(dise_no), 0
  from booked
  where dise_no <> ''
),

compared as (
  select
    booked.bkkp_sn, booked.setl_id, booked.psn_no, booked.fixmedins_code, booked.med_type, booked.month,
    booked.item_name, booked.allowed, booked.bilg_dept_name, booked.inscp_amt, booked.day,
    count(distinct case when coded.is_recorded = 1 then coded.diag_code end) as diagnoses,
    min(case when coded.is_recorded = 1 then coded.diag_code end) as diag_code,
    max(case when booked.allowed like '%|' || coded.diag_code || '%' then 1 else 0 end) as is_coarse,
    max(
      case
        when
          booked.allowed like '%|' || substr(coded.diag_code, 1, 1) || '|%'
          or booked.allowed like '%|' || substr(coded.diag_code, 1, 2) || '|%'
          or booked.allowed like '%|' || substr(coded.diag_code, 1, 3) || '|%'
          or booked.allowed like '%|' || substr(coded.diag_code, 1, 4) || '|%'
          or booked.allowed like '%|' || substr(coded.diag_code, 1, 5) || '|%'
          or booked.allowed like '%|' || substr(coded.diag_code, 1, 6) || '|%'
          or booked.allowed like '%|' || substr(coded.diag_code, 1, 7) || '|%'
          then 1
        else 0
      end
    ) as is_allowed,
    max(
      case
        when
          coded.is_recorded = 1
          and (
            '|' || upper(rule.rescue_codes) || '|' like '%|' || substr(coded.diag_code, 1, 3) || '|%'
            or '|' || upper(rule.rescue_codes) || '|' like '%|' || substr(coded.diag_code, 1, 5) || '|%'
          )
          then 1
        else 0
      end
    ) as is_critical
  from booked
  inner join coded on coded.setl_id = booked.setl_id
  cross join source.rule_limited_indication as rule
  where booked.inscp_amt > 0 and booked.net_inscp_amt > 0
  group by
    booked.bkkp_sn, booked.setl_id, booked.psn_no, booked.fixmedins_code, booked.med_type, booked.month,
    booked.item_name, booked.allowed, booked.bilg_dept_name, booked.inscp_amt, booked.day
),

outside as (
  select
    bkkp_sn, setl_id, psn_no, fixmedins_code, med_type, month, item_name, allowed, bilg_dept_name, inscp_amt, day,
    diagnoses, diag_code, is_coarse, is_critical
  from compared
  where is_allowed = 0 and diagnoses > 0
),

rescued as (
  select
    outside.bkkp_sn,
    max(
      case
        when encounter.dscg_way in ('5', '死亡') then 1
        when
          encounter.dept_name like '%急诊%' or encounter.dept_name like '%抢救%' or encounter.dept_name like '%重症%'
          or upper(encounter.dept_name) like '%ICU%' or encounter.remark like '%抢救%'
          then 1
        when
          encounter.adm_way in ('1', '急诊')
          and date_diff('day', encounter.begndate, outside.day) between 0 and rule.rescue_days - 1
          then 1
        else 0
      end
    ) as is_rescue
  from outside
  inner join core.encounter as encounter on encounter.setl_id = outside.setl_id
  cross join source.rule_limited_indication as rule
  group by outside.bkkp_sn
)

select
  'fee_line' as subject_type, outside.bkkp_sn as subject, outside.psn_no, outside.fixmedins_code, outside.setl_id,
  'fee_line' as evidence_type, outside.bkkp_sn as evidence,
  cast(outside.inscp_amt as decimal(16, 2)) as amount_yuan,
  '“' || outside.item_name || '”限诊断' || replace(substr(outside.allowed, 2, length(outside.allowed) - 2), '|', '、')
  || '，该次结算的' || cast(outside.diagnoses as varchar) || '个诊断均不符合（' || outside.diag_code || '等）' as observed,
  case
    when
      outside.is_critical = 1 or rescued.is_rescue = 1 or substr(outside.med_type, 1, 2) in ('13', '24')
      or outside.bilg_dept_name like '%急诊%' or outside.bilg_dept_name like '%抢救%'
      or outside.bilg_dept_name like '%重症%' or upper(outside.bilg_dept_name) like '%ICU%'
      then '急诊、抢救用药'
    when outside.is_coarse = 1 then '诊断编码较粗，不能判断是否符合限定'
  end as exclusion,
  outside.month
from outside
left join rescued on rescued.bkkp_sn = outside.bkkp_sn
