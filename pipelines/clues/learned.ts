import type { ClueState } from "../../models/clues/state.ts";
import {
  chance,
  type Evaluation,
  type Outcome,
  trainReranker,
} from "../../models/outliers/reranker.ts";
import { RULES } from "../../models/rules/index.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";

/** An order of clues learned from how earlier ones ended, or why there is none yet. */
export type Learned =
  | { evaluation: Evaluation; chances: Map<string, number> }
  | { refused: string };

interface Row {
  clue: string;
  score: number;
  features: string;
}

/**
 * Trains the re-ranker on what the ledger says was verified and what was closed without a finding, and
 * gives every published clue its chance. Features are of the clue alone (amount, severity, rules by
 * group, kind of subject, how unusual its institution is), none of the rules' past precision.
 */
export async function learnFrom(
  store: Store,
  states: ReadonlyMap<string, ClueState>,
): Promise<Learned> {
  const rows = await store.rows<Row & Record<string, string | number>>(await featuresSql(store));
  const featuresOf = new Map(rows.map((row) => [row.clue, row.features.split(" ").map(Number)]));
  const scoreOf = new Map(rows.map((row) => [row.clue, row.score]));
  const outcomes: (Outcome & { score: number })[] = [];
  for (const { clue, verified_yuan, refuted, concluded_at } of states.values()) {
    const features = featuresOf.get(clue);
    const verified = verified_yuan !== null;
    if (!features || concluded_at === null || !(verified || refuted)) continue;
    const score = scoreOf.get(clue)!;
    outcomes.push({
      features,
      verified,
      at: concluded_at,
      yuan: Number(verified_yuan ?? 0),
      score,
    });
  }
  const trained = trainReranker(
    outcomes,
    outcomes.map(({ score }) => score),
  );
  if ("refused" in trained) return trained;
  const chances = new Map(
    [...featuresOf].map(([clue, features]) => [clue, chance(trained, features)]),
  );
  return { evaluation: trained.evaluation, chances };
}

/** Numbers of a clue in one text: as many columns as there are would be as many conversions a row. */
async function featuresSql(store: Store): Promise<string> {
  const groups = [...new Set(RULES.map(({ group }) => group))];
  const flags = groups.map(
    (group, i) => `max(case when rule.rule_group = ${literal(group)} then 1 else 0 end) as g${i}`,
  );
  const { n } = await store.row<{ n: string }>(`
    select count(*) as n from duckdb_tables()
    where schema_name = 'marts' and table_name = 'institution_outlier' and database_name = current_database()`);
  const unusual = `left join (
      select fixmedins_code, max(score) as unusual from marts.institution_outlier group by fixmedins_code
    ) as place on place.fixmedins_code = clue.fixmedins_code`;
  const parts = [
    "ln(1 + cast(clue.amount_yuan as double))",
    "coalesce(clue.severity_rank, 0)",
    "clue.rule_count",
    "ln(1 + clue.suspicions)",
    "case when clue.subject_type = 'settlement' then 1 else 0 end",
    "case when clue.subject_type = 'institution' then 1 else 0 end",
    Number(n) > 0 ? "coalesce(place.unusual, 0)" : "0",
    ...groups.map((_, i) => `coalesce(told.g${i}, 0)`),
  ];
  return `
    with told as (
      select belongs.clue, ${flags.join(", ")}
      from marts.clue_suspicion as belongs
      inner join marts.suspicion as rule on rule.rule = belongs.rule and rule.subject_type = belongs.subject_type
        and rule.subject = belongs.subject and rule.month = belongs.month
      group by belongs.clue
    )
    select clue.clue, clue.score, concat_ws(' ', ${parts.join(", ")}) as features
    from marts.clue as clue
    left join told on told.clue = clue.clue
    ${Number(n) > 0 ? unusual : ""}`;
}
