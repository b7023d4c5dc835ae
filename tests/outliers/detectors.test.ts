import { expect, test } from "vitest";
import { accuracyOf } from "../../models/outliers/accuracy.ts";
import { isolationScores } from "../../models/outliers/isolation-forest.ts";
import { ringsOf } from "../../models/outliers/rings.ts";
import type { Table } from "../../models/outliers/table.ts";
import { tailScores } from "../../models/outliers/tails.ts";
import { randomFrom } from "../../models/random.ts";

/** 400 ordinary subjects around 0 and, last, eight that are far out in two of three indicators. */
function made(): { table: Table; labels: boolean[] } {
  const random = randomFrom(7);
  const normal = () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, 0) - 6;
  const labels = Array.from({ length: 408 }, (_, s) => s >= 400);
  const column = (shift: number) =>
    Float64Array.from(labels, (isOut) => normal() + (isOut ? shift : 0));
  return {
    table: {
      subjects: labels.map((_, s) => String(s)),
      indicators: ["cost", "stay", "drug"],
      columns: [column(4), column(4), column(0)],
    },
    labels,
  };
}

test("the accuracy of a perfect, a useless and a tied order", () => {
  const labels = [true, false, false, true];
  expect(accuracyOf([4, 1, 2, 3], labels)).toEqual({ auroc: 1, average_precision: 1 });
  expect(accuracyOf([1, 4, 3, 2], labels)).toEqual({
    auroc: 0,
    average_precision: (1 / 3 + 2 / 4) / 2,
  });
  expect(accuracyOf([1, 1, 1, 1], labels)).toEqual({ auroc: 0.5, average_precision: 0.5 });
});

test("tail scores are −ln of the share at least as far out, and say what they are made of", () => {
  const table = {
    subjects: ["a", "b", "c", "d"],
    indicators: ["x", "y"],
    columns: [Float64Array.of(1, 2, 3, 4), Float64Array.of(9, 9, 9, 1)],
  };
  const { scores, parts } = tailScores(table, "high");
  expect(parts[0]![3]).toBeCloseTo(Math.log(4), 12);
  expect(parts[1]![0]).toBeCloseTo(Math.log(4 / 3), 12);
  expect(scores[3]).toBeCloseTo(Math.log(4), 12);
  expect(tailScores(table, "both").parts[1]![3]).toBeCloseTo(Math.log(4), 12);
});

test("detectors put those far out first", () => {
  const { table, labels } = made();
  expect(accuracyOf(tailScores(table, "high").scores, labels).auroc).toBeGreaterThan(0.97);
  const forest = isolationScores(table);
  expect(accuracyOf(forest, labels).auroc).toBeGreaterThan(0.97);
  expect(Math.max(...forest)).toBeLessThan(1);
});

test("the same seeds give the same scores, other seeds others", () => {
  const { table } = made();
  const with_ = (seeds: number[]) => isolationScores(table, { trees: 20, sample: 64, seeds });
  expect(with_([1, 2])).toEqual(with_([1, 2]));
  expect(with_([1])).not.toEqual(with_([2]));
});

test("columns that do not vary and tables of one subject are no reason to fail", () => {
  const flat = {
    subjects: ["a", "b", "c"],
    indicators: ["x"],
    columns: [Float64Array.of(5, 5, 5)],
  };
  const scores = [...isolationScores(flat)];
  expect(new Set(scores).size).toBe(1);
  const one = { subjects: ["a"], indicators: ["x"], columns: [Float64Array.of(5)] };
  expect([...isolationScores(one)]).toEqual([0]);
  const broken = { subjects: ["a"], indicators: ["x"], columns: [Float64Array.of(Number.NaN)] };
  expect(() => isolationScores(broken)).toThrow("x holds what is no number");
});

test("rings are three or more tied together; a couple is none", () => {
  const pairs = [
    { a: "p", b: "q", weight: 9 },
    { a: "x", b: "y", weight: 4 },
    { a: "z", b: "y", weight: 3 },
  ];
  expect(ringsOf(pairs)).toEqual([{ persons: ["x", "y", "z"], ties: 2, weight: 7 }]);
  expect(ringsOf(pairs, 2).map(({ persons }) => persons)).toEqual([
    ["p", "q"],
    ["x", "y", "z"],
  ]);
  expect(ringsOf([...pairs, { a: "q", b: "z", weight: 1 }])[0]!.persons).toHaveLength(5);
});
