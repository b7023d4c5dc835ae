-- 各机构住院药占比，与同级机构相比（住院有明细的费用在 1 万元以上）
with inpatient as (
  select
    fixmedins_code, max(fixmedins_name) as fixmedins_name, hosp_lv_name,
    sum(drug_yuan) as drug_yuan, sum(itemised_yuan) as itemised_yuan
  from analysis.service_cell
  where care = 'inpatient'
  group by fixmedins_code, hosp_lv_name
)

select
  fixmedins_code, fixmedins_name, hosp_lv_name, drug_yuan, itemised_yuan,
  drug_yuan / itemised_yuan as drug_share,
  sum(drug_yuan) over same_level / sum(itemised_yuan) over same_level as level_drug_share,
  drug_yuan / itemised_yuan
  - sum(drug_yuan) over same_level / sum(itemised_yuan) over same_level as difference
from inpatient
where itemised_yuan >= 10000
window same_level as (partition by hosp_lv_name)
order by difference desc
