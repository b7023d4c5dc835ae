-- 知识点：本局载入的智能监管知识点，一行一个规则和一个编码，以最新来文为准。
-- grain: rule_name, hilist_code, item_b, win
-- lmt_age_min [岁]: 限年龄下限
-- lmt_age_max [岁]: 限年龄上限
select
  rule_name, point_no, hilist_code, hilist_name, lmt_sex, lmt_age_min, lmt_age_max, lmt_hosp_lv, lmt_med_type,
  lmt_insutype, lmt_diag_prefix, max_day_cnt, max_course_days, max_cycle_cnt, cycle_days, item_b,
  item_b_name, win, logic_basis
from core.rule_knowledge
