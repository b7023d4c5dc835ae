-- The first settlements of every month in the order of chance: a hash of the seed and the settlement.
-- From these the random checks are taken.
-- grain: setl_id
-- tags: records, rules
-- partition: month
-- chunk: month
with ordered as (
  select
    line.setl_id, line.month,
    row_number() over (
      partition by line.month
      order by md5(policy.seed || line.setl_id) nulls last, line.setl_id nulls last
    ) as place
  from core.settlement as line
  cross join source.clue_policy as policy
  where line.visits = 1 and line.fund_pay_sumamt > 0
)

select setl_id, place, month
from ordered
where place <= 1000
