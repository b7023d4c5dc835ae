-- 双通道备案：一行一人一个药品一次备案。
-- grain: psn_no, generic_name, dr_code, fixmedins_code, valid_from
select
  psn_no, generic_name, dr_code, fixmedins_code, valid_from, valid_to
from core.dual_reg
