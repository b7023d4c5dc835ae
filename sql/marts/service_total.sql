-- Services of a month by region (each with those it is part of), fund and cut: `all`, `person:…`,
-- `special:…`, `level:…`, `place:local|out`, and, for the region an institution lies in and the topmost
-- one, `institution:…`. Which types are inpatient is the policy's list; `` is the bureau's own policy,
-- others are worked out for the cut `all`.
-- grain: region_code, fund, cut, policy, month
-- tags: records
-- partition: month
-- chunk: month
with policy as (
  select distinct policy from source.inpatient_type
),

own_list as (
  select distinct policy, region_code from source.inpatient_type where region_code <> ''
),

listed as (
  select distinct type.region_code, type.med_type, type.month, policy.policy
  from (select distinct region_code, med_type, month from marts.service_cell) as type
  cross join policy
  left join own_list on own_list.policy = policy.policy and own_list.region_code = type.region_code
  inner join source.inpatient_type as entry
    on
      entry.policy = policy.policy and entry.region_code = coalesce(own_list.region_code, '')
      and substr(type.med_type, 1, length(entry.med_type)) = entry.med_type
),

topmost as (
  select region_code from core.region_scope group by region_code having max(distance) = 0
),

kind as (
  select 'all' as kind
  union all
  select 'person' as kind
  union all
  select 'special' as kind
  union all
  select 'level' as kind
  union all
  select 'place' as kind
  union all
  select 'institution' as kind
),

placed as (
  select
    coalesce(scope.scope_code, cell.region_code) as region_code, cell.fund, policy.policy, cell.month,
    case kind.kind
      when 'all' then 'all'
      when 'person' then 'person:' || cell.person_category
      when 'special' then 'special:' || cell.special_group
      when 'level' then 'level:' || cell.hosp_lv
      when 'place' then case when cell.is_out_of_area = 1 then 'place:out' else 'place:local' end
      else 'institution:' || cell.fixmedins_code
    end as cut,
    cell.visits as visits,
    case when listed.med_type is null and cell.care in ('outpatient', 'chronic', 'maternity_outpatient') then cell.visits else 0 end as outpatient_visits,
    cell.medfee_yuan as medfee_yuan,
    cell.fund_pay_yuan as fund_pay_yuan,
    cell.hifp_pay_yuan as hifp_pay_yuan,
    cell.inscp_yuan as inscp_yuan,
    cell.acct_pay_yuan as acct_pay_yuan,
    cell.cash_yuan as cash_yuan,
    cell.itemised_yuan as itemised_yuan,
    cell.drug_yuan as drug_yuan,
    cell.material_yuan as material_yuan,
    case when listed.med_type is not null then cell.visits else 0 end as admissions,
    case when listed.med_type is not null then cell.bed_days else 0 end as bed_days,
    case when listed.med_type is not null then cell.medfee_yuan else 0 end as inpatient_medfee_yuan,
    case when listed.med_type is not null then cell.fund_pay_yuan else 0 end as inpatient_fund_pay_yuan,
    case when listed.med_type is not null then cell.hifp_pay_yuan else 0 end as inpatient_hifp_pay_yuan,
    case when listed.med_type is not null then cell.inscp_yuan end as inpatient_inscp_yuan,
    case when listed.med_type is not null then cell.itemised_yuan else 0 end as inpatient_itemised_yuan,
    case when listed.med_type is not null then cell.drug_yuan else 0 end as inpatient_drug_yuan,
    case when listed.med_type is not null then cell.herb_yuan else 0 end as inpatient_herb_yuan,
    case when listed.med_type is not null then cell.material_yuan else 0 end as inpatient_material_yuan,
    case when listed.med_type is not null and cell.is_out_of_area = 1 then cell.visits else 0 end as out_of_area_admissions,
    case when listed.med_type is not null and cell.is_out_of_area = 1 then cell.fund_pay_yuan else 0 end as out_of_area_fund_pay_yuan
  from marts.service_cell as cell
  cross join policy
  cross join kind
  left join core.region_scope as scope on scope.region_code = cell.region_code
  left join topmost on topmost.region_code = coalesce(scope.scope_code, cell.region_code)
  left join core.region_scope as home
    on
      home.region_code = cell.institution_region_code
      and home.scope_code = coalesce(scope.scope_code, cell.region_code)
  left join listed
    on
      listed.region_code = cell.region_code and listed.med_type = cell.med_type
      and listed.month = cell.month and listed.policy = policy.policy
  where
    (kind.kind = 'all' or policy.policy = '')
    and (kind.kind <> 'special' or cell.special_group <> '')
    and (
      kind.kind <> 'institution'
      or (
        cell.fixmedins_code <> ''
        and (scope.scope_code is null or topmost.region_code is not null or home.region_code is not null)
      )
    )
)

select
  region_code, fund, cut, policy, month,
  cast(sum(visits) as bigint) as visits,
  cast(sum(outpatient_visits) as bigint) as outpatient_visits,
  cast(sum(medfee_yuan) as decimal(18, 2)) as medfee_yuan,
  cast(sum(fund_pay_yuan) as decimal(18, 2)) as fund_pay_yuan,
  cast(sum(hifp_pay_yuan) as decimal(18, 2)) as hifp_pay_yuan,
  cast(sum(inscp_yuan) as decimal(18, 2)) as inscp_yuan,
  cast(sum(acct_pay_yuan) as decimal(18, 2)) as acct_pay_yuan,
  cast(sum(cash_yuan) as decimal(18, 2)) as cash_yuan,
  cast(sum(itemised_yuan) as decimal(18, 2)) as itemised_yuan,
  cast(sum(drug_yuan) as decimal(18, 2)) as drug_yuan,
  cast(sum(material_yuan) as decimal(18, 2)) as material_yuan,
  cast(sum(admissions) as bigint) as admissions,
  cast(sum(bed_days) as bigint) as bed_days,
  cast(sum(inpatient_medfee_yuan) as decimal(18, 2)) as inpatient_medfee_yuan,
  cast(sum(inpatient_fund_pay_yuan) as decimal(18, 2)) as inpatient_fund_pay_yuan,
  cast(sum(inpatient_hifp_pay_yuan) as decimal(18, 2)) as inpatient_hifp_pay_yuan,
  cast(sum(inpatient_inscp_yuan) as decimal(18, 2)) as inpatient_inscp_yuan,
  cast(sum(inpatient_itemised_yuan) as decimal(18, 2)) as inpatient_itemised_yuan,
  cast(sum(inpatient_drug_yuan) as decimal(18, 2)) as inpatient_drug_yuan,
  cast(sum(inpatient_herb_yuan) as decimal(18, 2)) as inpatient_herb_yuan,
  cast(sum(inpatient_material_yuan) as decimal(18, 2)) as inpatient_material_yuan,
  cast(sum(out_of_area_admissions) as bigint) as out_of_area_admissions,
  cast(sum(out_of_area_fund_pay_yuan) as decimal(18, 2)) as out_of_area_fund_pay_yuan
from placed
group by region_code, fund, cut, policy, month
