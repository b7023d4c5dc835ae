-- 项目限定：规则 R10、R11、R14 至 R17 所读的限定，以医保目录和互斥项目表为先，没有写明的取自知识点。
-- item_b 为空的一行是项目自身的限定，不为空的一行是一对不应同时收取的项目。
-- grain: hilist_code, item_b, win
-- lmt_age_min [岁]: 限年龄下限
-- lmt_age_max [岁]: 限年龄上限
select
  hilist_code, hilist_name, item_b, item_b_name, win, lmt_sex, lmt_age_min, lmt_age_max, lmt_hosp_lv,
  lmt_med_type, lmt_insutype, lmt_diag_prefix, max_day_cnt
from core.item_limit
