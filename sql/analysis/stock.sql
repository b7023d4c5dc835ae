-- 进销存：一行一家机构一个目录项目一个期间，按期末归月。
-- grain: fixmedins_code, hilist_code, period_to, month
select
  line.fixmedins_code, place.fixmedins_name, line.hilist_code, line.unit, line.conv_ratio,
  line.open_qty, line.in_qty, line.transfer_in_qty, line.close_qty, line.period_from,
  line.period_to, line.month
from core.stock as line
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
