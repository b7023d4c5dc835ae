-- Evidence of clues, each piece once however many rules name it. A fee line has the amount of the
-- severest rule, a settlement the largest. `net_yuan` is what a prescription or a traced pack adds to the
-- fee lines that are suspected themselves.
-- grain: clue, evidence_type, evidence
-- tags: records, rules
-- needs: core.settlement
with ranked as (
  select
    belongs.clue, piece.evidence_type, piece.evidence, piece.setl_id, piece.rule, piece.amount_yuan,
    piece.fixmedins_code,
    row_number() over (
      partition by belongs.clue, piece.evidence_type, piece.evidence
      order by
        case when piece.evidence_type = 'settlement' then piece.amount_yuan end desc nulls last,
        case when piece.amount_yuan > 0 then rule.severity_rank end desc nulls last,
        piece.amount_yuan desc nulls last, piece.rule nulls last, piece.month nulls last
    ) as place
  from marts.clue_suspicion as belongs
  inner join marts.suspicion_evidence as piece
    on
      piece.rule = belongs.rule and piece.subject_type = belongs.subject_type
      and piece.subject = belongs.subject and piece.month = belongs.month
  inner join source.rule as rule on rule.rule = belongs.rule
),

once as (
  select clue, evidence_type, evidence, setl_id, rule, amount_yuan, fixmedins_code
  from ranked
  where place = 1
),

behind as (
  select piece.clue, piece.evidence_type, piece.evidence, line.bkkp_sn
  from once as piece
  inner join core.fee_line as line
    on line.setl_id = piece.setl_id and line.rx_drord_no = piece.evidence
  where piece.evidence_type = 'prescription' and piece.amount_yuan > 0
  union
  select piece.clue, piece.evidence_type, piece.evidence, scan.bkkp_sn
  from once as piece
  inner join core.drug_trace as scan
    on scan.setl_id = piece.setl_id and scan.drug_trac_codg = piece.evidence
  where piece.evidence_type = 'trace_code' and piece.amount_yuan > 0 and scan.bkkp_sn is not null
),

covered as (
  select
    behind.clue, behind.evidence_type, behind.evidence,
    cast(sum(line.amount_yuan) as decimal(18, 2)) as amount_yuan
  from behind
  inner join once as line
    on line.clue = behind.clue and line.evidence_type = 'fee_line' and line.evidence = behind.bkkp_sn
  group by behind.clue, behind.evidence_type, behind.evidence
)

select
  once.clue, once.evidence_type, once.evidence, once.setl_id, once.fixmedins_code, once.rule, once.amount_yuan,
  cast(
    case
      when coalesce(covered.amount_yuan, 0) > once.amount_yuan then 0
      else once.amount_yuan - coalesce(covered.amount_yuan, 0)
    end as decimal(18, 2)
  ) as net_yuan
from once
left join covered
  on
    covered.clue = once.clue and covered.evidence_type = once.evidence_type
    and covered.evidence = once.evidence
