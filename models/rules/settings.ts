import { isNumber, type RuleCard, type RuleParameter } from "./define.ts";

/** A change of a rule's parameters, as the log keeps it. Values are exact texts. */
export interface RuleChange {
  rule: string;
  values: Record<string, string>;
  reason: string;
  by: string;
  at: string;
}

/** A rule with the values in force. */
export interface RuleSetting {
  card: RuleCard;
  /** By parameter name, as text: a number, or codes separated by `|`. */
  values: Record<string, string>;
  /** `1.0` as it came, `1.2` after two changes. */
  version: string;
}

/** The rules with all changes made so far, in order. */
export function settingsFrom(
  rules: readonly RuleCard[],
  changes: readonly RuleChange[],
): RuleSetting[] {
  return rules.map((card) => {
    const own = changes.filter(({ rule }) => rule === card.id);
    const defaults = card.parameters.map((p) => [p.name, String(p.default)]);
    const values = Object.assign(Object.fromEntries(defaults), ...own.map((c) => c.values));
    return { card, values, version: `${card.version}.${own.length}` };
  });
}

/** Why a value cannot be a parameter's, in words with the range; null where it can. */
export function refusal(parameter: RuleParameter, value: string): string | null {
  if (!isNumber(parameter))
    return /^[^\s|]+(\|[^\s|]+)*$/.test(value) ? null : "应为用“|”分隔的编码";
  const { min, max, whole, unit } = parameter;
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (!(number >= min && number <= max) || (whole && !Number.isInteger(number)))
    return `应为 ${min} 到 ${max} 之间的${whole ? "整数" : "数"}（${unit}）`;
  return null;
}
