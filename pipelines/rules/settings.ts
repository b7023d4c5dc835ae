import { RULES } from "../../models/rules/index.ts";
import { type RuleSetting, settingsFrom } from "../../models/rules/settings.ts";
import type { Home } from "../home.ts";

/** The rules with the parameters in force in a home. */
export function ruleSettings(_home: Pick<Home, "state">): RuleSetting[] {
  return settingsFrom(RULES, []);
}
