-- Insured persons of a fund at the end of a month, by category (`all` is the whole fund).
-- grain: region_code, fund, month, category
-- partition: month
with person as (
  select region_code, fund, month, category, persons, half_unit_persons
  from core.insured
)

select
  this.region_code, this.fund, 'all' as account, this.month, '' as policy,
  cast(substr(this.month, 1, 4) as integer) * 12
  + cast(substr(this.month, 6, 2) as integer) - 1 as month_no,
  this.category,
  this.persons,
  this.half_unit_persons as persons_half,
  case when this.category <> 'all' then whole_fund.persons end as whole_persons,
  case when this.category <> 'all' then whole_fund.half_unit_persons end as whole_persons_half,
  case when this.category = 'working' then retired.persons end as retired_persons,
  case when this.category = 'working' then retired.half_unit_persons end as retired_persons_half
from person as this
left join person as whole_fund
  on
    whole_fund.region_code = this.region_code and whole_fund.fund = this.fund
    and whole_fund.month = this.month and whole_fund.category = 'all'
left join person as retired
  on
    retired.region_code = this.region_code and retired.fund = this.fund
    and retired.month = this.month and retired.category = 'retired'
