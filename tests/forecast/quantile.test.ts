import { describe, expect, test } from "vitest";
import { quantileOf, quantilesOf } from "../../models/forecast/quantile.ts";
import { randomFrom } from "../../models/random.ts";

const LEVELS = [0.025, 0.1, 0.5, 0.9, 0.975];

describe("quantiles of values in any order", () => {
  const random = randomFrom(7);
  const drawn = (count: number, of: () => number) => Float64Array.from({ length: count }, of);
  const cases: Record<string, Float64Array> = {
    "one value": drawn(1, random),
    "two values": drawn(2, random),
    "all alike": drawn(500, () => 3),
    "many ties": drawn(2000, () => Math.floor(random() * 5)),
    "below and above zero": drawn(2000, () => random() - 0.5),
    "one far out": Float64Array.of(...drawn(999, random), 1e15),
    "of many sizes": drawn(2000, () => Math.exp(40 * random() - 20)),
  };
  test.each(Object.entries(cases))("%s: those of the sorted values", (_, values) => {
    const given = values.slice();
    const sorted = values.slice().sort();
    expect(quantilesOf(values, LEVELS)).toEqual(LEVELS.map((p) => quantileOf(sorted, p)));
    expect(values).toEqual(given);
  });

  test("none of none", () => {
    expect(quantilesOf(new Float64Array(0), [0.5])).toEqual([Number.NaN]);
  });
});
