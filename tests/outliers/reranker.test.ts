import { expect, test } from "vitest";
import {
  chance,
  type Outcome,
  type Reranker,
  trainReranker,
} from "../../models/outliers/reranker.ts";
import { randomFrom } from "../../models/random.ts";

/** Outcomes that hang on the second feature, while the score so far follows the first. */
function outcomes(count: number, tie: number): Outcome[] {
  const random = randomFrom(11);
  return Array.from({ length: count }, (_, i) => {
    const features = [random(), random()];
    const verified = random() < 1 / (1 + Math.exp(-tie * (features[1]! - 0.5)));
    const at = `2025-${String(1 + Math.floor((i * 12) / count)).padStart(2, "0")}-01`;
    return { features, verified, at, yuan: 1000 };
  });
}
const before = (all: Outcome[]) => all.map(({ features }) => features[0]!);

test("learns what was verified, and is better on what came later", () => {
  const all = outcomes(400, 8);
  const trained = trainReranker(all, before(all)) as Reranker;
  expect(trained.evaluation.trained_on).toBe(280);
  expect(trained.evaluation.tested_on).toBe(120);
  expect(trained.evaluation.average_precision).toBeGreaterThan(
    trained.evaluation.average_precision_before + 0.2,
  );
  expect(trained.evaluation.yuan).toBeGreaterThan(trained.evaluation.yuan_before);
  expect(chance(trained, [0.5, 0.95])).toBeGreaterThan(0.85);
  expect(chance(trained, [0.5, 0.05])).toBeLessThan(0.15);
});

test("does not learn from a few, and keeps the order it cannot better", () => {
  const few = outcomes(80, 8);
  expect(trainReranker(few, before(few))).toEqual({
    refused: expect.stringMatching(/^已核实 \d+ 条、已排除 \d+ 条；各满 50 条/),
  });
  const all = outcomes(400, 8);
  const perfect = all.map(({ verified }) => (verified ? 1 : 0));
  expect(trainReranker(all, perfect)).toEqual({ refused: expect.stringContaining("仍用原排序") });
});
