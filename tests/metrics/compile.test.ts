import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EXACT_COLUMNS } from "../../models/metrics/columns.ts";
import { column, type Expression, minus, number, over } from "../../models/metrics/expression.ts";
import { compile } from "../../pipelines/figures.ts";
import { Store } from "../../pipelines/store.ts";

let store: Store;
beforeAll(async () => {
  store = await Store.open(":memory:");
});
afterAll(() => store.close());

/** A small generator of chance that gives the same numbers every time (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Measured {
  value: number;
  half: number;
}
type Measures = Record<string, Measured>;

const NAMES = ["a_yuan", "b_yuan", "persons", "months_elapsed"];
const NUMBERS = [1, 2, 12];

function someExpression(next: () => number, depth: number, names: string[]): Expression {
  const pick = <Item>(items: Item[]): Item => items[Math.floor(next() * items.length)]!;
  if (depth === 0 || next() < 0.2) {
    return names.length > 0 && next() < 0.85
      ? column(names.splice(Math.floor(next() * names.length), 1)[0]!)
      : number(pick(NUMBERS));
  }
  const left = someExpression(next, depth - 1, names);
  const right = someExpression(next, depth - 1, names);
  return pick([{ op: "plus", left, right } as Expression, minus(left, right), over(left, right)]);
}

function someMeasures(next: () => number): Measures {
  const cents = () => Math.round((next() * 40 - 8) * 100) / 100;
  return Object.fromEntries(
    NAMES.map((name) => [
      name,
      EXACT_COLUMNS.has(name)
        ? { value: 1 + Math.floor(next() * 12), half: 0 }
        : { value: cents(), half: Math.round(next() * 200) / 100 },
    ]),
  );
}

function evaluate(expression: Expression, at: Record<string, number>): number | null {
  if (expression.op === "number") return expression.value;
  if (expression.op === "column") return at[expression.name]!;
  const [left, right] = [evaluate(expression.left, at), evaluate(expression.right, at)];
  if (left === null || right === null) return null;
  if (expression.op === "over") return right === 0 ? null : left / right;
  return expression.op === "plus" ? left + right : left - right;
}

/** Every combination of each measure's low end, middle, points between, and high end. */
function grid(measures: Measures, names: string[]): Record<string, number>[] {
  let points: Record<string, number>[] = [{}];
  for (const name of names) {
    const { value, half } = measures[name]!;
    const steps = half === 0 ? [0] : [-1, -0.5, 0, 0.5, 1];
    points = points.flatMap((point) => steps.map((s) => ({ ...point, [name]: value + s * half })));
  }
  return points;
}

async function compiled(expression: Expression, measures: Measures) {
  const columns = Object.entries(measures).flatMap(([name, { value, half }]) => {
    const halfName = name.endsWith("_yuan") ? name.replace("_yuan", "_half_yuan") : `${name}_half`;
    return [
      `cast(${value} as decimal(18, 2)) as ${name}`,
      `cast(${half} as decimal(18, 4)) as ${halfName}`,
    ];
  });
  const { value, low, high } = compile(expression);
  const casts = Object.entries({ value, low, high }).map(
    ([n, s]) => `cast(${s} as double) as ${n}`,
  );
  return store.row<{ value: number | null; low: number | null; high: number | null }>(
    `select ${casts.join(", ")} from (select ${columns.join(", ")})`,
  );
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

/** Whether every denominator stays above zero: bounds are given only then. */
function denominatorsPositive(expression: Expression, points: Record<string, number>[]): boolean {
  if (expression.op === "number" || expression.op === "column") return true;
  const { op, left, right } = expression;
  const own = op !== "over" || points.every((point) => (evaluate(right, point) ?? 0) > 0);
  return own && denominatorsPositive(left, points) && denominatorsPositive(right, points);
}

describe("formulas over rounded columns", () => {
  test.each([1, 2, 3])("150 of them by chance, against every corner (seed %i)", async (seed) => {
    const next = chance(seed);
    for (let i = 0; i < 150; i++) {
      const measures = someMeasures(next);
      const expression = someExpression(next, 3, [...NAMES]);
      const found = await compiled(expression, measures);
      const shown = JSON.stringify({ expression, measures, found });
      const middle = Object.fromEntries(NAMES.map((name) => [name, measures[name]!.value]));
      const expected = evaluate(expression, middle);
      if (expected === null) expect(found.value, shown).toBeNull();
      else expect(near(found.value!, expected), shown).toBe(true);
      const points = grid(measures, NAMES);
      if (!denominatorsPositive(expression, points)) {
        expect([found.low, found.high], shown).toEqual([null, null]);
        continue;
      }
      const values = points.map((point) => evaluate(expression, point)!);
      expect(near(found.low!, Math.min(...values)), shown).toBe(true);
      expect(near(found.high!, Math.max(...values)), shown).toBe(true);
    }
  });

  test("a column that stands twice is bounded, if not tightly", async () => {
    const rate = over(minus(column("a_yuan"), column("b_yuan")), column("a_yuan"));
    const measures = { a_yuan: { value: 10, half: 1 }, b_yuan: { value: 4, half: 1 } };
    const found = await compiled(rate, measures);
    const values = grid(measures, ["a_yuan", "b_yuan"]).map((point) => evaluate(rate, point)!);
    expect(found.low).toBeLessThanOrEqual(Math.min(...values));
    expect(found.high).toBeGreaterThanOrEqual(Math.max(...values));
  });

  test("a quotient over zero has neither value nor bounds", async () => {
    const found = await compiled(over(column("a_yuan"), column("b_yuan")), {
      a_yuan: { value: 10, half: 1 },
      b_yuan: { value: 0, half: 0.5 },
    });
    expect(found).toEqual({ value: null, low: null, high: null });
  });
});
