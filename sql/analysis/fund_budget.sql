-- 基金预算：一行一个统筹区、险种、年度、科目的一版预算，及从哪个月起执行。
-- grain: region_code, fund, year, item, in_force_from
-- year: 预算年度
-- item: 科目代码
-- item_name: 科目
-- in_force_from: 从哪个月起执行（YYYY-MM）
-- version: 版本（年初预算、调整预算）
-- document_no: 批复文号
-- amount_yuan: 预算数
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name, line.year,
  line.item, item.code_name as item_name, line.in_force_from, line.version, line.document_no,
  line.amount_yuan
from core.fund_budget as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as item on item.code_set = 'fund_item' and item.code = line.item
