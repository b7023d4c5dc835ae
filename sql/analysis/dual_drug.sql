-- 双通道药品目录。
-- grain: hilist_code
select
  hilist_code, generic_name
from core.dual_drug
