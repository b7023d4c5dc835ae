-- Every region with itself (distance 0) and the regions it is part of: by the config, else as the codes
-- of GB/T 2260 say (620725 and 620799 of 620700 of 620000), where that region is known here, or, for a
-- city, two of its counties are.
-- grain: region_code, scope_code
-- needs: source.settlement
-- tags: records
with by_code as (
  select
    region_code, parent_code,
    case
      when region_code like '%0000' then cast(null as varchar)
      when region_code like '%00' then substr(region_code, 1, 2) || '0000'
      else substr(region_code, 1, 4) || '00'
    end as code_above
  from core.region
),

known as (
  select region_code from by_code
  union
  select code_above as region_code
  from by_code
  where region_code not like '%00'
  group by code_above
  having count(*) > 1
),

parent as (
  select by_code.region_code, coalesce(by_code.parent_code, known.region_code) as parent_code
  from by_code
  left join known on known.region_code = by_code.code_above
  union all
  select known.region_code, above.region_code as parent_code
  from known
  left join by_code on by_code.region_code = known.region_code
  left join known as above on above.region_code = substr(known.region_code, 1, 2) || '0000'
  where by_code.region_code is null
),

placed as (
  select region_code, region_code as scope_code, 0 as distance
  from parent
  union all
  select region_code, parent_code as scope_code, 1 as distance
  from parent
  where parent_code is not null and parent_code <> region_code
  union all
  select parent.region_code, above.parent_code as scope_code, 2 as distance
  from parent
  inner join parent as above on above.region_code = parent.parent_code
  where above.parent_code is not null and above.parent_code <> parent.region_code
)

select region_code, scope_code, min(distance) as distance
from placed
group by region_code, scope_code
