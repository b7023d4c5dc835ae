-- 结算数据质量：一行一个参保地、一家机构、一个月，有问题的结算各有多少。
-- grain: region_code, fixmedins_code, month
-- settlements [笔]: 有效结算笔数（含退费）
-- refunds [笔]: 退费笔数
-- repeated_rows [行]: 同一文件里重复的行数
-- negative_totals [笔]: 不是退费而总额为负的
-- fund_parts_off [笔]: 各项基金支付之和不等于基金支付总额的（差 0.01 元以上）
-- fee_parts_off [笔]: 基金、个人、医院负担之和不等于医疗费总额的（差 0.01 元以上）
-- unknown_funds [笔]: 险种认不出的
-- unknown_med_types [笔]: 医疗类别认不出的
select
  line.region_code, region.region_name, line.fixmedins_code, place.fixmedins_name, line.month,
  line.settlements,
  cast(line.visits as bigint) as visits,
  cast(line.refunds as bigint) as refunds,
  cast(line.repeated_rows as bigint) as repeated_rows,
  cast(line.negative_totals as bigint) as negative_totals,
  cast(line.fund_parts_off as bigint) as fund_parts_off,
  cast(line.fee_parts_off as bigint) as fee_parts_off,
  cast(line.unknown_funds as bigint) as unknown_funds,
  cast(line.unknown_med_types as bigint) as unknown_med_types
from core.settlement_quality as line
left join core.region as region on region.region_code = line.region_code
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
