import { isNumber, SEVERITIES } from "../models/rules/define.ts";
import type { RuleSetting } from "../models/rules/settings.ts";
import { literal, valueRows } from "./quote.ts";

/** What every SELECT in `sql/rules/` returns: a row for each piece of evidence of a suspicion. */
export const EVIDENCE_COLUMNS = [
  "subject_type",
  "subject",
  "psn_no",
  "fixmedins_code",
  "setl_id",
  "evidence_type",
  "evidence",
  "amount_yuan",
  "observed",
  "exclusion",
  "month",
] as const;

/** The one-row table `source.rule_<name>` of a rule's parameters: a typed column each. */
export function parameterSql({ card, values }: RuleSetting): string {
  if (card.parameters.length === 0) return "select 1 as is_there";
  const columns = card.parameters.map((parameter) => {
    const type = !isNumber(parameter) ? "varchar" : parameter.whole ? "integer" : "decimal(18, 6)";
    return `cast(${literal(values[parameter.name]!)} as ${type}) as ${parameter.name}`;
  });
  return `select ${columns.join(", ")}`;
}

/** The table `source.rule`: what is said of each rule wherever its suspicions are read. */
export function rulesSql(settings: readonly RuleSetting[]): string {
  const rows = settings.map(({ card, version }) => [
    card.id,
    card.title,
    card.group,
    card.severity,
    SEVERITIES.indexOf(card.severity),
    card.card.规则运行结果类型,
    version,
  ]);
  return `select * from (values ${valueRows(rows)})
    as t(rule, title, rule_group, severity, severity_rank, verdict, rule_version)`;
}

/** The SELECT of `marts.suspicion_evidence`: the rows of every rule, but for what was refunded since. */
export function evidenceSql(rules: readonly { id: string; name: string }[]): string {
  const own = EVIDENCE_COLUMNS.join(", ");
  const found = rules.map(
    ({ id, name }) => `  select '${id}' as rule, ${own}\n  from rules.${name}`,
  );
  return `-- Suspicions of all rules, a row for each piece of evidence. \`amount_yuan\` is the part of the fund's
-- money that the piece stands for, 0 where it only shows the case; \`exclusion\` says why a suspicion was
-- set aside. What was refunded after its month is left out.
-- grain: rule, subject_type, subject, month, evidence_type, evidence
-- tags: records, rules
-- needs: core.settlement
with found as (
${found.join("\n  union all\n")}
)

select ${["rule", ...EVIDENCE_COLUMNS].map((name) => `found.${name}`).join(", ")}
from found
left join (select distinct setl_id from core.refunded) as refund on refund.setl_id = found.setl_id
where refund.setl_id is null`;
}
