-- R17 限机构级别、就医方式、险种: the fund pays an item outside of the levels of hospital, the kinds of care
-- or the insurance that it is limited to. One reason that stands is enough.
-- grain: subject_type, subject, evidence_type, evidence, month
-- tags: records
-- partition: month with history
with limited as (
  select
    hilist_code, hilist_name,
    case when lmt_hosp_lv <> '' then '|' || replace(lmt_hosp_lv, ',', '|') || '|' end as levels,
    case when lmt_med_type <> '' then '|' || replace(lmt_med_type, ',', '|') || '|' end as med_types,
    case when lmt_insutype <> '' then '|' || replace(lmt_insutype, ',', '|') || '|' end as insutypes
  from core.item_limit
  where lmt_hosp_lv <> '' or lmt_med_type <> '' or lmt_insutype <> ''
),

placed as (
  select
    institution.fixmedins_code, institution.alliance_code, coalesce(level.level, institution.hosp_lv) as hosp_lv
  from core.institution as institution
  left join source.hosp_lv as level on level.code = institution.hosp_lv
),

booked as (
  select
    line.bkkp_sn, line.setl_id, line.hilist_code, settled.psn_no, settled.fixmedins_code, settled.month,
    coalesce(line.hilist_name, limited.hilist_name, line.hilist_code) as item_name,
    limited.levels, limited.med_types, limited.insutypes, line.bilg_dept_name, line.inscp_amt,
    settled.med_type, settled.care, settled.insutype, settled.fund, placed.alliance_code,
    coalesce(settled.hosp_lv, placed.hosp_lv) as hosp_lv,
    sum(line.inscp_amt) over (partition by settled.month, line.setl_id, line.hilist_code) as net_inscp_amt
  from core.fee_line as line
  inner join limited on limited.hilist_code = line.hilist_code
  inner join core.settlement as settled on settled.setl_id = line.setl_id
  left join core.refunded as refund on refund.setl_id = settled.setl_id and refund.month = settled.month
  left join placed on placed.fixmedins_code = settled.fixmedins_code
  where
    settled.visits = 1 and refund.setl_id is null and line.month <= settled.month
    and line.inscp_amt <> 0
),

judged as (
  select
    bkkp_sn, setl_id, hilist_code, psn_no, fixmedins_code, month, item_name, levels, med_types, insutypes,
    bilg_dept_name, inscp_amt, med_type, care, insutype, fund, alliance_code, hosp_lv,
    case when levels not like '%|' || hosp_lv || '|%' then 1 else 0 end as is_level,
    case
      when med_types is null then 0
      when
        med_types like '%|' || med_type || '|%' or med_types like '%|' || substr(med_type, 1, 2) || '|%'
        or (care = 'inpatient' and med_types like '%住院%')
        or (care in ('outpatient', 'chronic', 'maternity_outpatient') and med_types like '%门%')
        or (care = 'chronic' and med_types like '%慢%')
        or (care = 'pharmacy' and med_types like '%药%')
        or (substr(med_type, 1, 2) = '13' and med_types like '%急诊%')
        then 0
      else 1
    end as is_way,
    case
      when insutypes is null then 0
      when
        insutypes like '%|' || insutype || '|%' or insutypes like '%|' || fund || '|%'
        or (fund = 'employee' and insutypes like '%职工%')
        or (fund = 'resident' and insutypes like '%居民%')
        or (fund = 'maternity' and (insutypes like '%生育%' or insutypes like '%|510|%'))
        then 0
      else 1
    end as is_insurance
  from booked
  where inscp_amt > 0 and net_inscp_amt > 0
),

allied as (
  select distinct judged.bkkp_sn
  from judged
  inner join placed on placed.alliance_code = judged.alliance_code
  where
    judged.is_level = 1 and placed.fixmedins_code <> judged.fixmedins_code
    and judged.levels like '%|' || placed.hosp_lv || '|%'
),

excused as (
  select
    judged.bkkp_sn, judged.setl_id, judged.psn_no, judged.fixmedins_code, judged.month, judged.item_name,
    judged.inscp_amt, judged.levels, judged.hosp_lv, judged.med_types, judged.med_type, judged.insutypes,
    judged.insutype, judged.is_level, judged.is_way, judged.is_insurance,
    case
      when allied.bkkp_sn is not null then '医共体统一采购，成员机构符合级别'
      when judged.care = 'pharmacy' and dual.hilist_code is not null then '双通道药品由定点零售药店供应'
    end as level_excuse,
    case
      when
        judged.med_types not like '%门%'
        and (
          substr(judged.med_type, 1, 2) = '13'
          or (judged.care = 'outpatient' and (judged.bilg_dept_name like '%急诊%' or judged.bilg_dept_name like '%留观%'))
        )
        then '急诊留观'
      when judged.care = 'pharmacy' and dual.hilist_code is not null then '双通道药品由定点零售药店供应'
    end as way_excuse,
    case
      when
        (judged.insutypes like '%生育%' or judged.insutypes like '%|510|%')
        and substr(judged.med_type, 1, 2) in ('51', '52', '53')
        then '生育医疗费用由基本医保合并支付'
    end as insurance_excuse
  from judged
  left join allied on allied.bkkp_sn = judged.bkkp_sn
  left join core.dual_drug as dual on dual.hilist_code = judged.hilist_code
  where judged.is_level + judged.is_way + judged.is_insurance > 0
)

select
  'fee_line' as subject_type, bkkp_sn as subject, psn_no, fixmedins_code, setl_id,
  'fee_line' as evidence_type, bkkp_sn as evidence,
  cast(inscp_amt as decimal(16, 2)) as amount_yuan,
  '“' || item_name || '”'
  || case
    when is_level = 1 and (level_excuse is null or is_way + is_insurance = 0)
      then '限机构级别' || replace(substr(levels, 2, length(levels) - 2), '|', '、') || '，在' || hosp_lv || '级机构使用'
    when is_way = 1 and (way_excuse is null or is_insurance = 0)
      then '限就医方式' || replace(substr(med_types, 2, length(med_types) - 2), '|', '、') || '，医疗类别为' || med_type
    when is_insurance = 1
      then '限险种' || replace(substr(insutypes, 2, length(insutypes) - 2), '|', '、') || '，险种为' || coalesce(insutype, '')
    else '不在限定的机构级别、就医方式内'
  end as observed,
  case
    when
      (is_level = 0 or level_excuse is not null) and (is_way = 0 or way_excuse is not null)
      and (is_insurance = 0 or insurance_excuse is not null)
      then coalesce(level_excuse, way_excuse, insurance_excuse)
  end as exclusion,
  month
from excused
