import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { checkBulletin } from "../../models/bulletin-check/index.ts";
import { madeUpBulletin, seeded } from "./made-up.ts";

const SEEDS = Array.from({ length: 150 }, (_, seed) => seed + 1);

function verdicts(text: string) {
  const blocks = text.split("\n").map((line) => ({ kind: "text" as const, text: line }));
  const { findings } = checkBulletin({ name: "", blocks });
  const of = (verdict: string) => findings.filter((finding) => finding.verdict === verdict);
  return {
    flagged: [...of("inconsistent"), ...of("conflicting"), ...of("contradicted")],
    consistent: of("consistent"),
  };
}

test("numbers that are rounded and nothing else are never flagged", () => {
  const flagged = SEEDS.flatMap((seed) =>
    verdicts(madeUpBulletin(seed).text).flagged.map(
      ({ text, formula }) => `${seed}: ${text} ${formula}`,
    ),
  );
  expect(flagged).toEqual([]);
});

test("most of their numbers are confirmed", () => {
  for (const seed of SEEDS.slice(0, 20)) {
    const { text, derived } = madeUpBulletin(seed);
    const confirmed = new Set(verdicts(text).consistent.map(({ printed }) => printed));
    expect(derived.filter((printed) => !confirmed.has(printed))).toEqual([]);
  }
});

test("a derived number that is off by half is found, wherever it stands", () => {
  const missed = SEEDS.flatMap((seed) => {
    const { text, derived } = madeUpBulletin(seed);
    const pick = seeded(seed);
    const right = derived[pick(derived.length)]!;
    if (text.split(right).length !== 2) return [];
    const wrong = right.replace(/[\d.]+/, (digits) => {
      const places = digits.split(".")[1]?.length ?? 0;
      return (Number(digits) * 1.5 + 3 * 10 ** -places).toFixed(places);
    });
    const { flagged } = verdicts(text.replace(right, wrong));
    return flagged.some(({ printed }) => printed === wrong) ? [] : [`${seed}: ${right} → ${wrong}`];
  });
  expect(missed.length / SEEDS.length).toBeLessThan(0.05);
});

test("ordinary sentences of bulletins raise no false alarm", () => {
  const text = readFileSync(path.join(import.meta.dirname, "fixtures/ordinary.txt"), "utf8");
  const bulletins = text.split("\n\n").map(verdicts);
  expect(bulletins.flatMap(({ flagged }) => flagged.map(({ text }) => text))).toEqual([]);
  expect(bulletins.flatMap(({ consistent }) => consistent).length).toBeGreaterThanOrEqual(24);
});
