-- A fund at the end of a month: what came in and went out, what is left, against which budget.
-- `spending` is expenditure less 上解上级 and 补助下级; `gross` is expenditure with them, given only
-- where there are any. Every amount has its half unit: what rounding in print leaves open.
-- grain: region_code, fund, account, month
-- partition: month with history
with flow as (
  select
    region_code, fund, account, month, max(policy) as policy,
    substr(month, 1, 4) as year,
    cast(substr(month, 6, 2) as integer) as months_elapsed,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no,
    max(case when item = 'income.total' then month_yuan end) as income_month_yuan,
    max(case when item = 'income.total' then month_half_yuan end) as income_month_half_yuan,
    max(case when item = 'income.total' then ytd_yuan end) as income_ytd_yuan,
    max(case when item = 'income.total' then ytd_half_yuan end) as income_ytd_half_yuan,
    max(case when item = 'expenditure.total' then month_yuan end) as expenditure_month_yuan,
    max(case when item = 'expenditure.total' then month_half_yuan end) as expenditure_month_half_yuan,
    max(case when item = 'expenditure.total' then ytd_yuan end) as expenditure_ytd_yuan,
    max(case when item = 'expenditure.total' then ytd_half_yuan end) as expenditure_ytd_half_yuan,
    max(case when item = 'balance.current' then ytd_yuan end) as printed_current_yuan,
    max(case when item = 'balance.current' then ytd_half_yuan end) as printed_current_half_yuan,
    sum(
      case when item in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then ytd_yuan end
    ) as transfers_ytd_yuan,
    sum(
      case when item in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then ytd_half_yuan end
    ) as transfers_ytd_half_yuan
  from core.fund_flow
  group by region_code, fund, account, month
),

balance as (
  select
    region_code, fund, account, month, policy,
    opening_yuan, opening_half_yuan, closing_yuan, closing_half_yuan
  from core.fund_balance
),

fund_month as (
  select
    coalesce(flow.region_code, balance.region_code) as region_code,
    coalesce(flow.fund, balance.fund) as fund,
    coalesce(flow.account, balance.account) as account,
    coalesce(flow.month, balance.month) as month,
    coalesce(flow.policy, balance.policy) as policy,
    substr(coalesce(flow.month, balance.month), 1, 4) as year,
    cast(substr(coalesce(flow.month, balance.month), 6, 2) as integer) as months_elapsed,
    cast(substr(coalesce(flow.month, balance.month), 1, 4) as integer) * 12
    + cast(substr(coalesce(flow.month, balance.month), 6, 2) as integer) - 1 as month_no,
    income_month_yuan, income_month_half_yuan, income_ytd_yuan, income_ytd_half_yuan,
    expenditure_month_yuan, expenditure_month_half_yuan,
    expenditure_ytd_yuan, expenditure_ytd_half_yuan,
    coalesce(income_ytd_yuan - expenditure_ytd_yuan, printed_current_yuan) as current_yuan,
    case
      when income_ytd_yuan is not null and expenditure_ytd_yuan is not null
        then income_ytd_half_yuan + expenditure_ytd_half_yuan
      else printed_current_half_yuan
    end as current_half_yuan,
    transfers_ytd_yuan, transfers_ytd_half_yuan,
    opening_yuan, opening_half_yuan, closing_yuan, closing_half_yuan
  from flow
  full outer join balance
    on
      balance.region_code = flow.region_code and balance.fund = flow.fund
      and balance.account = flow.account and balance.month = flow.month
),

with_past as (
  select
    this.region_code, this.fund, this.account, this.month, this.policy, this.year,
    this.months_elapsed, this.month_no,
    this.income_month_yuan, this.income_month_half_yuan,
    this.income_ytd_yuan, this.income_ytd_half_yuan,
    this.expenditure_month_yuan, this.expenditure_month_half_yuan,
    this.expenditure_ytd_yuan, this.expenditure_ytd_half_yuan,
    this.current_yuan, this.current_half_yuan,
    coalesce(this.transfers_ytd_yuan, 0) as transfers_ytd_yuan,
    coalesce(this.transfers_ytd_half_yuan, 0) as transfers_ytd_half_yuan,
    coalesce(this.opening_yuan, january.opening_yuan, december.closing_yuan) as known_opening_yuan,
    coalesce(this.opening_half_yuan, january.opening_half_yuan, december.closing_half_yuan) as known_opening_half_yuan,
    this.closing_yuan as printed_closing_yuan,
    this.closing_half_yuan as printed_closing_half_yuan,
    december.expenditure_ytd_yuan as expenditure_prior_year_yuan,
    december.expenditure_ytd_half_yuan as expenditure_prior_year_half_yuan,
    coalesce(december.transfers_ytd_yuan, 0) as transfers_prior_year_yuan,
    coalesce(december.transfers_ytd_half_yuan, 0) as transfers_prior_year_half_yuan,
    case
      when this.months_elapsed = 12 then this.expenditure_ytd_yuan
      else this.expenditure_ytd_yuan + december.expenditure_ytd_yuan - last_year.expenditure_ytd_yuan
    end as expenditure_12_yuan,
    case
      when this.months_elapsed = 12 then this.expenditure_ytd_half_yuan
      else
        this.expenditure_ytd_half_yuan + december.expenditure_ytd_half_yuan
        + last_year.expenditure_ytd_half_yuan
    end as expenditure_12_half_yuan,
    case
      when this.months_elapsed = 12 then coalesce(this.transfers_ytd_yuan, 0)
      else
        coalesce(this.transfers_ytd_yuan, 0) + coalesce(december.transfers_ytd_yuan, 0)
        - coalesce(last_year.transfers_ytd_yuan, 0)
    end as transfers_12_yuan,
    case
      when this.months_elapsed = 12 then coalesce(this.transfers_ytd_half_yuan, 0)
      else
        coalesce(this.transfers_ytd_half_yuan, 0) + coalesce(december.transfers_ytd_half_yuan, 0)
        + coalesce(last_year.transfers_ytd_half_yuan, 0)
    end as transfers_12_half_yuan
  from fund_month as this
  left join fund_month as december
    on
      december.region_code = this.region_code and december.fund = this.fund
      and december.account = this.account
      and december.month_no = this.month_no - this.months_elapsed and december.policy = this.policy
  left join fund_month as january
    on
      january.region_code = this.region_code and january.fund = this.fund
      and january.account = this.account
      and january.month_no = this.month_no - this.months_elapsed + 1 and january.policy = this.policy
  left join fund_month as last_year
    on
      last_year.region_code = this.region_code and last_year.fund = this.fund
      and last_year.account = this.account and last_year.month_no = this.month_no - 12
      and last_year.policy = this.policy
),

budget_line as (
  select
    region_code, fund, year, item, in_force_from, amount_yuan, half_unit_yuan,
    coalesce(
      lead(in_force_from) over (
        partition by region_code, fund, year, item order by in_force_from nulls last
      ),
      '9999-12'
    ) as in_force_until
  from core.fund_budget
),

budget as (
  select
    past.region_code, past.fund, past.account, past.month,
    max(case when item = 'income.total' then amount_yuan end) as income_budget_yuan,
    max(case when item = 'income.total' then half_unit_yuan end) as income_budget_half_yuan,
    max(case when item = 'expenditure.total' then amount_yuan end) as expenditure_budget_yuan,
    max(case when item = 'expenditure.total' then half_unit_yuan end) as expenditure_budget_half_yuan,
    coalesce(sum(
      case when item in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then amount_yuan end
    ), 0) as transfers_budget_yuan,
    coalesce(sum(
      case when item in ('expenditure.remit_upper', 'expenditure.subsidize_lower') then half_unit_yuan end
    ), 0) as transfers_budget_half_yuan
  from (
    select distinct region_code, fund, account, month, year from fund_month where account = 'all'
  ) as past
  inner join budget_line
    on
      budget_line.region_code = past.region_code and budget_line.fund = past.fund
      and budget_line.year = past.year
      and budget_line.in_force_from <= past.month and budget_line.in_force_until > past.month
  group by past.region_code, past.fund, past.account, past.month
),

settled as (
  select
    past.region_code, past.fund, past.account, past.month, past.policy, past.months_elapsed,
    past.month_no,
    income_month_yuan, income_month_half_yuan, income_ytd_yuan, income_ytd_half_yuan,
    expenditure_month_yuan, expenditure_month_half_yuan,
    expenditure_ytd_yuan, expenditure_ytd_half_yuan,
    current_yuan, current_half_yuan,
    transfers_ytd_yuan, transfers_ytd_half_yuan,
    expenditure_12_yuan, expenditure_12_half_yuan, transfers_12_yuan, transfers_12_half_yuan,
    expenditure_prior_year_yuan, expenditure_prior_year_half_yuan,
    transfers_prior_year_yuan, transfers_prior_year_half_yuan,
    income_budget_yuan, income_budget_half_yuan,
    expenditure_budget_yuan, expenditure_budget_half_yuan,
    transfers_budget_yuan, transfers_budget_half_yuan,
    definition.has_personal_accounts,
    coalesce(known_opening_yuan, printed_closing_yuan - current_yuan) as opening_yuan,
    coalesce(known_opening_half_yuan, printed_closing_half_yuan + current_half_yuan) as opening_half_yuan,
    coalesce(printed_closing_yuan, known_opening_yuan + current_yuan) as closing_yuan,
    coalesce(printed_closing_half_yuan, known_opening_half_yuan + current_half_yuan) as closing_half_yuan
  from with_past as past
  left join budget
    on
      budget.region_code = past.region_code and budget.fund = past.fund
      and budget.account = past.account and budget.month = past.month
  left join source.fund as definition on definition.fund = past.fund
)

select
  this.region_code, this.fund, this.account, this.month, this.policy, this.months_elapsed,
  this.month_no,
  this.income_month_yuan, this.income_month_half_yuan,
  this.income_ytd_yuan, this.income_ytd_half_yuan,
  this.expenditure_month_yuan, this.expenditure_month_half_yuan,
  this.expenditure_ytd_yuan, this.expenditure_ytd_half_yuan,
  cast(this.current_yuan as decimal(18, 2)) as current_yuan,
  cast(this.current_half_yuan as decimal(18, 4)) as current_half_yuan,
  cast(this.opening_yuan as decimal(18, 2)) as opening_yuan,
  cast(this.opening_half_yuan as decimal(18, 4)) as opening_half_yuan,
  cast(this.closing_yuan as decimal(18, 2)) as closing_yuan,
  cast(this.closing_half_yuan as decimal(18, 4)) as closing_half_yuan,
  cast(case
    when this.account = 'pooled' or not this.has_personal_accounts then this.closing_yuan
    when this.account = 'all' then pooled.closing_yuan
  end as decimal(18, 2)) as payable_yuan,
  cast(case
    when this.account = 'pooled' or not this.has_personal_accounts then this.closing_half_yuan
    when this.account = 'all' then pooled.closing_half_yuan
  end as decimal(18, 4)) as payable_half_yuan,
  cast(case
    when this.account = 'all' and this.has_personal_accounts then this.closing_yuan
  end as decimal(18, 2)) as payable_total_yuan,
  cast(case
    when this.account = 'all' and this.has_personal_accounts then this.closing_half_yuan
  end as decimal(18, 4)) as payable_total_half_yuan,
  this.income_budget_yuan, this.income_budget_half_yuan,
  this.expenditure_budget_yuan, this.expenditure_budget_half_yuan,
  cast(this.expenditure_ytd_yuan - this.transfers_ytd_yuan as decimal(18, 2)) as spending_ytd_yuan,
  cast(this.expenditure_ytd_half_yuan + this.transfers_ytd_half_yuan as decimal(18, 4)) as spending_ytd_half_yuan,
  cast(this.expenditure_12_yuan - this.transfers_12_yuan as decimal(18, 2)) as spending_12_yuan,
  cast(this.expenditure_12_half_yuan + this.transfers_12_half_yuan as decimal(18, 4)) as spending_12_half_yuan,
  cast(this.expenditure_prior_year_yuan - this.transfers_prior_year_yuan as decimal(18, 2)) as spending_prior_year_yuan,
  cast(this.expenditure_prior_year_half_yuan + this.transfers_prior_year_half_yuan as decimal(18, 4)) as spending_prior_year_half_yuan,
  cast(this.expenditure_budget_yuan - this.transfers_budget_yuan as decimal(18, 2)) as spending_budget_yuan,
  cast(this.expenditure_budget_half_yuan + this.transfers_budget_half_yuan as decimal(18, 4)) as spending_budget_half_yuan,
  cast(case when this.transfers_ytd_yuan <> 0 then this.expenditure_ytd_yuan end as decimal(18, 2)) as gross_ytd_yuan,
  cast(this.expenditure_ytd_half_yuan as decimal(18, 4)) as gross_ytd_half_yuan,
  cast(case when this.transfers_12_yuan <> 0 then this.expenditure_12_yuan end as decimal(18, 2)) as gross_12_yuan,
  cast(this.expenditure_12_half_yuan as decimal(18, 4)) as gross_12_half_yuan,
  cast(case when this.transfers_prior_year_yuan <> 0 then this.expenditure_prior_year_yuan end as decimal(18, 2)) as gross_prior_year_yuan,
  cast(this.expenditure_prior_year_half_yuan as decimal(18, 4)) as gross_prior_year_half_yuan,
  cast(case when this.transfers_budget_yuan <> 0 then this.expenditure_budget_yuan end as decimal(18, 2)) as gross_budget_yuan,
  cast(this.expenditure_budget_half_yuan as decimal(18, 4)) as gross_budget_half_yuan
from settled as this
left join settled as pooled
  on
    pooled.region_code = this.region_code and pooled.fund = this.fund
    and pooled.month = this.month and pooled.account = 'pooled'
