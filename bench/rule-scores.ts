import type { Store } from "../pipelines/store.ts";

/** What a rule found of what was planted for it. */
export interface RuleScore {
  rule: string;
  planted: number;
  found: number;
  /** That stand; of them, those that touch a plant of this rule, and those of another alone. */
  suspicions: number;
  right: number;
  other: number;
  lookalikes: number;
  lookalikes_flagged: number;
  yuan_planted: number;
  yuan_found: number;
}

/**
 * Compares `marts.suspicion` with `bench.truth`. A case is found if a suspicion of its rule that stands
 * shares a piece of evidence with it, other than an earlier stay shown beside.
 */
export async function judged(store: Store): Promise<RuleScore[]> {
  await store.run(`create table bench.touch as
    with standing as (
      select rule, subject_type, subject, month from marts.suspicion where exclusion is null
    ), piece as (
      select e.rule, e.subject_type, e.subject, e.month, unnest([e.evidence, e.subject]) as id
      from marts.suspicion_evidence e semi join standing using (rule, subject_type, subject, month)
    )
    select distinct p.rule, p.subject_type, p.subject, p.month, t.case_no, t.rule as planted_for, t.label
    from piece p join bench.truth_evidence t on t.id = p.id`);
  const rows = await store.rows<Record<string, string>>(`
    with cases as (
      select t.rule, t.label, t.case_no, t.amount_yuan,
        exists (from bench.touch o where o.case_no = t.case_no and o.rule = t.rule) as is_touched
      from bench.truth t
    ), of_case as (
      select rule, count(*) filter (label = 'planted') as planted,
        count(*) filter (label = 'planted' and is_touched) as found,
        count(*) filter (label = 'look_alike') as lookalikes,
        count(*) filter (label = 'look_alike' and is_touched) as lookalikes_flagged,
        coalesce(sum(amount_yuan) filter (label = 'planted'), 0)::double as yuan_planted,
        coalesce(sum(amount_yuan) filter (label = 'planted' and is_touched), 0)::double as yuan_found
      from cases group by rule
    ), of_suspicion as (
      select s.rule, count(*) as suspicions,
        count(*) filter (exists (from bench.touch o where o.rule = s.rule and o.subject_type = s.subject_type
          and o.subject = s.subject and o.month = s.month and o.planted_for = s.rule and o.label = 'planted')) as own_plants,
        count(*) filter (exists (from bench.touch o where o.rule = s.rule and o.subject_type = s.subject_type
          and o.subject = s.subject and o.month = s.month and o.label = 'planted')) as all_plants
      from marts.suspicion s where exclusion is null group by s.rule
    )
    select rule, coalesce(planted, 0) as planted, coalesce(found, 0) as found, coalesce(lookalikes, 0) as lookalikes,
      coalesce(lookalikes_flagged, 0) as lookalikes_flagged, coalesce(yuan_planted, 0) as yuan_planted,
      coalesce(yuan_found, 0) as yuan_found, coalesce(suspicions, 0) as suspicions,
      coalesce(own_plants, 0) as own_plants, coalesce(all_plants, 0) as all_plants
    from source.rule left join of_case using (rule) left join of_suspicion using (rule) order by rule`);
  return rows.map((row) => ({
    rule: row.rule!,
    planted: Number(row.planted),
    found: Number(row.found),
    suspicions: Number(row.suspicions),
    right: Number(row.own_plants),
    other: Number(row.all_plants) - Number(row.own_plants),
    lookalikes: Number(row.lookalikes),
    lookalikes_flagged: Number(row.lookalikes_flagged),
    yuan_planted: Number(row.yuan_planted),
    yuan_found: Number(row.yuan_found),
  }));
}
