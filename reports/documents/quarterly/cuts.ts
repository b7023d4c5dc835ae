import { FUNDS } from "../../../models/fund.ts";
import type { BulletinFacts } from "../bulletin-facts.ts";

/** Funds for which a metric is known in the period, in bulletin order. */
export function fundsWith(facts: BulletinFacts, metric: string): string[] {
  const codes = new Set(
    facts.figures
      .all()
      .filter(
        (f) =>
          f.metric === metric &&
          f.period === facts.period &&
          f.region === facts.region.code &&
          f.basis === "" &&
          f.value !== null &&
          Number(f.value) !== 0,
      )
      .map((f) => f.fund),
  );
  const order = FUNDS.map((fund) => fund.code);
  const strange = [...codes].filter((code) => !order.includes(code)).toSorted();
  return [...order.filter((code) => codes.has(code)), ...strange];
}

/** Names after the metric's basis of a cut that have figures: `level:` → 3, 2, 1. */
export function cutsOf(facts: BulletinFacts, fund: string, kind: string): string[] {
  const found = new Set(
    facts.figures
      .all()
      .filter(
        (f) =>
          f.metric === "admissions" &&
          f.fund === fund &&
          f.period === facts.period &&
          f.region === facts.region.code &&
          f.basis.startsWith(`${kind}:`) &&
          Number(f.value) > 0,
      )
      .map((f) => f.basis.slice(kind.length + 1)),
  );
  return [...found];
}
