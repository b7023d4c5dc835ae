-- 医保目录：一行一个目录项目，以最新来文为准。
-- grain: hilist_code
-- lmt_age_min [岁]: 限年龄下限
-- lmt_age_max [岁]: 限年龄上限
select
  hilist_code, hilist_name, generic_name, list_type, med_chrgitm_type, chrgitm_lv, selfpay_prop,
  pric_uplmt_amt, pric_uplmt_begndate, prev_pric_uplmt_amt, child_addon, lmt_sex, lmt_age_min,
  lmt_age_max, lmt_hosp_lv, lmt_med_type, lmt_insutype, lmt_diag_prefix, max_day_cnt,
  trace_required
from core.catalogue
