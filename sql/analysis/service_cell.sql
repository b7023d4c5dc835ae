-- 结算月汇总：按参保地、险种、人员类别、特殊人群、机构、等级、医疗类别、是否异地、月份加总的结算。
-- 可任意再加总；明细类金额（药品等）只含有费用明细的结算。统筹区只有参保地本身，不含所在的市、省。
-- grain: region_code, fund, person_category, special_group, fixmedins_code, hosp_lv, med_type, is_out_of_area, month
-- special_group: 特殊人群（空为不是）
-- settlements [笔]: 结算笔数（含退费）
-- medfee_yuan: 医疗费总额
-- fund_pay_yuan: 基金支付总额
-- hifp_pay_yuan: 统筹基金支付
-- inscp_yuan: 政策范围内费用
-- acct_pay_yuan: 个人账户支付
-- cash_yuan: 个人现金支付
-- itemised_visits [人次]: 有费用明细的人次
-- itemised_medfee_yuan: 有费用明细的结算的医疗费总额
-- itemised_yuan: 费用明细合计
-- drug_yuan: 其中药品费（含中药饮片）
-- herb_yuan: 其中中药饮片费
-- material_yuan: 其中卫生材料费
-- exam_yuan: 其中检查、化验费
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name,
  line.person_category, person.code_name as person_category_name, line.special_group,
  line.fixmedins_code, place.fixmedins_name, line.institution_region_code,
  line.hosp_lv, level.code_name as hosp_lv_name,
  line.med_type, type.code_name as med_type_name, line.care, care.code_name as care_name,
  line.is_out_of_area, line.month,
  line.settlements, line.visits, line.bed_days,
  line.medfee_yuan, line.fund_pay_yuan, line.hifp_pay_yuan, line.inscp_yuan, line.acct_pay_yuan,
  line.cash_yuan, line.itemised_visits, line.itemised_medfee_yuan, line.itemised_yuan,
  line.drug_yuan, line.herb_yuan, line.material_yuan, line.exam_yuan
from marts.service_cell as line
left join core.region as region on region.region_code = line.region_code
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as person on person.code_set = 'person_category' and person.code = line.person_category
left join meta.code as level on level.code_set = 'hosp_lv' and level.code = line.hosp_lv
left join meta.code as type on type.code_set = 'med_type' and type.code = line.med_type
left join meta.code as care on care.code_set = 'care' and care.code = line.care
