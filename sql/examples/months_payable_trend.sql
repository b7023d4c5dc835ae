-- 统筹基金累计结余可支付月数的走势（近 12 个月支出口径）
select region_name, fund_name, period as month, value as months_payable, low, high, policy
from analysis.figure
where metric = 'months_payable' and basis = 'trailing_12' and account = 'all' and length(period) = 7
order by region_name, fund_name, period
