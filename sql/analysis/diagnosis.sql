-- 诊断：一行一笔结算的一个诊断。
-- grain: setl_id, diag_code, diag_type
-- diag_type: 诊断类别代码（按国家平台）
-- maindiag_flag: 主诊断标志（1 是）
-- diag_code: 疾病诊断代码（ICD-10 医保版）
select
  setl_id, diag_type, maindiag_flag, diag_code
from core.diagnosis
