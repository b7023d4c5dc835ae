import type { RuleCard } from "./define.ts";
import { splitAdmission } from "./split-admission.ts";

/** Every supervision rule, in the order of its number. */
export const RULES: readonly RuleCard[] = [splitAdmission];

export const ruleNamed = (id: string): RuleCard | undefined =>
  RULES.find((rule) => rule.id === id || rule.name === id || rule.title === id);
