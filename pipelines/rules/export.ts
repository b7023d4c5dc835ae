import { isNumber, type RuleParameter } from "../../models/rules/define.ts";
import type { RuleSetting } from "../../models/rules/settings.ts";

/**
 * Rules for front ends of hospitals and other systems: the fields of the national rule cards as columns,
 * with the parameters in force.
 */
export function exportedRules(settings: readonly RuleSetting[]) {
  return settings.map(({ card, values, version }) => ({
    规则编号: card.id,
    规则名称: card.title,
    规则版本: version,
    规则分组: card.group,
    严重程度: card.severity,
    ...card.card,
    参数: card.parameters.map((parameter) => ({
      ...parameter,
      value: isNumber(parameter) ? Number(values[parameter.name]) : values[parameter.name]!,
    })),
    排除情形: card.lookalikes,
  }));
}

/** The same as a table of text: a heading, then a row for each rule. */
export function exportedTable(settings: readonly RuleSetting[]): string[][] {
  const rules = exportedRules(settings);
  const head = Object.keys(rules[0] ?? {});
  const rows = rules.map((rule, i) =>
    Object.entries(rule).map(([name, value]) => {
      if (name === "参数")
        return settings[i]!.card.parameters.map(inWords(settings[i]!)).join("；");
      return Array.isArray(value) ? value.join("、") : String(value);
    }),
  );
  return [head, ...rows];
}

const inWords =
  ({ values }: RuleSetting) =>
  (parameter: RuleParameter): string => {
    const { name, title } = parameter;
    const range = isNumber(parameter)
      ? `${parameter.unit}，默认 ${parameter.default}，范围 ${parameter.min}—${parameter.max}`
      : "编码，用“|”分隔";
    return `${name} ${title}=${values[name]}（${range}）`;
  };
