-- What an institution does, from the beginning of the quarter to the end of the month, in indicators
-- that can be held against its peers. Indices compare with what the same cases (病种组 × 级别, fewer than
-- five: 级别 alone) cost and took anywhere: 1 is as expected, so that the mix of cases drops out.
-- `cases` is what the value rests on.
-- grain: fixmedins_code, indicator, month
-- tags: records, outliers
-- partition: month with history
with stay as (
  select
    setl_id, psn_no, fixmedins_code, hosp_lv, month,
    substr(month, 1, 4) || case
      when substr(month, 6, 2) <= '03' then 'Q1'
      when substr(month, 6, 2) <= '06' then 'Q2'
      when substr(month, 6, 2) <= '09' then 'Q3'
      else 'Q4'
    end as quarter,
    coalesce(dip_code, diag_category, '') as case_group,
    cast(medfee_sumamt as double) as medfee,
    cast(coalesce(bed_days, 1) as double) as bed_days,
    case
      when date_diff('day', lag(enddate) over visit, begndate) between 0 and 15 and is_planned = 0 then 1
      else 0
    end as is_readmission,
    case when psn_part_amt is not null and psn_part_amt * 50 <= medfee_sumamt then 1 else 0 end as is_nearly_free
  from core.stay
  window visit as (
    partition by psn_no, fixmedins_code order by begndate nulls last, enddate nulls last, setl_id nulls last
  )
),

until as (
  select distinct month, quarter from stay
),

line as (
  select
    until.month, stay.fixmedins_code, stay.hosp_lv, stay.case_group, stay.psn_no, stay.medfee, stay.bed_days,
    stay.is_readmission, stay.is_nearly_free
  from until
  inner join stay on stay.quarter = until.quarter and stay.month <= until.month
),

level_mean as (
  select month, hosp_lv, count(*) as n, sum(medfee) as medfee, sum(bed_days) as bed_days
  from line
  group by month, hosp_lv
),

case_mean as (
  select month, hosp_lv, case_group, count(*) as n, sum(medfee) as medfee, sum(bed_days) as bed_days
  from line
  group by month, hosp_lv, case_group
),

expected as (
  select
    case_mean.month, case_mean.hosp_lv, case_mean.case_group,
    case
      when case_mean.n >= 5 then cast(case_mean.medfee as double) / cast(case_mean.n as double)
      else cast(level_mean.medfee as double) / cast(level_mean.n as double)
    end as medfee,
    case
      when case_mean.n >= 5 then cast(case_mean.bed_days as double) / cast(case_mean.n as double)
      else cast(level_mean.bed_days as double) / cast(level_mean.n as double)
    end as bed_days
  from case_mean
  inner join level_mean on level_mean.month = case_mean.month and level_mean.hosp_lv = case_mean.hosp_lv
),

stays as (
  select
    line.fixmedins_code, line.month,
    count(*) as cases,
    count(distinct line.psn_no) as persons,
    sum(line.medfee) as medfee, sum(expected.medfee) as expected_medfee,
    sum(line.bed_days) as bed_days, sum(expected.bed_days) as expected_bed_days,
    sum(line.is_readmission) as readmissions,
    sum(line.is_nearly_free) as nearly_free,
    sum(case when line.bed_days <= 2 then 1 else 0 end) as short_stays
  from line
  inner join expected
    on
      expected.month = line.month and expected.hosp_lv = line.hosp_lv
      and expected.case_group = line.case_group
  group by line.fixmedins_code, line.month
),

cell as (
  select
    fixmedins_code, month, care,
    substr(month, 1, 4) || case
      when substr(month, 6, 2) <= '03' then 'Q1'
      when substr(month, 6, 2) <= '06' then 'Q2'
      when substr(month, 6, 2) <= '09' then 'Q3'
      else 'Q4'
    end as quarter,
    sum(visits) as visits, sum(medfee_yuan) as medfee, sum(fund_pay_yuan) as fund_pay,
    sum(itemised_yuan) as itemised, sum(drug_yuan) as drug, sum(material_yuan) as material,
    sum(exam_yuan) as exam
  from marts.service_cell
  where fixmedins_code <> ''
  group by fixmedins_code, month, care
),

cell_until as (
  select distinct month, quarter from cell
),

cost as (
  select
    cell_until.month, cell.fixmedins_code,
    case when cell.care = 'inpatient' then 'inpatient' else 'outpatient' end as care,
    cast(sum(cell.visits) as double) as visits, cast(sum(cell.medfee) as double) as medfee,
    cast(sum(cell.fund_pay) as double) as fund_pay, cast(sum(cell.itemised) as double) as itemised,
    cast(sum(cell.drug) as double) as drug, cast(sum(cell.material) as double) as material,
    cast(sum(cell.exam) as double) as exam
  from cell_until
  inner join cell on cell.quarter = cell_until.quarter and cell.month <= cell_until.month
  group by
    cell_until.month, cell.fixmedins_code, case when cell.care = 'inpatient' then 'inpatient' else 'outpatient' end
),

part as (
  select fixmedins_code, month, 'cost_index' as indicator, cases, medfee as above, expected_medfee as below
  from stays
  union all
  select fixmedins_code, month, 'stay_index', cases, bed_days, expected_bed_days
  from stays
  union all
  select fixmedins_code, month, 'readmission_share', cases, cast(readmissions as double), cast(cases as double)
  from stays
  union all
  select fixmedins_code, month, 'short_stay_share', cases, cast(short_stays as double), cast(cases as double)
  from stays
  union all
  select fixmedins_code, month, 'nearly_free_share', cases, cast(nearly_free as double), cast(cases as double)
  from stays
  union all
  select fixmedins_code, month, 'stays_per_person', cases, cast(cases as double), cast(persons as double)
  from stays
  union all
  select fixmedins_code, month, 'inpatient_drug_share', cast(visits as bigint), drug, itemised
  from cost
  where care = 'inpatient'
  union all
  select fixmedins_code, month, 'inpatient_material_share', cast(visits as bigint), material, itemised
  from cost
  where care = 'inpatient'
  union all
  select fixmedins_code, month, 'inpatient_exam_share', cast(visits as bigint), exam, itemised
  from cost
  where care = 'inpatient'
  union all
  select fixmedins_code, month, 'outpatient_fund_pay_per_visit', cast(visits as bigint), fund_pay, visits
  from cost
  where care = 'outpatient'
  union all
  select fixmedins_code, month, 'outpatient_medfee_per_visit', cast(visits as bigint), medfee, visits
  from cost
  where care = 'outpatient'
  union all
  select fixmedins_code, month, 'outpatient_exam_share', cast(visits as bigint), exam, itemised
  from cost
  where care = 'outpatient'
)

select
  fixmedins_code, month, indicator, cases,
  case when below > 0 then cast(above as double) / cast(below as double) end as value
from part
where below > 0 and cases >= 20
