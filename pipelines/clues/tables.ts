import { feedbackFrom, totalsFrom, WEIGHTS } from "../../models/clues/feedback.ts";
import { deadlineOf, STATUSES, statesFrom } from "../../models/clues/state.ts";
import type { RuleSetting } from "../../models/rules/settings.ts";
import type { Home } from "../home.ts";
import { literal, valueRows } from "../quote.ts";
import { clueEntries, clueLedger } from "./ledger.ts";

/** A small table attached as `source.<name>`; `rests` is what a change of it is told by. */
export interface LedgerTable {
  name: string;
  sql: string;
  rests: string;
}

/**
 * What the ledger says, as tables. Of a ledger that was edited only what stands before the edit: the
 * clues are still made, and whoever acts on them is told.
 */
export function ledgerTables(
  home: Pick<Home, "root" | "config">,
  settings: readonly RuleSetting[],
): LedgerTable[] {
  const { entries } = clueLedger(home).inspect();
  const states = [...statesFrom(clueEntries(entries)).values()];
  const feedback = feedbackFrom(settings, states, totalsFrom(entries));
  const severities = new Map(settings.map(({ card }) => [card.id, card.severity]));
  const last = entries.at(-1)?.hash ?? "";
  const weightOf = (rule: string): number | null => {
    const severity = severities.get(rule);
    return severity === undefined ? null : WEIGHTS[severity];
  };
  const precision = feedback.map((f) => [
    ...[f.rule, weightOf(f.rule), f.checked, f.confirmed, f.rule_precision],
    ...[f.verified_yuan, f.recovered_yuan],
  ]);
  const { random_share, random_minimum, random_seed } = home.config.clues;
  return [
    table("rule_precision", PRECISION, precision, JSON.stringify(precision)),
    table(
      "clue_state",
      STATE,
      states.map((s) => [
        ...[s.clue, s.status, STATUSES[s.status], s.assignee, s.verified_yuan, s.recovered_yuan],
        deadlineOf(s, "", home.config.holidays)?.due ?? null,
      ]),
      `${last} ${JSON.stringify(home.config.holidays)}`,
    ),
    table("clue_policy", POLICY, [[random_seed, random_share, random_minimum]], ""),
  ];
}

const PRECISION = {
  rule: "varchar",
  weight: "double",
  checked: "integer",
  confirmed: "integer",
  rule_precision: "double",
  verified_yuan: "decimal(18, 2)",
  recovered_yuan: "decimal(18, 2)",
};
const STATE = {
  clue: "varchar",
  status: "varchar",
  status_name: "varchar",
  assignee: "varchar",
  verified_yuan: "decimal(18, 2)",
  recovered_yuan: "decimal(18, 2)",
  due_date: "date",
};
const POLICY = { seed: "varchar", share: "double", minimum: "integer" };

function table(
  name: string,
  types: Record<string, string>,
  rows: (string | number | null)[][],
  rests: string,
): LedgerTable {
  const names = Object.keys(types);
  const typed = Object.entries(types).map(([n, type]) => `cast(${n} as ${type}) as ${n}`);
  const from =
    rows.length === 0
      ? `(select ${names.map((n) => `null as ${n}`).join(", ")}) as t where false`
      : `(values ${valueRows(rows)}) as t(${names.join(", ")})`;
  const sql = `select ${typed.join(", ")} from ${from}`;
  return { name, sql, rests: `${rests || sql} ${literal(name)}` };
}
