-- 易串换项目：高价项目与可能被它顶替的低价项目。
-- grain: hi_item, lo_item
select
  hi_item, hi_name, lo_item, lo_name
from core.swap_pair
