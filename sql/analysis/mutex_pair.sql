-- 互斥项目：不应在同一时间区间内同时收取的两个项目。
-- grain: item_a, item_b, win
select
  item_a, item_a_name, item_b, item_b_name, win
from core.mutex_pair
