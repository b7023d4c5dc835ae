-- 特殊人群名单：一行一人一类身份一段有效期。
-- grain: psn_no, sp_psn_type, valid_from
select
  psn_no, sp_psn_type, valid_from, valid_to
from core.special_list
