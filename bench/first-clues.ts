import type { Store } from "../pipelines/store.ts";

const ROUNDS = 4;

/** Orders in which clues may be checked; `chance` is what the ledger would know by then. */
const ORDERS: [name: string, by: string][] = [
  ["expected recovery", "chance * amount_yuan desc"],
  ["amount", "amount_yuan desc"],
  ["random", "hash(clue)"],
];

/**
 * What the first clues are worth: so many are checked, their outcomes are learned from (a rule's
 * precision is (confirmed + 1) / (checked + 2)), then as many again. Right is a clue with a suspicion that
 * touches what was planted for its rule; its yuan are the planted ones, at most the clue's amount.
 */
export async function among(store: Store, first: number): Promise<string> {
  await store.run(`create or replace table bench.clue as
    with part as (
      select distinct c.clue, c.rule, t.case_no
      from marts.clue_suspicion c
      left join bench.touch t on t.rule = c.rule and t.subject_type = c.subject_type and t.subject = c.subject
        and t.month = c.month and t.planted_for = c.rule and t.label = 'planted'
    ), found as (
      select clue, sum(amount_yuan) as planted_yuan
      from (select distinct clue, case_no from part) join bench.truth using (case_no) group by clue
    )
    select clue, amount_yuan::double as amount_yuan, (case when planted_yuan is null then 0 else least(planted_yuan, amount_yuan) end)::double as yuan,
      planted_yuan is not null as is_right
    from marts.clue left join found using (clue) where kind = '疑点'`);
  await store.run(`create or replace table bench.clue_rule as
    select c.clue, c.rule, bool_or(t.case_no is not null) as is_confirmed
    from marts.clue_suspicion c
    left join bench.touch t on t.rule = c.rule and t.subject_type = c.subject_type and t.subject = c.subject
      and t.month = c.month and t.planted_for = c.rule and t.label = 'planted'
    group by c.clue, c.rule`);
  const lines = [];
  for (const [name, by] of ORDERS) lines.push(`| ${name} | ${await checked(store, by, first)} |`);
  const { n, right } = await store.row<{ n: string; right: string }>(
    "select count(*) as n, count(*) filter (is_right) as right from bench.clue",
  );
  const heads = Array.from({ length: ROUNDS }, (_, i) => `${i + 1}. ${first}`);
  return [
    `${n} clues, ${right} of them right. Precision and yuan of the first ${first}, then of as many more after learning:`,
    "",
    `| order | ${heads.join(" | ")} |`,
    `|${" --- |".repeat(ROUNDS + 1)}`,
    ...lines,
  ].join("\n");
}

async function checked(store: Store, by: string, first: number): Promise<string> {
  await store.run("create or replace table bench.seen (clue varchar)");
  const cells: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await store.run(`create or replace table bench.next as
      with known as (
        select rule, (count(s.clue) filter (is_confirmed) + 1) / (count(s.clue) + 2) as precision_
        from bench.clue_rule left join bench.seen s using (clue) group by rule
      ), chances as (
        select clue, 1 - exp(sum(ln(1 - precision_))) as chance
        from bench.clue_rule join known using (rule) group by clue
      )
      select clue from bench.clue join chances using (clue)
      where clue not in (select clue from bench.seen)
      order by ${by}, clue limit ${first}`);
    await store.run("insert into bench.seen from bench.next");
    const { share, yuan } = await store.row<{ share: number; yuan: number }>(`
      select avg(is_right::integer) as share, sum(yuan) / 10000 as yuan
      from bench.clue semi join bench.next using (clue)`);
    cells.push(`${Number(share).toFixed(3)}, ${Number(yuan).toFixed(1)} 万元`);
  }
  return cells.join(" | ");
}
