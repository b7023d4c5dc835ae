-- What rules returned, one row a suspicion, before merging. `exclusion` is null where it stands.
-- grain: rule, subject_type, subject, month
-- tags: records, rules
-- needs: core.settlement
with summed as (
  select
    rule, subject_type, subject, month,
    min(psn_no) as psn_no,
    min(fixmedins_code) as fixmedins_code,
    count(*) as evidence_count,
    cast(sum(amount_yuan) as decimal(18, 2)) as amount_yuan,
    min(observed) as observed,
    max(exclusion) as exclusion
  from marts.suspicion_evidence
  group by rule, subject_type, subject, month
)

select
  summed.rule, rule.rule_version, rule.title, rule.rule_group, rule.severity, rule.severity_rank, rule.verdict,
  summed.subject_type, summed.subject, summed.month, summed.psn_no, summed.fixmedins_code,
  place.fixmedins_name, place.admdvs as institution_region_code,
  summed.evidence_count, summed.amount_yuan, summed.observed, summed.exclusion
from summed
inner join source.rule as rule on rule.rule = summed.rule
left join core.institution as place on place.fixmedins_code = summed.fixmedins_code
