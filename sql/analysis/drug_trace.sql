-- 药品追溯：一行一次扫码，按扫码时间归月。
-- grain: drug_trac_codg, biz_type, scan_time, setl_id, bkkp_sn, month
select
  drug_trac_codg, hilist_code, biz_type, scan_time, fixmedins_code, psn_no, setl_id, bkkp_sn,
  split_flag, month
from core.drug_trace
