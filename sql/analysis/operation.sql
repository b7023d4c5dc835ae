-- 手术操作：一行一笔结算的一次手术操作。
-- grain: setl_id, oprn_oprt_code, oprn_oprt_date
-- main_oprn_flag: 主手术标志（1 是）
select
  setl_id, oprn_oprt_code, oprn_oprt_name, oprn_oprt_date, main_oprn_flag
from core.operation
