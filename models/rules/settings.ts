import { UserError } from "../errors.ts";
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

/** The values of a change as they will be kept; throws, in words, where it cannot be made. */
export function requireChange(
  { card, values }: RuleSetting,
  change: Pick<RuleChange, "rule" | "values" | "reason">,
): Pick<RuleChange, "rule" | "values" | "reason"> {
  const kept = checkedValues(card, change.values);
  if (change.reason.trim() === "")
    throw new UserError(
      "没有写明理由",
      "请加 --reason 理由，如 --reason 按某医保发〔2025〕8号。",
      2,
    );
  const moved = Object.entries(kept).filter(([name, value]) => values[name] !== value);
  if (moved.length === 0)
    throw new UserError(`${card.id} ${card.title}现在就是这样设的`, "没有任何改动。", 2);
  return { ...change, values: Object.fromEntries(moved) };
}

/** Values for parameters of a rule in the form they are kept in; throws where one cannot be. */
export function checkedValues(
  card: RuleCard,
  values: Record<string, string>,
): Record<string, string> {
  const asked = Object.entries(values);
  const names = card.parameters.map((p) => `${p.name}（${p.title}）`).join("、") || "没有参数";
  if (asked.length === 0)
    throw new UserError("没有指明参数", `${card.id} 的参数：${names}，如 ${card.id} 参数=值。`, 2);
  return Object.fromEntries(
    asked.map(([name, value]) => {
      const parameter = card.parameters.find((p) => p.name === name || p.title === name);
      if (!parameter)
        throw new UserError(`${card.id} 没有参数“${name}”`, `${card.id} 的参数：${names}。`, 2);
      const why = refusal(parameter, value);
      if (why)
        throw new UserError(
          `${card.id} 的 ${parameter.name}（${parameter.title}）不能设为 ${value}：${why}`,
          "范围是规则定义的一部分；确需超出，请联系维护人员。",
          2,
        );
      return [parameter.name, isNumber(parameter) ? String(Number(value)) : value];
    }),
  );
}
