-- What supervision adds in a month, by cut and institution: suspicions and clues of the month, and what
-- the ledger has of it.
-- grain: month, cut, fixmedins_code
-- tags: records, rules
-- partition: month
with counted as (
  select
    month, 'all' as cut, fixmedins_code,
    count(*) as suspicions, sum(is_new_clue) as clues,
    0 as checked, 0 as verified,
    cast(0 as decimal(18, 2)) as recovered_yuan, cast(0 as decimal(18, 2)) as outstanding_yuan
  from marts.supervision_found
  group by month, fixmedins_code
  union all
  select
    month, 'group:' || rule_group, fixmedins_code,
    count(*), sum(is_new_in_group),
    0, 0, cast(0 as decimal(18, 2)), cast(0 as decimal(18, 2))
  from marts.supervision_found
  group by month, rule_group, fixmedins_code
  union all
  select
    month, cut, fixmedins_code, suspicions, clues, checked, verified, recovered_yuan, outstanding_yuan
  from source.supervision_event
)

select
  month, cut, coalesce(fixmedins_code, '') as fixmedins_code,
  cast(sum(suspicions) as bigint) as suspicions,
  cast(sum(clues) as bigint) as clues,
  cast(sum(checked) as bigint) as checked,
  cast(sum(verified) as bigint) as verified,
  cast(sum(recovered_yuan) as decimal(18, 2)) as recovered_yuan,
  cast(sum(outstanding_yuan) as decimal(18, 2)) as outstanding_yuan
from counted
group by month, cut, coalesce(fixmedins_code, '')
