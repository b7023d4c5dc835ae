-- 死亡名单：一行一人（假名）。
-- grain: psn_no
select
  psn_no, death_date
from core.death
