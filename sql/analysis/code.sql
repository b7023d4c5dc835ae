-- 代码与名称：险种、账户、医疗类别、人员类别、机构等级、科目、指标等，一行一个代码，含本局自定的医疗类别。
-- grain: code_set, code
-- code_set: 代码集，与列同名：fund、account、med_type、care、person_category、insured_category、charge_category、hosp_lv、pay_loc、place、fund_item、metric、metric_unit、scope_kind
-- code: 代码
-- code_name: 名称
select code_set, code, code_name
from meta.code
