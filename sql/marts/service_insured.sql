-- Insured persons behind a month's service figures, by cut: the count of the month, else the latest of
-- the twelve before it, else the sum of the regions whose settlements the region adds up, where each of
-- them has one. `counted_month` is the month counted, of a sum the earliest.
-- grain: region_code, fund, month, cut
-- tags: records
-- needs: marts.service_total
-- partition: month with history
with special as (
  select
    sent.region_code, sent.fund, sent.month, sent.category, sent.persons, sent.half_unit_persons,
    coalesce(named.special_group, sent.special_group) as special_group,
    row_number() over (
      partition by
        sent.region_code, sent.fund, sent.month, sent.category,
        coalesce(named.special_group, sent.special_group)
      order by sent.arrival_order desc nulls last, sent.row_no desc nulls last, sent.col desc nulls last
    ) as recency
  from staging.insured as sent
  left join source.special_group as named on named.code = sent.special_group
  where sent.special_group <> ''
),

counted as (
  select
    region_code, fund, month,
    case when category = 'all' then 'all' else 'person:' || category end as cut,
    persons, half_unit_persons
  from core.insured
  where category in ('all', 'working', 'retired')
  union all
  select
    region_code, fund, month, 'special:' || special_group as cut,
    coalesce(max(case when category = 'all' then persons end), sum(persons)) as persons,
    coalesce(max(case when category = 'all' then half_unit_persons end), sum(half_unit_persons)) as half_unit_persons
  from special
  where recency = 1
  group by region_code, fund, month, special_group
),

numbered as (
  select
    region_code, fund, month, cut, persons, half_unit_persons,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no
  from counted
),

spine as (
  select
    month, substr(month, 1, 4) as year,
    cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no
  from (select distinct month from marts.service_total) as known
),

latest as (
  select numbered.region_code, numbered.fund, numbered.cut, spine.month, max(numbered.month_no) as counted_no
  from spine
  inner join numbered on numbered.month_no <= spine.month_no and numbered.month_no >= spine.month_no - 12
  group by numbered.region_code, numbered.fund, numbered.cut, spine.month
),

own as (
  select
    latest.region_code, latest.fund, latest.cut, latest.month,
    numbered.persons, numbered.half_unit_persons, numbered.month as counted_month
  from latest
  inner join numbered
    on
      numbered.region_code = latest.region_code and numbered.fund = latest.fund
      and numbered.cut = latest.cut and numbered.month_no = latest.counted_no
),

settling as (
  select distinct region_code, fund, month, substr(month, 1, 4) as year from marts.service_cell
),

part as (
  select distinct scope.scope_code, settling.region_code, settling.fund, spine.month
  from settling
  inner join spine on spine.year = settling.year and spine.month >= settling.month
  inner join core.region_scope as scope
    on scope.region_code = settling.region_code and scope.distance > 0
),

parts as (
  select part.scope_code, part.fund, part.month, count(*) as regions
  from part
  group by part.scope_code, part.fund, part.month
),

summed as (
  select
    part.scope_code as region_code, part.fund, own.cut, part.month,
    cast(sum(own.persons) as decimal(18, 2)) as persons,
    cast(sum(own.half_unit_persons) as decimal(18, 4)) as half_unit_persons,
    min(own.counted_month) as counted_month
  from part
  inner join own on own.region_code = part.region_code and own.fund = part.fund and own.month = part.month
  inner join parts
    on parts.scope_code = part.scope_code and parts.fund = part.fund and parts.month = part.month
  group by part.scope_code, part.fund, own.cut, part.month, parts.regions
  having count(*) = parts.regions
)

select region_code, fund, month, cut, persons, half_unit_persons, counted_month
from own
union all
select
  summed.region_code, summed.fund, summed.month, summed.cut, summed.persons, summed.half_unit_persons,
  summed.counted_month
from summed
left join own
  on
    own.region_code = summed.region_code and own.fund = summed.fund and own.month = summed.month
    and own.cut = summed.cut
where own.region_code is null
