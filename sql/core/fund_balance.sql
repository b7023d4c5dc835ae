-- Balances at the end of a month, by account: opening of the year and closing. A closing balance
-- printed only by account is the sum of its accounts.
-- grain: region_code, fund, account, month
-- partition: month
with printed as (
  select
    region_code, fund, account, month,
    max(policy) as policy,
    max(case when item = 'balance.opening' then amount_yuan end) as opening_yuan,
    max(case when item = 'balance.opening' then half_unit_yuan end) as opening_half_yuan,
    max(case when item = 'balance.closing' then amount_yuan end) as closing_yuan,
    max(case when item = 'balance.closing' then half_unit_yuan end) as closing_half_yuan
  from core.fund_cell
  where measure = 'point'
  group by region_code, fund, account, month
),

by_account as (
  select
    pooled.region_code, pooled.fund, pooled.month, pooled.policy,
    cast(pooled.opening_yuan + personal.opening_yuan as decimal(18, 2)) as opening_yuan,
    cast(pooled.opening_half_yuan + personal.opening_half_yuan as decimal(18, 4)) as opening_half_yuan,
    cast(pooled.closing_yuan + personal.closing_yuan as decimal(18, 2)) as closing_yuan,
    cast(pooled.closing_half_yuan + personal.closing_half_yuan as decimal(18, 4)) as closing_half_yuan
  from printed as pooled
  inner join printed as personal
    on
      personal.region_code = pooled.region_code and personal.fund = pooled.fund
      and personal.month = pooled.month and personal.account = 'personal'
  where pooled.account = 'pooled'
),

whole as (
  select
    coalesce(whole_fund.region_code, by_account.region_code) as region_code,
    coalesce(whole_fund.fund, by_account.fund) as fund,
    'all' as account,
    coalesce(whole_fund.month, by_account.month) as month,
    coalesce(whole_fund.policy, by_account.policy) as policy,
    coalesce(whole_fund.opening_yuan, by_account.opening_yuan) as opening_yuan,
    coalesce(whole_fund.opening_half_yuan, by_account.opening_half_yuan) as opening_half_yuan,
    coalesce(whole_fund.closing_yuan, by_account.closing_yuan) as closing_yuan,
    coalesce(whole_fund.closing_half_yuan, by_account.closing_half_yuan) as closing_half_yuan
  from (
    select
      region_code, fund, month, policy,
      opening_yuan, opening_half_yuan, closing_yuan, closing_half_yuan
    from printed
    where account = 'all'
  ) as whole_fund
  full outer join by_account
    on
      by_account.region_code = whole_fund.region_code and by_account.fund = whole_fund.fund
      and by_account.month = whole_fund.month
)

select
  region_code, fund, account, month, policy,
  opening_yuan, opening_half_yuan, closing_yuan, closing_half_yuan
from whole
union all
select
  region_code, fund, account, month, policy,
  opening_yuan, opening_half_yuan, closing_yuan, closing_half_yuan
from printed
where account <> 'all'
