import { cutInWords } from "../../models/metrics/accrual.ts";
import { say } from "../document.ts";
import { signOf } from "../format.ts";
import { type BulletinFacts, quote } from "./bulletin-facts.ts";
import type { Finding } from "./findings.ts";
import { FEWEST_CHECKED, funnelCuts, quoteRate, supervised } from "./supervision.ts";

/** Below it four of five clues were checked in vain. */
const LOW_RATE = 0.2;

/** What supervision itself leaves to be done: money not yet back, rules that are mostly wrong. */
export function supervisionFindings(facts: BulletinFacts): Finding[] {
  const owed = supervised(facts, "supervision_outstanding");
  const found: Finding[] = [];
  if (owed && signOf(owed) === 1) {
    const brief = say`已核实的违规资金尚有${quote(owed)}未追回`;
    found.push({ kind: "unrecovered", fund: null, brief, runs: say`${brief}。` });
  }
  for (const basis of funnelCuts(facts)) {
    const rate = supervised(facts, "verification_rate", basis);
    const checked = supervised(facts, "supervision_checked", basis);
    if (basis === "name:随机抽查" || !rate || Number(rate.value) >= LOW_RATE) continue;
    if (!checked || Number(checked.value) < FEWEST_CHECKED) continue;
    const brief = say`${cutInWords(basis)}核实率仅${quoteRate(rate)}`;
    const runs = say`${brief}，有结论的${quote(checked)}线索多数不属实。`;
    found.push({ kind: "low_verification", fund: null, brief, runs });
  }
  return found;
}
