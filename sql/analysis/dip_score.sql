-- DIP 病种分值：一行一个病种组一个年度。
-- grain: dip_code, year
-- year: 年度
-- score [分]: 病种分值
select
  dip_code, dip_name, year, score
from core.dip_score
