-- Income, expenditure and current balance by line: the month's amount and the year to date, each
-- as printed, else from the other: 本年累计 = Σ本月数 where every month is known, 本月数 = the
-- difference of two 累计. A fund printed only by account is the sum of its accounts; a line that
-- one account lacks, though both give their totals, is nothing there.
-- grain: region_code, fund, account, month, item
-- partition: month with history
with cell as (
  select
    region_code, fund, account, month, item, amount_yuan, half_unit_yuan, policy, measure
  from core.fund_cell
  where measure in ('month', 'ytd')
),

printed as (
  select
    region_code, fund, account, month, item,
    max(policy) as policy,
    max(case when measure = 'month' then amount_yuan end) as month_yuan,
    max(case when measure = 'month' then half_unit_yuan end) as month_half_yuan,
    max(case when measure = 'ytd' then amount_yuan end) as ytd_yuan,
    max(case when measure = 'ytd' then half_unit_yuan end) as ytd_half_yuan
  from cell
  group by region_code, fund, account, month, item
),

both_totals as (
  select region_code, fund, month, substr(item, 1, 6) as side
  from printed
  where account <> 'all' and item in ('income.total', 'expenditure.total')
  group by region_code, fund, month, substr(item, 1, 6)
  having count(*) = 2
),

by_account as (
  select
    line.region_code, line.fund, line.month, line.item,
    coalesce(max(case when line.account = 'pooled' then line.policy end), max(line.policy)) as policy,
    case when count(month_yuan) = count(*) then cast(sum(month_yuan) as decimal(18, 2)) end as month_yuan,
    cast(sum(month_half_yuan) as decimal(18, 4)) as month_half_yuan,
    case when count(ytd_yuan) = count(*) then cast(sum(ytd_yuan) as decimal(18, 2)) end as ytd_yuan,
    cast(sum(ytd_half_yuan) as decimal(18, 4)) as ytd_half_yuan
  from printed as line
  left join both_totals as total
    on
      total.region_code = line.region_code and total.fund = line.fund
      and total.month = line.month and total.side = substr(line.item, 1, 6)
  where line.account <> 'all'
  group by line.region_code, line.fund, line.month, line.item
  having count(*) = 2 or max(total.side) is not null
),

whole as (
  select
    region_code, fund, account, month, item, policy,
    month_yuan, month_half_yuan, ytd_yuan, ytd_half_yuan
  from printed
  union all
  select
    by_account.region_code, by_account.fund, 'all' as account, by_account.month, by_account.item,
    by_account.policy,
    by_account.month_yuan, by_account.month_half_yuan, by_account.ytd_yuan, by_account.ytd_half_yuan
  from by_account
  left join printed as whole_fund
    on
      whole_fund.region_code = by_account.region_code and whole_fund.fund = by_account.fund
      and whole_fund.month = by_account.month and whole_fund.item = by_account.item
      and whole_fund.account = 'all'
  where whole_fund.item is null
),

numbered as (
  select
    region_code, fund, account, month, item, policy,
    month_yuan, month_half_yuan, ytd_yuan, ytd_half_yuan,
    substr(month, 1, 4) as year,
    cast(substr(month, 6, 2) as integer) as month_of_year
  from whole
),

summed as (
  select
    region_code, fund, account, month, item, policy, year, month_of_year,
    month_yuan, month_half_yuan, ytd_yuan, ytd_half_yuan,
    sum(month_yuan) over months_so_far as months_sum_yuan,
    sum(month_half_yuan) over months_so_far as months_sum_half_yuan,
    count(month_yuan) over months_so_far as months_known,
    lag(ytd_yuan) over line as ytd_before_yuan,
    lag(ytd_half_yuan) over line as ytd_before_half_yuan,
    lag(month_of_year) over line as month_before
  from numbered
  window
    line as (
      partition by region_code, fund, account, item, year order by month_of_year nulls last
    ),
    months_so_far as (
      partition by region_code, fund, account, item, year order by month_of_year nulls last
      rows between unbounded preceding and current row
    )
)

select
  region_code, fund, account, month, item, policy,
  case
    when month_yuan is not null then month_yuan
    when month_of_year = 1 then ytd_yuan
    when month_before = month_of_year - 1 then cast(ytd_yuan - ytd_before_yuan as decimal(18, 2))
  end as month_yuan,
  case
    when month_yuan is not null then month_half_yuan
    when month_of_year = 1 then ytd_half_yuan
    when month_before = month_of_year - 1 then cast(ytd_half_yuan + ytd_before_half_yuan as decimal(18, 4))
  end as month_half_yuan,
  case
    when ytd_yuan is not null then ytd_yuan
    when months_known = month_of_year then cast(months_sum_yuan as decimal(18, 2))
  end as ytd_yuan,
  case
    when ytd_yuan is not null then ytd_half_yuan
    when months_known = month_of_year then cast(months_sum_half_yuan as decimal(18, 4))
  end as ytd_half_yuan
from summed
