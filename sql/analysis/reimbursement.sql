-- 手工报销：一行一张票据的一次报销，按支付日期归月。
-- grain: invoice_code, invoice_no, psn_no, part, paid_date, month
select
  invoice_code, invoice_no, psn_no, fixmedins_code, begndate, enddate, amt, part, paid_date, month
from core.reimbursement
