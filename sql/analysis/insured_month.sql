-- 参保人数：一行一个统筹区、险种、月份、人员类别的期末人数。
-- grain: region_code, fund, month, category
-- category: 人员类别代码（all 为全部）
-- category_name: 人员类别
-- persons [人]: 期末参保人数
-- whole_persons [人]: 全部参保人数（类别为 all 的行为空）
-- retired_persons [人]: 退休人数（只在 在职 的行上有，用来算职退比）
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name, line.month,
  line.category, category.code_name as category_name,
  line.persons, line.whole_persons, line.retired_persons
from marts.insured_month as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
left join meta.code as category on category.code_set = 'insured_category' and category.code = line.category
