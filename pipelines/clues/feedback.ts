import type { TotalEvent } from "../../models/clues/event.ts";
import { type Feedback, feedbackFrom, totalsFrom } from "../../models/clues/feedback.ts";
import { statesFrom } from "../../models/clues/state.ts";
import type { Home } from "../home.ts";
import { ruleSettings } from "../rules/settings.ts";
import { clueEntries, clueLedger } from "./ledger.ts";

/** What verification has shown of every rule, and the totals entered by hand. */
export function clueFeedback(home: Pick<Home, "root">): {
  rules: Feedback[];
  totals: TotalEvent[];
} {
  const entries = clueLedger(home).read();
  const totals = totalsFrom(entries);
  const states = statesFrom(clueEntries(entries)).values();
  return { rules: feedbackFrom(ruleSettings(home), states, totals), totals };
}
