-- R30 口腔科违规报销慢病: a chronic-disease settlement of a dental institution or department, or with
-- dental items in it. At a dental place all of it is suspected, elsewhere the dental items. The dental
-- department of a general hospital without a dental item, ordered by one who works elsewhere, is a wrong
-- code; chronic tumours are treated by dentists too.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month
with marked as (
  select
    line.setl_id, line.bkkp_sn, line.month, line.bilg_dr_code, line.inscp_amt,
    case
      when
        line.charge_category not in ('drug', 'herb')
        and (
          line.hilist_name like '%牙%' or line.hilist_name like '%义齿%' or line.hilist_name like '%龋%'
          or line.hilist_name like '%根管%' or line.hilist_name like '%正畸%'
          or (line.hilist_name like '%口腔%' and line.hilist_name not like '%口腔护理%')
        )
        then 1
      else 0
    end as is_item,
    case when line.bilg_dept_name like '%口腔%' or line.bilg_dept_name like '%牙%' then 1 else 0 end as is_dept
  from core.fee_line as line
  where
    line.det_item_fee_sumamt > 0
    and (
      line.bilg_dept_name like '%口腔%' or line.bilg_dept_name like '%牙%' or line.hilist_name like '%牙%'
      or line.hilist_name like '%义齿%' or line.hilist_name like '%龋%' or line.hilist_name like '%根管%'
      or line.hilist_name like '%正畸%' or line.hilist_name like '%口腔%'
    )
),

dental_place as (
  select fixmedins_code
  from core.institution
  where
    fixmedins_type like '%口腔%' or fixmedins_type like '%牙%' or fixmedins_name like '%口腔%'
    or fixmedins_name like '%牙科%'
),

visit as (
  select line.setl_id, line.psn_no, line.fixmedins_code, line.dise_no, line.fund_pay_sumamt, line.month
  from core.settlement as line
  left join core.refunded as refund on refund.setl_id = line.setl_id and refund.month = line.month
  where line.care = 'chronic' and line.visits = 1 and refund.setl_id is null
),

billed as (
  select setl_id, month, sum(is_item) as items, max(is_dept) as is_dept
  from marked
  where is_item = 1 or is_dept = 1
  group by setl_id, month
),

attended as (
  select distinct setl_id
  from core.encounter
  where dept_name like '%口腔%' or dept_name like '%牙%'
),

found as (
  select
    visit.setl_id, visit.psn_no, visit.fixmedins_code, visit.dise_no, visit.fund_pay_sumamt, visit.month,
    case when place.fixmedins_code is not null then 1 else 0 end as at_dental_place,
    case when billed.is_dept = 1 or attended.setl_id is not null then 1 else 0 end as in_dental_dept,
    coalesce(billed.items, 0) as items
  from visit
  left join dental_place as place on place.fixmedins_code = visit.fixmedins_code
  left join billed on billed.setl_id = visit.setl_id and billed.month = visit.month
  left join attended on attended.setl_id = visit.setl_id
  where place.fixmedins_code is not null or billed.setl_id is not null or attended.setl_id is not null
),

doctor as (
  select distinct found.setl_id, marked.bilg_dr_code, found.month
  from found
  inner join marked on marked.setl_id = found.setl_id and marked.month = found.month
  where found.at_dental_place = 0 and found.items = 0 and marked.is_dept = 1 and marked.bilg_dr_code is not null
),

usual as (
  select
    line.bilg_dr_code, line.month, count(*) as lines,
    sum(case when line.bilg_dept_name like '%口腔%' or line.bilg_dept_name like '%牙%' then 1 else 0 end) as dental_lines
  from core.fee_line as line
  inner join (select distinct bilg_dr_code, month from doctor) as asked
    on asked.bilg_dr_code = line.bilg_dr_code and asked.month = line.month
  group by line.bilg_dr_code, line.month
),

by_dentist as (
  select doctor.setl_id
  from doctor
  inner join usual on usual.bilg_dr_code = doctor.bilg_dr_code and usual.month = doctor.month
  where 2 * usual.dental_lines >= usual.lines
  group by doctor.setl_id
),

tumour as (
  select found.setl_id
  from found
  inner join core.diagnosis as diagnosis on diagnosis.setl_id = found.setl_id
  cross join source.rule_dental_chronic as rule
  where '|' || rule.tumours || '|' like '%|' || substr(diagnosis.diag_code, 1, 3) || '|%'
  union
  select found.setl_id
  from found
  inner join core.chronic_reg as listed on listed.dise_no = found.dise_no
  where listed.dise_name like '%肿瘤%' or listed.dise_name like '%癌%'
),

judged as (
  select
    found.setl_id, found.psn_no, found.fixmedins_code, found.fund_pay_sumamt, found.month,
    case when found.at_dental_place = 1 or found.in_dental_dept = 1 then 1 else 0 end as is_dental,
    '慢特病结算'
    || case when found.at_dental_place = 1 then '，口腔专科机构' else '' end
    || case when found.in_dental_dept = 1 then '，口腔科室' else '' end
    || case when found.items > 0 then '，口腔项目' || cast(found.items as varchar) || '条' else '' end as observed,
    case
      when tumour.setl_id is not null then '口腔肿瘤等肿瘤类慢特病'
      when found.at_dental_place = 0 and found.items = 0 and by_dentist.setl_id is null
        then '综合机构，无口腔项目，开单医师平时不在口腔科，疑为科室编码错误'
    end as exclusion
  from found
  left join tumour on tumour.setl_id = found.setl_id
  left join by_dentist on by_dentist.setl_id = found.setl_id
)

select
  'settlement' as subject_type, setl_id as subject, psn_no, fixmedins_code, setl_id,
  'settlement' as evidence_type, setl_id as evidence,
  cast(case when is_dental = 1 then coalesce(fund_pay_sumamt, 0) else 0 end as decimal(16, 2)) as amount_yuan,
  observed, exclusion, month
from judged
union all
select
  'settlement', judged.setl_id, judged.psn_no, judged.fixmedins_code, judged.setl_id, 'fee_line', marked.bkkp_sn,
  cast(case when judged.is_dental = 1 then 0 else coalesce(marked.inscp_amt, 0) end as decimal(16, 2)),
  judged.observed, judged.exclusion, judged.month
from judged
inner join marked on marked.setl_id = judged.setl_id and marked.month = judged.month
where marked.is_item = 1
