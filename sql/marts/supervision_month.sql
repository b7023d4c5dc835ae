-- Supervision of a region, in the whole and by group of rules (`group:住院行为`) or by the name of a total
-- that was entered (`name:规则筛查`): of the month, and of the year to date (`_ytd`). Suspicions and clues
-- are counted where they are of, conclusions and money where the ledger has them; a clue of several groups
-- counts in each of them and once in the whole. `explained` was closed without a finding;
-- `outstanding_yuan` is verified and not recovered by the end of the month. Only months of which the region
-- has other numbers, too: supervision alone makes no document. An institution outside the bureau's regions,
-- or nobody's, counts for the bureau's own.
-- grain: region_code, cut, month
-- tags: records, rules
-- partition: month with history
-- since: marts.supervision_count
with bureau as (
  select coalesce(own.region_code, lowest.region_code) as region_code
  from source.supervision_region as own
  cross join (select min(region_code) as region_code from core.region) as lowest
),

present as (
  select region_code, month from marts.fund_month
  union
  select region_code, month from marts.service_month
  where cut = 'all' and policy = ''
),

placed as (
  select
    coalesce(known.region_code, bureau.region_code) as region_code,
    counted.month, counted.cut, counted.suspicions, counted.clues, counted.checked, counted.verified,
    counted.recovered_yuan, counted.outstanding_yuan
  from marts.supervision_count as counted
  cross join bureau
  left join core.institution as place on place.fixmedins_code = counted.fixmedins_code
  left join core.region as known on known.region_code = place.admdvs
),

line as (
  select
    coalesce(scope.scope_code, placed.region_code) as region_code, placed.month, placed.cut,
    sum(placed.suspicions) as suspicions,
    sum(placed.clues) as clues,
    sum(placed.checked) as checked,
    sum(placed.verified) as verified,
    sum(placed.recovered_yuan) as recovered_yuan,
    sum(placed.outstanding_yuan) as outstanding_yuan
  from placed
  left join core.region_scope as scope on scope.region_code = placed.region_code
  group by coalesce(scope.scope_code, placed.region_code), placed.month, placed.cut
),

summed as (
  select
    present.region_code, present.month, line.cut,
    sum(case when line.month = present.month then line.suspicions else 0 end) as suspicions,
    sum(case when substr(line.month, 1, 4) = substr(present.month, 1, 4) then line.suspicions else 0 end)
      as suspicions_ytd,
    sum(case when line.month = present.month then line.clues else 0 end) as clues,
    sum(case when substr(line.month, 1, 4) = substr(present.month, 1, 4) then line.clues else 0 end) as clues_ytd,
    sum(case when line.month = present.month then line.checked else 0 end) as checked,
    sum(case when substr(line.month, 1, 4) = substr(present.month, 1, 4) then line.checked else 0 end)
      as checked_ytd,
    sum(case when line.month = present.month then line.verified else 0 end) as verified,
    sum(case when substr(line.month, 1, 4) = substr(present.month, 1, 4) then line.verified else 0 end)
      as verified_ytd,
    sum(case when line.month = present.month then line.recovered_yuan else 0 end) as recovered_yuan,
    sum(case when substr(line.month, 1, 4) = substr(present.month, 1, 4) then line.recovered_yuan else 0 end)
      as recovered_ytd_yuan,
    sum(line.outstanding_yuan) as outstanding_yuan,
    max(line.month) as last_month
  from present
  inner join line on line.region_code = present.region_code and line.month <= present.month
  group by present.region_code, present.month, line.cut
)

select
  region_code, 'all' as fund, month, '' as policy,
  cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as month_no,
  cut,
  cast(suspicions as bigint) as suspicions, cast(suspicions_ytd as bigint) as suspicions_ytd,
  cast(clues as bigint) as clues, cast(clues_ytd as bigint) as clues_ytd,
  cast(checked as bigint) as checked, cast(checked_ytd as bigint) as checked_ytd,
  cast(verified as bigint) as verified, cast(verified_ytd as bigint) as verified_ytd,
  cast(checked - verified as bigint) as explained, cast(checked_ytd - verified_ytd as bigint) as explained_ytd,
  cast(recovered_yuan as decimal(18, 2)) as recovered_yuan,
  cast(recovered_ytd_yuan as decimal(18, 2)) as recovered_ytd_yuan,
  cast(outstanding_yuan as decimal(18, 2)) as outstanding_yuan
from summed
where substr(last_month, 1, 4) = substr(month, 1, 4) or outstanding_yuan <> 0
