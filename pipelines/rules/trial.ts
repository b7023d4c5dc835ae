import { checkedValues, type RuleSetting } from "../../models/rules/settings.ts";
import { isTable } from "../asset.ts";
import { assets } from "../assets.ts";
import { shownSubject } from "../clues/read.ts";
import type { Home } from "../home.ts";
import { openSnapshot } from "../publish/snapshot.ts";
import { literal } from "../quote.ts";
import { parameterSql } from "../rule-tables.ts";
import { attachSources } from "../source-catalog.ts";
import { Store } from "../store.ts";
import { ruleSettings } from "./settings.ts";

/** Standing suspicions: how many, and the sum of their amounts. */
export interface Weight {
  suspicions: number;
  amount_yuan: string;
}

export interface Example {
  subject_type: string;
  subject: string;
  month: string;
  amount_yuan: string;
  observed: string;
}

/** A rule with other parameters, tried on the published data; nothing is changed by it. */
export interface Trial {
  rule: string;
  was: Record<string, string>;
  tried: Record<string, string>;
  before: Weight;
  after: Weight;
  appear: Weight & { examples: Example[] };
  disappear: Weight & { examples: Example[] };
}

const EXAMPLES = 5;

export async function tryRule(
  home: Home,
  rule: string,
  values: Record<string, string>,
): Promise<Trial> {
  const was = ruleSettings(home).find(({ card }) => card.id === rule)!;
  const tried = { ...was, values: { ...was.values, ...checkedValues(was.card, values) } };
  // Says so where nothing is published yet.
  (await openSnapshot(home)).close();
  const store = await Store.open(":memory:", {
    memoryLimit: home.config.memory_limit,
    tempDirectory: home.temp,
  });
  try {
    await attachSources(store, home);
    await store.run(`attach ${literal(home.snapshot)} as published (read_only)`);
    await store.run("use published");
    await standing(store, was, "before");
    await standing(store, tried, "after");
    const side = (from: string, without: string) => `
      memory.main.suspicion_${from} as mine
      where not exists (
        select 1 from memory.main.suspicion_${without} as other
        where other.subject_type = mine.subject_type and other.subject = mine.subject and other.month = mine.month)`;
    const gained = side("after", "before");
    const lost = side("before", "after");
    return {
      rule,
      was: was.values,
      tried: tried.values,
      before: await weight(store, "memory.main.suspicion_before"),
      after: await weight(store, "memory.main.suspicion_after"),
      appear: { ...(await weight(store, gained)), examples: await examples(store, gained) },
      disappear: { ...(await weight(store, lost)), examples: await examples(store, lost) },
    };
  } finally {
    store.close();
  }
}

/** The rule's standing suspicions, as a table of its own in memory. */
async function standing(store: Store, setting: RuleSetting, name: string): Promise<void> {
  const { card } = setting;
  const asset = assets().find((one) => one.key === `rules.${card.name}`)!;
  if (!isTable(asset)) throw new Error(`not a table: ${asset.key}`);
  await store.run(`create or replace table source.rule_${card.name} as ${parameterSql(setting)}`);
  await store.run(`
    create table memory.main.suspicion_${name} as
    select subject_type, subject, month, cast(sum(amount_yuan) as decimal(18, 2)) as amount_yuan,
      min(observed) as observed
    from (${asset.sql}\n) as found
    where found.setl_id is null or found.setl_id not in (select setl_id from core.refunded)
    group by subject_type, subject, month
    having max(exclusion) is null`);
}

async function weight(store: Store, from: string): Promise<Weight> {
  const { n, amount } = await store.row<{ n: string; amount: string }>(`
    select count(*) as n, cast(cast(coalesce(sum(amount_yuan), 0) as decimal(18, 2)) as varchar) as amount
    from ${from}`);
  return { suspicions: Number(n), amount_yuan: amount };
}

async function examples(store: Store, from: string): Promise<Example[]> {
  const rows = await store.rows<Example>(`
    select subject_type, subject, month, cast(amount_yuan as varchar) as amount_yuan, observed
    from ${from} order by mine.amount_yuan desc, subject, month limit ${EXAMPLES}`);
  return rows.map((row) => ({ ...row, subject: shownSubject(row.subject_type, row.subject) }));
}
