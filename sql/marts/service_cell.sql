-- Settlements of a month added up: the smallest cells that service figures are made of. `itemised`
-- amounts are sums of fee lines, of this month or earlier, with the settlements that have any.
-- grain: region_code, fund, person_category, special_group, fixmedins_code, hosp_lv, med_type, is_out_of_area, month
-- tags: records
-- partition: month with history
-- chunk: month
with itemised as (
  select
    setl_id, month, lines, total_yuan, drug_yuan, herb_yuan, material_yuan, exam_yuan
  from core.settlement_fee
  where is_settled = 1
),

earlier as (
  select
    settled.setl_id, settled.month,
    sum(fee.lines) as lines,
    sum(fee.total_yuan) as total_yuan, sum(fee.drug_yuan) as drug_yuan, sum(fee.herb_yuan) as herb_yuan,
    sum(fee.material_yuan) as material_yuan, sum(fee.exam_yuan) as exam_yuan
  from core.settlement as settled
  inner join core.settlement_fee as fee
    on fee.setl_id = settled.setl_id and fee.is_settled = 0 and fee.month < settled.month
  group by settled.setl_id, settled.month
),

summed as (
  select
    line.region_code, line.fund, line.person_category, line.special_group, line.fixmedins_code,
    coalesce(line.hosp_lv, level.level, '9') as hosp_lv, line.med_type, line.is_out_of_area, line.month,
    max(line.care) as care,
    max(line.institution_region_code) as institution_region_code,
    count(*) as settlements,
    sum(line.visits) as visits,
    sum(line.bed_days) as bed_days,
    sum(line.medfee_sumamt) as medfee_yuan,
    sum(line.fund_pay_sumamt) as fund_pay_yuan,
    sum(line.hifp_pay) as hifp_pay_yuan,
    sum(line.inscp_amt) as inscp_yuan,
    sum(line.acct_pay) as acct_pay_yuan,
    sum(line.psn_cash_pay) as cash_yuan,
    sum(case when itemised.lines is null and earlier.lines is null then 0 else line.visits end) as itemised_visits,
    sum(
      case when itemised.lines is null and earlier.lines is null then 0 else line.medfee_sumamt end
    ) as itemised_medfee_yuan,
    sum(coalesce(itemised.total_yuan, 0) + coalesce(earlier.total_yuan, 0)) as itemised_yuan,
    sum(coalesce(itemised.drug_yuan, 0) + coalesce(earlier.drug_yuan, 0)) as drug_yuan,
    sum(coalesce(itemised.herb_yuan, 0) + coalesce(earlier.herb_yuan, 0)) as herb_yuan,
    sum(coalesce(itemised.material_yuan, 0) + coalesce(earlier.material_yuan, 0)) as material_yuan,
    sum(coalesce(itemised.exam_yuan, 0) + coalesce(earlier.exam_yuan, 0)) as exam_yuan
  from core.settlement as line
  left join itemised on itemised.setl_id = line.setl_id and itemised.month = line.month
  left join earlier on earlier.setl_id = line.setl_id and earlier.month = line.month
  left join core.institution as institution on institution.fixmedins_code = line.fixmedins_code
  left join source.hosp_lv as level on level.code = institution.hosp_lv
  group by
    line.region_code, line.fund, line.person_category, line.special_group, line.fixmedins_code,
    coalesce(line.hosp_lv, level.level, '9'), line.med_type, line.is_out_of_area, line.month
)

select
  region_code, fund, person_category, special_group, fixmedins_code, hosp_lv, med_type, care,
  is_out_of_area, month, institution_region_code,
  cast(settlements as bigint) as settlements,
  cast(visits as bigint) as visits,
  cast(coalesce(bed_days, 0) as bigint) as bed_days,
  cast(coalesce(medfee_yuan, 0) as decimal(18, 2)) as medfee_yuan,
  cast(coalesce(fund_pay_yuan, 0) as decimal(18, 2)) as fund_pay_yuan,
  cast(coalesce(hifp_pay_yuan, 0) as decimal(18, 2)) as hifp_pay_yuan,
  cast(inscp_yuan as decimal(18, 2)) as inscp_yuan,
  cast(coalesce(acct_pay_yuan, 0) as decimal(18, 2)) as acct_pay_yuan,
  cast(coalesce(cash_yuan, 0) as decimal(18, 2)) as cash_yuan,
  cast(itemised_visits as bigint) as itemised_visits,
  cast(coalesce(itemised_medfee_yuan, 0) as decimal(18, 2)) as itemised_medfee_yuan,
  cast(itemised_yuan as decimal(18, 2)) as itemised_yuan,
  cast(drug_yuan as decimal(18, 2)) as drug_yuan,
  cast(herb_yuan as decimal(18, 2)) as herb_yuan,
  cast(material_yuan as decimal(18, 2)) as material_yuan,
  cast(exam_yuan as decimal(18, 2)) as exam_yuan
from summed
