-- 由各月数据倒推的年初结余应当一致
-- A row means two months of a year imply different openings: one of them was changed after the fact.
-- severity: warn
with implied as (
  select
    region_code, fund, account, month, policy, substr(month, 1, 4) as year,
    closing_yuan - income_ytd_yuan + expenditure_ytd_yuan as opening_yuan,
    closing_half_yuan + income_ytd_half_yuan + expenditure_ytd_half_yuan as half_yuan
  from marts.fund_month
  where closing_yuan is not null and income_ytd_yuan is not null and expenditure_ytd_yuan is not null
)

select
  this.region_code, this.fund, this.account, past.month as earlier_month, this.month,
  past.opening_yuan as earlier_opening_yuan, this.opening_yuan
from implied as this
inner join implied as past
  on
    past.region_code = this.region_code and past.fund = this.fund and past.account = this.account
    and past.year = this.year and past.month < this.month and past.policy = this.policy
where abs(this.opening_yuan - past.opening_yuan) > this.half_yuan + past.half_yuan
