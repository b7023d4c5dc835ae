-- What the funds and personal accounts paid for a month's settlements, by place of payment (pay_loc).
-- grain: region_code, fund, pay_loc, month
-- tags: records
-- partition: month
-- chunk: month
select
  region_code, fund, pay_loc, month,
  cast(sum(visits) as bigint) as visits,
  cast(sum(coalesce(hifp_pay, 0)) as decimal(18, 2)) as hifp_pay,
  cast(sum(coalesce(cvlserv_pay, 0)) as decimal(18, 2)) as cvlserv_pay,
  cast(sum(coalesce(hifmi_pay, 0)) as decimal(18, 2)) as hifmi_pay,
  cast(sum(coalesce(hifob_pay, 0)) as decimal(18, 2)) as hifob_pay,
  cast(sum(coalesce(maf_pay, 0)) as decimal(18, 2)) as maf_pay,
  cast(sum(coalesce(oth_pay, 0)) as decimal(18, 2)) as oth_pay,
  cast(sum(coalesce(acct_pay, 0)) as decimal(18, 2)) as acct_pay,
  cast(sum(coalesce(acct_mulaid_pay, 0)) as decimal(18, 2)) as acct_mulaid_pay
from core.settlement
group by region_code, fund, pay_loc, month
