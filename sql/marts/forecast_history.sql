-- What a fund's forecast is made from, month by month: income and expenditure by line and in total, of the
-- account that pays (统筹基金 where its flows are printed, else the whole fund), its closing balance, what the
-- fund's other accounts spent, which months payable count, too, and insured persons. `adds_up` says of a line whether it and its siblings make up what they are parts of,
-- within what rounding leaves open; a line that is not printed is then nothing. 职工 and 居民 printed as
-- one fund count only in months where neither is known by itself. A total of which only 本年累计 is known has a
-- row without an amount.
-- grain: region_code, fund, account, month, item
-- tags: forecasts
-- partition: month
with paying as (
  select
    region_code, fund, month,
    case when max(case when account = 'pooled' then 1 else 0 end) = 1 then 'pooled' else 'all' end as account
  from core.fund_flow
  where account <> 'personal' and item in ('income.total', 'expenditure.total')
  group by region_code, fund, month
),

known as (
  select this.region_code, this.fund, this.month, this.account
  from paying as this
  left join (
    select distinct region_code, month
    from paying
    where fund in ('employee', 'resident')
  ) as part on part.region_code = this.region_code and part.month = this.month
  where this.fund <> 'basic' or part.month is null
),

flow as (
  select
    flow.region_code, flow.fund, flow.account, flow.month, flow.item, flow.month_yuan, flow.month_half_yuan,
    case
      when flow.item in (
        'income.contribution', 'income.fiscal', 'income.interest', 'income.transfer',
        'income.superior_subsidy', 'income.subordinate_remit', 'income.other'
      ) then 'income.total'
      when flow.item in (
        'expenditure.benefit', 'expenditure.critical_illness', 'expenditure.transfer',
        'expenditure.subsidize_lower', 'expenditure.remit_upper', 'expenditure.other'
      ) then 'expenditure.total'
      when flow.item in ('expenditure.benefit_inpatient', 'expenditure.benefit_outpatient')
        then 'expenditure.benefit'
      else ''
    end as part_of
  from core.fund_flow as flow
  inner join known
    on
      known.region_code = flow.region_code and known.fund = flow.fund
      and known.account = flow.account and known.month = flow.month
  where
    substr(flow.item, 1, 8) <> 'balance.'
    and (flow.month_yuan is not null or flow.item in ('income.total', 'expenditure.total'))
),

parts as (
  select
    region_code, fund, account, month, part_of,
    sum(month_yuan) as month_yuan,
    sum(coalesce(month_half_yuan, 0)) as month_half_yuan
  from flow
  where part_of <> ''
  group by region_code, fund, account, month, part_of
),

judged as (
  select
    parts.region_code, parts.fund, parts.account, parts.month, parts.part_of,
    abs(parts.month_yuan - flow.month_yuan)
    <= parts.month_half_yuan + coalesce(flow.month_half_yuan, 0) as adds_up
  from parts
  inner join flow
    on
      flow.region_code = parts.region_code and flow.fund = parts.fund
      and flow.account = parts.account and flow.month = parts.month and flow.item = parts.part_of
)

select
  flow.region_code, flow.fund, flow.account, flow.month, flow.item, flow.part_of,
  cast(flow.month_yuan as decimal(18, 2)) as amount_yuan,
  cast(null as bigint) as persons,
  coalesce(judged.adds_up, false) as adds_up
from flow
left join judged
  on
    judged.region_code = flow.region_code and judged.fund = flow.fund
    and judged.account = flow.account and judged.month = flow.month
    and judged.part_of = flow.part_of
where flow.part_of <> '' or flow.item in ('income.total', 'expenditure.total')
union all
select
  known.region_code, known.fund, known.account, known.month, 'balance.closing' as item, '' as part_of,
  balance.closing_yuan as amount_yuan,
  cast(null as bigint) as persons,
  false as adds_up
from known
inner join marts.fund_month as balance
  on
    balance.region_code = known.region_code and balance.fund = known.fund
    and balance.account = known.account and balance.month = known.month
where balance.closing_yuan is not null
union all
select
  known.region_code, known.fund, known.account, known.month, 'other_accounts.spending' as item, '' as part_of,
  cast(whole.month_yuan - own.month_yuan as decimal(18, 2)) as amount_yuan,
  cast(null as bigint) as persons,
  false as adds_up
from known
inner join core.fund_flow as own
  on
    own.region_code = known.region_code and own.fund = known.fund and own.account = known.account
    and own.month = known.month and own.item = 'expenditure.total'
inner join core.fund_flow as whole
  on
    whole.region_code = known.region_code and whole.fund = known.fund and whole.account = 'all'
    and whole.month = known.month and whole.item = 'expenditure.total'
where known.account = 'pooled' and whole.month_yuan >= own.month_yuan
union all
select
  known.region_code, known.fund, known.account, known.month, 'insured' as item, '' as part_of,
  cast(null as decimal(18, 2)) as amount_yuan,
  cast(insured.persons as bigint) as persons,
  false as adds_up
from known
inner join marts.insured_month as insured
  on
    insured.region_code = known.region_code and insured.fund = known.fund
    and insured.month = known.month and insured.category = 'all'
where insured.persons is not null
