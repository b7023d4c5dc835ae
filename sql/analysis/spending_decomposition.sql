-- 住院基金支出增减的因素分解：本年累计与上年同期之差 = 参保人数 + 住院率 + 次均费用 + 基金支付比例 四个因素之和。
-- 对数平均迪氏指数法（LMDI），四项相加等于增减额，分毫不差。
-- grain: region_code, fund, month
-- month: 本期（累计到这个月，YYYY-MM）
-- past_month: 上年同期（YYYY-MM）
-- insured_persons [人]: 本期参保人数
-- past_insured_persons [人]: 上年同期参保人数
-- admissions [人次]: 本期累计住院人次
-- past_admissions [人次]: 上年同期累计住院人次
-- medfee_yuan: 本期累计住院医疗费
-- past_medfee_yuan: 上年同期累计住院医疗费
-- fund_pay_yuan: 本期累计住院基金支付
-- past_fund_pay_yuan: 上年同期累计住院基金支付
-- change_yuan: 住院基金支付增减额
-- insured_effect_yuan: 其中参保人数变动的影响
-- rate_effect_yuan: 其中住院率变动的影响
-- cost_effect_yuan: 其中次均费用变动的影响
-- share_effect_yuan: 其中基金支付比例变动的影响
-- note: 不能分解的原因
select
  line.region_code, region.region_name, line.fund, fund.code_name as fund_name,
  line.month, line.past_month,
  cast(line.insured_persons as decimal(18, 2)) as insured_persons,
  cast(line.past_insured_persons as decimal(18, 2)) as past_insured_persons,
  line.admissions, line.past_admissions, line.medfee_yuan, line.past_medfee_yuan,
  line.fund_pay_yuan, line.past_fund_pay_yuan, line.change_yuan,
  line.insured_effect_yuan, line.rate_effect_yuan, line.cost_effect_yuan, line.share_effect_yuan,
  line.note
from marts.spending_decomposition as line
left join core.region as region on region.region_code = line.region_code
left join meta.code as fund on fund.code_set = 'fund' and fund.code = line.fund
