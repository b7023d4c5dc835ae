-- 结算：一行一笔有效结算，重复报送的取最新一笔；退费单列一行，金额为负、人次为 0。按结算时间归月。
-- 行数最多的表之一：能用 service_cell 或 service_month 回答的，先用它们。
-- grain: setl_id
-- special_group: 特殊人群（空为不是）
-- hosp_lv: 医院等级代码（3 三级、2 二级、1 一级、9 未定级）
-- act_pay_dedc: 实际支付起付线
-- init_setl_id: 退费所退的原结算ID
select
  line.setl_id, line.mdtrt_id, line.psn_no, line.gend, line.brdy,
  line.fund,
  case line.fund
    when 'employee' then '职工基本医疗保险'
    when 'resident' then '城乡居民基本医疗保险'
    when 'maternity' then '生育保险'
    when 'civil_servant' then '公务员医疗补助'
    when 'large_amount' then '职工大额医疗费用补助'
    when 'veteran_cadre' then '离休人员医疗保障'
    when 'critical_illness' then '城乡居民大病保险'
    when 'medical_aid' then '医疗救助'
  end as fund_name,
  line.insutype, line.psn_type, line.person_category,
  case line.person_category
    when 'working' then '在职'
    when 'retired' then '退休'
    when 'veteran_cadre' then '离休'
    when 'minor' then '居民（未成年）'
    when 'adult' then '居民（成年）'
    when 'elderly' then '居民（老年）'
    when 'other' then '其他'
  end as person_category_name,
  line.special_group,
  line.region_code, region.region_name, line.institution_region_code,
  line.setl_time, line.begndate, line.enddate, line.month,
  line.med_type, type.code_name as med_type_name,
  line.care,
  case line.care
    when 'inpatient' then '住院'
    when 'outpatient' then '门诊'
    when 'chronic' then '门诊慢特病'
    when 'pharmacy' then '药店购药'
    when 'maternity_outpatient' then '生育门诊'
    when 'other' then '其他'
  end as care_name,
  line.fixmedins_code, place.fixmedins_name,
  line.hosp_lv,
  case line.hosp_lv
    when '3' then '三级'
    when '2' then '二级'
    when '1' then '一级'
    when '9' then '未定级'
  end as hosp_lv_name,
  line.pay_loc,
  case line.pay_loc
    when '1' then '中心'
    when '2' then '医院'
    when '3' then '省内异地'
    when '4' then '省外异地'
  end as pay_loc_name,
  line.is_out_of_area, line.is_refund, line.visits, line.bed_days,
  line.medfee_sumamt, line.fulamt_ownpay_amt, line.overlmt_selfpay, line.preselfpay_amt, line.inscp_amt,
  line.act_pay_dedc, line.hifp_pay, line.cvlserv_pay, line.hifmi_pay, line.hifob_pay, line.maf_pay,
  line.hosp_part_amt, line.oth_pay, line.fund_pay_sumamt, line.psn_part_amt, line.acct_pay,
  line.acct_mulaid_pay, line.psn_cash_pay,
  line.dise_no, line.init_setl_id, line.setl_type, line.clr_type, line.clr_way
from core.settlement as line
left join core.region as region on region.region_code = line.region_code
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
left join meta.code as type on type.code_set = 'med_type' and type.code = line.med_type
