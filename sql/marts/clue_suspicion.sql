-- Which clue each standing suspicion belongs to. What is about one settlement (its fee lines,
-- prescriptions, traced packs) goes to that settlement; a pack scanned in several settlements, an
-- invoice, a person, an institution or a practitioner is a clue of its own, the last three one for each
-- year. The clue's number is a hash of its subject: the same after every run.
-- grain: rule, subject_type, subject, month
-- tags: records, rules
-- needs: core.settlement
with piece as (
  select
    rule, subject_type, subject, month,
    count(distinct setl_id) as settlements,
    min(setl_id) as setl_id,
    count(distinct case when amount_yuan > 0 then setl_id end) as paid_settlements,
    min(case when amount_yuan > 0 then setl_id end) as paid_setl_id
  from marts.suspicion_evidence
  where subject_type in ('fee_line', 'prescription', 'trace_code')
  group by rule, subject_type, subject, month
),

placed as (
  select
    suspicion.rule, suspicion.subject_type, suspicion.subject, suspicion.month,
    case
      when suspicion.subject_type = 'settlement' then suspicion.subject
      when piece.paid_settlements = 1 then piece.paid_setl_id
      when piece.paid_settlements = 0 and piece.settlements = 1 then piece.setl_id
    end as setl_id
  from marts.suspicion as suspicion
  left join piece
    on
      piece.rule = suspicion.rule and piece.subject_type = suspicion.subject_type
      and piece.subject = suspicion.subject and piece.month = suspicion.month
  where suspicion.exclusion is null
),

named as (
  select
    rule, subject_type, subject, month, setl_id,
    case when setl_id is null then subject_type else 'settlement' end as clue_type,
    coalesce(setl_id, subject) as clue_subject,
    case
      when setl_id is not null or subject_type in ('fee_line', 'prescription', 'trace_code', 'invoice') then ''
      else substr(month, 1, 4)
    end as clue_year
  from placed
)

select
  'C' || substr(md5(clue_type || ':' || clue_subject || ':' || clue_year), 1, 14) as clue,
  clue_type, clue_subject, clue_year, setl_id, rule, subject_type, subject, month
from named
