-- Clues for verification: the standing suspicions about one subject, and settlements drawn at random that
-- nothing speaks against. No settlement counts for more than the fund paid: what is suspected as a whole
-- takes in its lines. `counted_yuan` gives the money of a settlement to one clue alone. The score is
-- 1 - product(1 - weight * precision) over the rules, the probability the same without weights; both are
-- of the ledger as it was when the table was made, and so is the state.
-- grain: clue
-- tags: records, rules
-- needs: core.settlement
with part as (
  select
    clue, setl_id,
    max(case when evidence_type = 'settlement' then net_yuan else 0 end) as whole_yuan,
    sum(case when evidence_type = 'settlement' then 0 else net_yuan end) as parts_yuan
  from marts.clue_evidence
  group by clue, setl_id
),

suspected as (
  select
    part.clue, part.setl_id,
    case
      when part.setl_id is null then part.whole_yuan + part.parts_yuan
      when part.whole_yuan > part.parts_yuan then part.whole_yuan
      else part.parts_yuan
    end as amount_yuan,
    case when part.setl_id is not null then coalesce(line.fund_pay_sumamt, 0) end as fund_yuan
  from part
  left join core.settlement as line on line.setl_id = part.setl_id
),

capped as (
  select
    clue, setl_id,
    case when amount_yuan > fund_yuan then fund_yuan else amount_yuan end as amount_yuan
  from suspected
),

ordered as (
  select
    clue, amount_yuan,
    case
      when setl_id is null then 1
      else row_number() over (
        partition by setl_id order by amount_yuan desc nulls last, clue nulls last
      )
    end as place
  from capped
),

money as (
  select
    clue,
    cast(sum(amount_yuan) as decimal(18, 2)) as amount_yuan,
    cast(sum(case when place = 1 then amount_yuan else 0 end) as decimal(18, 2)) as counted_yuan
  from ordered
  group by clue
),

rules as (
  select distinct clue, rule
  from marts.clue_suspicion
),

scored as (
  select
    rules.clue,
    count(*) as rule_count,
    max(rule.severity_rank) as severity_rank,
    1 - exp(sum(ln(1 - known.weight * known.rule_precision))) as score,
    1 - exp(sum(ln(1 - known.rule_precision))) as probability
  from rules
  inner join source.rule as rule on rule.rule = rules.rule
  inner join source.rule_precision as known on known.rule = rules.rule
  group by rules.clue
),

about as (
  select
    belongs.clue,
    min(belongs.clue_type) as subject_type,
    min(belongs.clue_subject) as subject,
    min(belongs.month) as first_month,
    max(belongs.month) as month,
    count(*) as suspicions,
    min(suspicion.psn_no) as psn_no,
    min(suspicion.fixmedins_code) as fixmedins_code,
    count(distinct suspicion.fixmedins_code) as institutions
  from marts.clue_suspicion as belongs
  inner join marts.suspicion as suspicion
    on
      suspicion.rule = belongs.rule and suspicion.subject_type = belongs.subject_type
      and suspicion.subject = belongs.subject and suspicion.month = belongs.month
  group by belongs.clue
),

quota as (
  select
    line.month,
    case
      when policy.minimum > ceil(policy.share * count(distinct about.clue)) then policy.minimum
      else cast(ceil(policy.share * count(distinct about.clue)) as integer)
    end as draws
  from (select distinct month from marts.clue_draw) as line
  cross join source.clue_policy as policy
  left join about on about.month = line.month
  group by line.month, policy.minimum, policy.share
),

unflagged as (
  select
    draw.setl_id, draw.month,
    row_number() over (partition by draw.month order by draw.place nulls last) as place
  from marts.clue_draw as draw
  left join (select distinct setl_id from marts.clue_evidence) as flagged on flagged.setl_id = draw.setl_id
  left join (select distinct setl_id from core.refunded) as refund on refund.setl_id = draw.setl_id
  where flagged.setl_id is null and refund.setl_id is null
),

found as (
  select
    about.clue, '疑点' as kind, about.subject_type, about.subject, about.first_month, about.month,
    about.psn_no,
    case when about.institutions = 1 then about.fixmedins_code end as fixmedins_code,
    scored.rule_count, about.suspicions, scored.severity_rank,
    coalesce(money.amount_yuan, 0) as amount_yuan,
    coalesce(money.counted_yuan, 0) as counted_yuan,
    scored.score, scored.probability
  from about
  inner join scored on scored.clue = about.clue
  left join money on money.clue = about.clue
  union all
  select
    'C' || substr(md5('settlement:' || line.setl_id || ':'), 1, 14), '随机抽查', 'settlement', line.setl_id,
    line.month, line.month, line.psn_no, line.fixmedins_code, 0, 0, null,
    cast(0 as decimal(18, 2)), cast(0 as decimal(18, 2)), 0, 0
  from unflagged
  inner join quota on quota.month = unflagged.month
  inner join core.settlement as line on line.setl_id = unflagged.setl_id
  where unflagged.place <= quota.draws
)

select
  found.clue, found.kind, found.subject_type, found.subject, found.first_month, found.month, found.psn_no,
  found.fixmedins_code, place.fixmedins_name, place.admdvs as institution_region_code,
  found.rule_count, found.suspicions, found.severity_rank,
  cast(found.amount_yuan as decimal(18, 2)) as amount_yuan,
  cast(found.counted_yuan as decimal(18, 2)) as counted_yuan,
  found.score, found.probability,
  found.probability * cast(found.amount_yuan as double) as expected_yuan,
  coalesce(state.status, 'new') as status,
  coalesce(state.status_name, '新线索') as status_name,
  state.assignee, state.verified_yuan, state.recovered_yuan, state.due_date
from found
left join core.institution as place on place.fixmedins_code = found.fixmedins_code
left join source.clue_state as state on state.clue = found.clue
