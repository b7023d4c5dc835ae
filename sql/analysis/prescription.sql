-- 处方：一行一张处方的一个药品，按处方时间归月。
-- grain: rx_drord_no, hilist_code, month
-- days_supply [天]: 用药天数
select
  line.rx_drord_no, line.setl_id, line.psn_no, line.fixmedins_code, place.fixmedins_name,
  line.bilg_dr_code, line.phar_code, line.rx_time, line.generic_name, line.hilist_code,
  line.rx_type, line.days_supply, line.cnt, line.fund_pay_amt, line.month
from core.prescription as line
left join core.institution as place on place.fixmedins_code = line.fixmedins_code
