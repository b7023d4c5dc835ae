-- 慢特病登记：一行一人一个病种一次登记。
-- grain: psn_no, dise_no, valid_from
select
  psn_no, dise_no, dise_name, valid_from, valid_to
from core.chronic_reg
