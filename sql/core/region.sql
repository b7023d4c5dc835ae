-- Regions of the config and of the files; the config's name wins, then the latest arrival's.
-- grain: region_code
with named as (
  select code as region_code, name as region_name, parent as parent_code, 1 as priority
  from source.region
  union all
  select region_code, max(region_name) as region_name, cast(null as varchar) as parent_code, 2 as priority
  from source.named_region
  group by region_code
),

ranked as (
  select
    region_code, region_name, parent_code,
    row_number() over (partition by region_code order by priority nulls last) as rank
  from named
)

select region_code, region_name, parent_code
from ranked
where rank = 1
