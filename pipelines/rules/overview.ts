import { existsSync } from "node:fs";
import type { Feedback } from "../../models/clues/feedback.ts";
import type { RuleSetting } from "../../models/rules/settings.ts";
import { RECORD_SOURCES } from "../../models/sources/records/index.ts";
import { isTable } from "../asset.ts";
import { assets } from "../assets.ts";
import { clueFeedback } from "../clues/feedback.ts";
import { readingClues } from "../clues/read.ts";
import type { Home } from "../home.ts";
import { liveBatches } from "../ingest/batches.ts";
import { Store } from "../store.ts";
import { ruleSettings } from "./settings.ts";

/** How much a rule finds in the published data. */
export interface Found {
  suspicions: number;
  excluded: number;
  amount_yuan: string;
}

/** A rule as it stands in a home. */
export interface RuleStanding extends RuleSetting {
  /** Null before anything is published. */
  found: Found | null;
  feedback: Feedback;
  /** Kinds of files it reads that never came, in Chinese. */
  missing: string[];
}

export async function ruleStandings(home: Home): Promise<RuleStanding[]> {
  const settings = ruleSettings(home);
  const found = existsSync(home.snapshot) ? await foundBy(home) : null;
  const feedback = new Map(clueFeedback(home).rules.map((f) => [f.rule, f]));
  const sources = await sourcesBy(settings.map(({ card }) => `rules.${card.name}`));
  const came = new Set(liveBatches(home).map(({ batch }) => batch.source));
  const titles = new Map(RECORD_SOURCES.map(({ id, title }) => [id, title]));
  return settings.map((setting) => {
    const reads = sources.get(`rules.${setting.card.name}`) ?? [];
    return {
      ...setting,
      found: found && (found.get(setting.card.id) ?? NOTHING),
      feedback: feedback.get(setting.card.id)!,
      missing: reads.filter((id) => titles.has(id) && !came.has(id)).map((id) => titles.get(id)!),
    };
  });
}

const NOTHING: Found = { suspicions: 0, excluded: 0, amount_yuan: "0.00" };

function foundBy(home: Home): Promise<Map<string, Found>> {
  return readingClues(home, async (store) => {
    const rows = await store.rows<{ rule: string; n: string; excluded: string; amount: string }>(`
      select rule, count(*) filter (exclusion is null) as n, count(*) filter (exclusion is not null) as excluded,
        cast(coalesce(sum(amount_yuan) filter (exclusion is null), 0) as varchar) as amount
      from marts.suspicion group by rule`);
    return new Map(
      rows.map(({ rule, n, excluded, amount }) => [
        rule,
        { suspicions: Number(n), excluded: Number(excluded), amount_yuan: amount },
      ]),
    );
  });
}

/** The kinds of files that tables rest on, however far below. */
async function sourcesBy(keys: string[]): Promise<Map<string, string[]>> {
  const tables = new Map(
    assets()
      .filter(isTable)
      .map((asset) => [asset.key, asset.sql]),
  );
  const store = await Store.open(":memory:");
  const known = new Map<string, Promise<Set<string>>>();
  const below = (key: string): Promise<Set<string>> => {
    const reads = known.get(key) ?? search(key);
    known.set(key, reads);
    return reads;
  };
  const search = async (key: string): Promise<Set<string>> => {
    if (key.startsWith("source.")) return new Set([key.slice("source.".length)]);
    const found = new Set<string>();
    for (const read of await store.tablesRead(tables.get(key)!))
      for (const id of await below(read)) found.add(id);
    return found;
  };
  try {
    const all = new Map<string, string[]>();
    for (const key of keys) if (tables.has(key)) all.set(key, [...(await below(key))].sort());
    return all;
  } finally {
    store.close();
  }
}
