import { join, type Run, say } from "../document.ts";
import { signOf } from "../format.ts";
import { type BulletinFacts, fundsPresent, known } from "./bulletin-facts.ts";
import type { Finding, FindingKind } from "./findings.ts";

const TOLD: FindingKind[] = [
  "exhausted",
  "deficit",
  "payable_short",
  "payable_low",
  "ahead",
  "county_ahead",
  "payable_excess",
  "missing",
];

/** 总体看: what a leader must know first; says nothing is wrong only where every fund is known. */
export function summarySentence(facts: BulletinFacts, found: Finding[]): Run[] {
  const worst = worstCounty(facts, found);
  const told = TOLD.flatMap((kind) =>
    found.filter((each) => each.kind === kind && (kind !== "county_ahead" || each === worst)),
  );
  const accepted = found.find((each) => each.kind === "accepted");
  const briefs = [...told, ...(accepted ? [accepted] : [])].map((each) => each.brief);
  const calm = calmClauses(facts);
  if (briefs.length === 0) return calm.length === 0 ? [] : [`总体看，${calm.join("，")}。`];
  return say`总体看，${join(briefs, "；")}。`;
}

function worstCounty(facts: BulletinFacts, found: Finding[]): Finding | undefined {
  const size = (finding: Finding) => {
    const run = finding.brief.find((each) => typeof each !== "string");
    return Number(typeof run === "object" ? facts.figures.byId(run.figure)?.value : 0);
  };
  return found
    .filter((each) => each.kind === "county_ahead")
    .toSorted((a, b) => size(b) - size(a))[0];
}

function calmClauses(facts: BulletinFacts): string[] {
  const funds = fundsPresent(facts);
  const all = (metric: string, allowed: number[]) =>
    funds.length > 0 &&
    funds.every((fund) => {
      const figure = known(facts, metric, fund);
      return figure !== undefined && allowed.includes(signOf(figure)!);
    });
  return [
    ...(all("current_balance", [0, 1]) ? ["各项基金当期均无赤字"] : []),
    ...(all("ahead_of_even", [-1, 0]) ? ["支出均未超均衡进度"] : []),
  ];
}
