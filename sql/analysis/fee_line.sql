-- 费用明细：一行一个收费项目，重复报送的取最新一行。按费用发生时间归月。行数最多：尽量带上月份条件。
-- grain: bkkp_sn
-- det_item_fee_sumamt: 明细金额
select
  bkkp_sn, setl_id, mdtrt_id, psn_no, fixmedins_code, fee_ocur_time, month,
  hilist_code, hilist_name, medins_list_name, list_type, med_chrgitm_type, charge_category,
  case charge_category
    when 'drug' then '西药、中成药'
    when 'herb' then '中药饮片'
    when 'material' then '卫生材料'
    when 'exam' then '检查'
    when 'lab' then '化验'
    when 'treat' then '治疗'
    when 'surgery' then '手术'
    when 'nursing' then '护理'
    when 'bed' then '床位'
    when 'consult' then '诊察'
    when 'registration' then '挂号'
    when 'other' then '其他'
  end as charge_category_name,
  pric, cnt, det_item_fee_sumamt, fulamt_ownpay_amt, pric_uplmt_amt,
  overlmt_selfpay, selfpay_prop, preselfpay_amt, inscp_amt,
  bilg_dr_code, bilg_dept_name, rx_drord_no, trac_code
from core.fee_line
