-- 结算的明细合计：一行一笔结算在一个月发生的费用明细之和。住院跨月的，一笔结算有几行。
-- grain: setl_id, month
-- lines [行]: 明细行数
-- total_yuan: 明细金额合计
-- drug_yuan: 其中药品费（西药、中成药、中药饮片）
-- herb_yuan: 其中中药饮片费
-- material_yuan: 其中卫生材料费
-- exam_yuan: 其中检查、化验费
-- inscp_yuan: 其中符合政策范围金额
-- is_settled: 结算是否也在这个月（1 是；0 为以后月份结算，或没有结算）
-- month: 费用发生的月份（YYYY-MM）
select setl_id, month, lines, total_yuan, drug_yuan, herb_yuan, material_yuan, exam_yuan, inscp_yuan, is_settled
from core.settlement_fee
