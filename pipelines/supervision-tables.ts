import { createHash } from "node:crypto";
import type { LedgerEntry } from "../models/clues/event.ts";
import type { RuleCard } from "../models/rules/define.ts";
import { type Contribution, contributionsFrom } from "../models/supervision/contribution.ts";
import { clueLedger } from "./clues/ledger.ts";
import type { Home } from "./home.ts";
import { momentOf, type Standpoint } from "./ingest/batches.ts";
import { literal, valueRows } from "./quote.ts";

/** A table attached as `source.<name>`, with what each of its partitions rests on. */
export interface SupervisionTable {
  name: string;
  sql: string;
  prints: Map<string, string>;
}

const EVENT = {
  month: "varchar",
  cut: "varchar",
  fixmedins_code: "varchar",
  suspicions: "bigint",
  clues: "bigint",
  checked: "bigint",
  verified: "bigint",
  recovered_yuan: "decimal(18, 2)",
  outstanding_yuan: "decimal(18, 2)",
};

/**
 * What the ledger of clues says of each month, as it was at the moment of a standpoint, and the region
 * that is meant where nothing else is said. A new entry touches its own month alone.
 */
export function supervisionTables(
  home: Pick<Home, "root" | "config">,
  at?: Standpoint,
): SupervisionTable[] {
  const rows = contributionsFrom(entriesAt(home, at)).map(rowOf);
  const months = [...new Set(rows.map(([month]) => String(month)))].sort();
  const { region } = home.config;
  const own = `select cast(${literal(region)} as varchar) as region_code`;
  return [
    {
      name: "supervision_event",
      sql: tableOf(rows),
      prints: new Map(
        months.map((month) => [
          month,
          printOf(JSON.stringify(rows.filter((row) => row[0] === month))),
        ]),
      ),
    },
    { name: "supervision_region", sql: own, prints: new Map([["", printOf(own)]]) },
  ];
}

/** Of a ledger that was edited only what stands before the edit. */
export const entriesAt = (home: Pick<Home, "root">, at?: Standpoint): LedgerEntry[] =>
  clueLedger(home)
    .inspect()
    .entries.filter((entry) => entry.at <= momentOf(at));

const printOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 24);

const yuanOf = (cents: bigint): string => {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

const rowOf = (one: Contribution): (string | number | null)[] => [
  ...[one.month, one.cut, one.fixmedins_code, one.suspicions, one.clues, one.checked],
  ...[one.verified, yuanOf(one.recovered), yuanOf(one.outstanding)],
];

function tableOf(rows: (string | number | null)[][]): string {
  const names = Object.keys(EVENT);
  const typed = Object.entries(EVENT).map(([name, type]) => `cast(${name} as ${type}) as ${name}`);
  const from =
    rows.length === 0
      ? `(select ${names.map((name) => `null as ${name}`).join(", ")}) as t where false`
      : `(values ${valueRows(rows)}) as t(${names.join(", ")})`;
  return `select ${typed.join(", ")} from ${from}`;
}

/**
 * The SELECT of `marts.supervision_found`. Unlike `marts.suspicion`, a month of it never changes because
 * of what came later: it is what a document of that month may count.
 */
export function foundSql(rules: readonly Pick<RuleCard, "id" | "name" | "group">[]): string {
  const own = "subject_type, subject, fixmedins_code, setl_id, amount_yuan, exclusion, month";
  const pieces = rules.map(
    ({ id, name, group }) =>
      `  select '${id}' as rule, '${group}' as rule_group, ${own}\n  from rules.${name}`,
  );
  return `-- Suspicions that stood at the end of their month, with the clue each belongs to. A clue is new in the
-- month of its first suspicion, in the whole and in each group of rules.
-- grain: rule, subject_type, subject, month
-- tags: records, rules
-- partition: month with history
-- needs: core.settlement
with piece as (
${pieces.join("\n  union all\n")}
),

refund as (
  select setl_id, min(month) as month
  from core.refunded
  group by setl_id
),

standing as (
  select
    piece.rule, piece.rule_group, piece.subject_type, piece.subject, piece.month,
    min(piece.fixmedins_code) as fixmedins_code,
    count(distinct case when piece.amount_yuan > 0 then piece.setl_id end) as paid_settlements,
    min(case when piece.amount_yuan > 0 then piece.setl_id end) as paid_setl_id,
    count(distinct piece.setl_id) as settlements,
    min(piece.setl_id) as setl_id
  from piece
  left join refund on refund.setl_id = piece.setl_id and refund.month <= piece.month
  where refund.setl_id is null
  group by piece.rule, piece.rule_group, piece.subject_type, piece.subject, piece.month
  having max(piece.exclusion) is null
),

placed as (
  select
    rule, rule_group, subject_type, subject, month, fixmedins_code,
    case
      when subject_type = 'settlement' then subject
      when subject_type not in ('fee_line', 'prescription', 'trace_code') then null
      when paid_settlements = 1 then paid_setl_id
      when paid_settlements = 0 and settlements = 1 then setl_id
    end as setl_id
  from standing
),

named as (
  select
    rule, rule_group, subject_type, subject, month, fixmedins_code,
    case when setl_id is null then subject_type else 'settlement' end as clue_type,
    coalesce(setl_id, subject) as clue_subject,
    case
      when setl_id is not null or subject_type in ('fee_line', 'prescription', 'trace_code', 'invoice') then ''
      else substr(month, 1, 4)
    end as clue_year
  from placed
)

select
  rule, rule_group, subject_type, subject, month, fixmedins_code,
  case
    when row_number() over (
      partition by clue_type, clue_subject, clue_year
      order by month nulls last, rule nulls last, subject_type nulls last, subject nulls last
    ) = 1 then 1
    else 0
  end as is_new_clue,
  case
    when row_number() over (
      partition by clue_type, clue_subject, clue_year, rule_group
      order by month nulls last, rule nulls last, subject_type nulls last, subject nulls last
    ) = 1 then 1
    else 0
  end as is_new_in_group
from named`;
}
