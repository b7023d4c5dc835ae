-- Services of a region and fund in a month and in the year to it, by cut and policy (see
-- marts.service_total), with the insured persons they come from. A region's year to date needs every
-- month since January. Amounts are accrual, by the month of setl_time; `inpatient_` is of inpatient
-- settlements, the others of all care.
-- grain: region_code, fund, month, cut, policy
-- tags: records
-- partition: month with history
with spine as (
  select
    month, substr(month, 1, 4) as year,
    cast(substr(month, 6, 2) as integer) as months_elapsed,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no
  from (select distinct month from marts.service_total) as known
),

present as (
  select distinct region_code, month, substr(month, 1, 4) as year from marts.service_total
),

span as (
  select this.region_code, this.month, count(*) as months_known
  from present as this
  inner join present as past
    on past.region_code = this.region_code and past.year = this.year and past.month <= this.month
  group by this.region_code, this.month
),

line as (
  select region_code, fund, cut, policy, substr(month, 1, 4) as year, min(month) as first_month
  from marts.service_total
  group by region_code, fund, cut, policy, substr(month, 1, 4)
),

dense as (
  select
    line.region_code, line.fund, line.cut, line.policy, spine.month, spine.year, spine.months_elapsed,
    spine.month_no,
    coalesce(total.visits, 0) as visits,
    coalesce(total.outpatient_visits, 0) as outpatient_visits,
    coalesce(total.medfee_yuan, 0) as medfee_yuan,
    coalesce(total.fund_pay_yuan, 0) as fund_pay_yuan,
    coalesce(total.hifp_pay_yuan, 0) as hifp_pay_yuan,
    total.inscp_yuan,
    coalesce(total.acct_pay_yuan, 0) as acct_pay_yuan,
    coalesce(total.cash_yuan, 0) as cash_yuan,
    coalesce(total.itemised_yuan, 0) as itemised_yuan,
    coalesce(total.drug_yuan, 0) as drug_yuan,
    coalesce(total.material_yuan, 0) as material_yuan,
    coalesce(total.admissions, 0) as admissions,
    coalesce(total.bed_days, 0) as bed_days,
    coalesce(total.inpatient_medfee_yuan, 0) as inpatient_medfee_yuan,
    coalesce(total.inpatient_fund_pay_yuan, 0) as inpatient_fund_pay_yuan,
    coalesce(total.inpatient_hifp_pay_yuan, 0) as inpatient_hifp_pay_yuan,
    total.inpatient_inscp_yuan,
    coalesce(total.inpatient_itemised_yuan, 0) as inpatient_itemised_yuan,
    coalesce(total.inpatient_drug_yuan, 0) as inpatient_drug_yuan,
    coalesce(total.inpatient_herb_yuan, 0) as inpatient_herb_yuan,
    coalesce(total.inpatient_material_yuan, 0) as inpatient_material_yuan,
    coalesce(total.out_of_area_admissions, 0) as out_of_area_admissions,
    coalesce(total.out_of_area_fund_pay_yuan, 0) as out_of_area_fund_pay_yuan,
    coalesce(patient.inpatients, 0) as inpatients,
    coalesce(patient.new_inpatients, 0) as new_inpatients
  from line
  inner join spine on spine.year = line.year and spine.month >= line.first_month
  left join marts.service_total as total
    on
      total.region_code = line.region_code and total.fund = line.fund and total.cut = line.cut
      and total.policy = line.policy and total.month = spine.month
  left join marts.service_patient as patient
    on
      line.cut = 'all' and patient.region_code = line.region_code and patient.fund = line.fund
      and patient.policy = line.policy and patient.month = spine.month
),

summed as (
  select
    region_code, fund, cut, policy, month, months_elapsed, month_no,
    visits, outpatient_visits, medfee_yuan, fund_pay_yuan, hifp_pay_yuan, inscp_yuan, acct_pay_yuan,
    cash_yuan, itemised_yuan, drug_yuan, material_yuan, admissions, bed_days, inpatient_medfee_yuan,
    inpatient_fund_pay_yuan, inpatient_hifp_pay_yuan, inpatient_inscp_yuan, inpatient_itemised_yuan,
    inpatient_drug_yuan, inpatient_herb_yuan, inpatient_material_yuan, out_of_area_admissions,
    out_of_area_fund_pay_yuan, inpatients,
    sum(visits) over months_so_far as visits_ytd,
    sum(outpatient_visits) over months_so_far as outpatient_visits_ytd,
    sum(medfee_yuan) over months_so_far as medfee_ytd_yuan,
    sum(fund_pay_yuan) over months_so_far as fund_pay_ytd_yuan,
    sum(hifp_pay_yuan) over months_so_far as hifp_pay_ytd_yuan,
    sum(inscp_yuan) over months_so_far as inscp_ytd_yuan,
    sum(acct_pay_yuan) over months_so_far as acct_pay_ytd_yuan,
    sum(cash_yuan) over months_so_far as cash_ytd_yuan,
    sum(itemised_yuan) over months_so_far as itemised_ytd_yuan,
    sum(drug_yuan) over months_so_far as drug_ytd_yuan,
    sum(material_yuan) over months_so_far as material_ytd_yuan,
    sum(admissions) over months_so_far as admissions_ytd,
    sum(bed_days) over months_so_far as bed_days_ytd,
    sum(inpatient_medfee_yuan) over months_so_far as inpatient_medfee_ytd_yuan,
    sum(inpatient_fund_pay_yuan) over months_so_far as inpatient_fund_pay_ytd_yuan,
    sum(inpatient_hifp_pay_yuan) over months_so_far as inpatient_hifp_pay_ytd_yuan,
    sum(inpatient_inscp_yuan) over months_so_far as inpatient_inscp_ytd_yuan,
    sum(inpatient_itemised_yuan) over months_so_far as inpatient_itemised_ytd_yuan,
    sum(inpatient_drug_yuan) over months_so_far as inpatient_drug_ytd_yuan,
    sum(inpatient_herb_yuan) over months_so_far as inpatient_herb_ytd_yuan,
    sum(inpatient_material_yuan) over months_so_far as inpatient_material_ytd_yuan,
    sum(out_of_area_admissions) over months_so_far as out_of_area_admissions_ytd,
    sum(out_of_area_fund_pay_yuan) over months_so_far as out_of_area_fund_pay_ytd_yuan,
    sum(new_inpatients) over months_so_far as inpatients_ytd
  from dense
  window
    months_so_far as (
      partition by region_code, fund, cut, policy, year order by month nulls last
      rows between unbounded preceding and current row
    )
)

select
  this.region_code, this.fund, this.month, this.cut, this.policy, this.month_no, this.months_elapsed,
  insured.persons as insured_persons,
  insured.half_unit_persons as insured_persons_half,
  insured.counted_month as insured_month,
  this.visits,
  cast(case when span.months_known = this.months_elapsed then this.visits_ytd end as bigint) as visits_ytd,
  this.outpatient_visits,
  cast(case when span.months_known = this.months_elapsed then this.outpatient_visits_ytd end as bigint) as outpatient_visits_ytd,
  this.medfee_yuan,
  cast(case when span.months_known = this.months_elapsed then this.medfee_ytd_yuan end as decimal(18, 2)) as medfee_ytd_yuan,
  this.fund_pay_yuan,
  cast(case when span.months_known = this.months_elapsed then this.fund_pay_ytd_yuan end as decimal(18, 2)) as fund_pay_ytd_yuan,
  this.hifp_pay_yuan,
  cast(case when span.months_known = this.months_elapsed then this.hifp_pay_ytd_yuan end as decimal(18, 2)) as hifp_pay_ytd_yuan,
  this.inscp_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inscp_ytd_yuan end as decimal(18, 2)) as inscp_ytd_yuan,
  this.acct_pay_yuan,
  cast(case when span.months_known = this.months_elapsed then this.acct_pay_ytd_yuan end as decimal(18, 2)) as acct_pay_ytd_yuan,
  this.cash_yuan,
  cast(case when span.months_known = this.months_elapsed then this.cash_ytd_yuan end as decimal(18, 2)) as cash_ytd_yuan,
  this.itemised_yuan,
  cast(case when span.months_known = this.months_elapsed then this.itemised_ytd_yuan end as decimal(18, 2)) as itemised_ytd_yuan,
  this.drug_yuan,
  cast(case when span.months_known = this.months_elapsed then this.drug_ytd_yuan end as decimal(18, 2)) as drug_ytd_yuan,
  this.material_yuan,
  cast(case when span.months_known = this.months_elapsed then this.material_ytd_yuan end as decimal(18, 2)) as material_ytd_yuan,
  this.admissions,
  cast(case when span.months_known = this.months_elapsed then this.admissions_ytd end as bigint) as admissions_ytd,
  this.bed_days,
  cast(case when span.months_known = this.months_elapsed then this.bed_days_ytd end as bigint) as bed_days_ytd,
  this.inpatient_medfee_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_medfee_ytd_yuan end as decimal(18, 2)) as inpatient_medfee_ytd_yuan,
  this.inpatient_fund_pay_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_fund_pay_ytd_yuan end as decimal(18, 2)) as inpatient_fund_pay_ytd_yuan,
  this.inpatient_hifp_pay_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_hifp_pay_ytd_yuan end as decimal(18, 2)) as inpatient_hifp_pay_ytd_yuan,
  this.inpatient_inscp_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_inscp_ytd_yuan end as decimal(18, 2)) as inpatient_inscp_ytd_yuan,
  this.inpatient_itemised_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_itemised_ytd_yuan end as decimal(18, 2)) as inpatient_itemised_ytd_yuan,
  this.inpatient_drug_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_drug_ytd_yuan end as decimal(18, 2)) as inpatient_drug_ytd_yuan,
  this.inpatient_herb_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_herb_ytd_yuan end as decimal(18, 2)) as inpatient_herb_ytd_yuan,
  this.inpatient_material_yuan,
  cast(case when span.months_known = this.months_elapsed then this.inpatient_material_ytd_yuan end as decimal(18, 2)) as inpatient_material_ytd_yuan,
  this.out_of_area_admissions,
  cast(case when span.months_known = this.months_elapsed then this.out_of_area_admissions_ytd end as bigint) as out_of_area_admissions_ytd,
  this.out_of_area_fund_pay_yuan,
  cast(case when span.months_known = this.months_elapsed then this.out_of_area_fund_pay_ytd_yuan end as decimal(18, 2)) as out_of_area_fund_pay_ytd_yuan,
  case when this.cut = 'all' then this.inpatients end as inpatients,
  cast(
    case when this.cut = 'all' and span.months_known = this.months_elapsed then this.inpatients_ytd end
    as bigint
  ) as inpatients_ytd
from summed as this
inner join span on span.region_code = this.region_code and span.month = this.month
left join marts.service_insured as insured
  on
    insured.region_code = this.region_code and insured.fund = this.fund and insured.cut = this.cut
    and insured.month = this.month
