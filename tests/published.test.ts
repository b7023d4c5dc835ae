import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Figure } from "../models/figure.ts";
import { atOneEnd, type BuiltHome, buildHome, inTurn, scratch } from "./published/homes.ts";
import {
  DERIVED,
  HOMES,
  type Interval,
  meet,
  nameOf,
  ORACLE,
  type Printed,
  printedInterval,
  REPOSITORY,
} from "./published/oracle.ts";

const root = scratch();
const built = new Map<string, BuiltHome>();
/** The same homes with their derived inputs at the ends of their intervals. */
const ends = new Map<string, BuiltHome[]>();

beforeAll(async () => {
  const derived = [...new Set(DERIVED.map((d) => d.home))];
  const jobs = [
    ...HOMES.map((home) => async () => {
      built.set(home, await buildHome(root, path.join(REPOSITORY, home)));
    }),
    ...derived.flatMap((home) =>
      (["lo", "hi"] as const).map((end) => async () => {
        const moved = await buildHome(root, atOneEnd(root, home, end));
        ends.set(home, [...(ends.get(home) ?? []), moved]);
      }),
    ),
  ];
  await inTurn(jobs, 3, (job) => job());
}, 240_000);
afterAll(() => rmSync(root, { recursive: true }));

function figuresFor(row: Printed): Figure[] {
  const { metric_or_identity: metric, region, fund, account, period, basis } = row;
  return [built.get(row.home)!, ...(ends.get(row.home) ?? [])].map(({ figures }) => {
    const figure = figures.find({ metric, region, fund, account, period, basis });
    expect(figure, "the figure exists").toBeDefined();
    return figure!;
  });
}

/** What the printed inputs leave open, derived inputs from one end of theirs to the other. */
function hull(figures: Figure[]): Interval {
  for (const { value, low, high } of figures) {
    expect(low! <= Number(value) && Number(value) <= high!, "the value lies between").toBe(true);
  }
  return {
    low: Math.min(...figures.map((f) => f.low!)),
    high: Math.max(...figures.map((f) => f.high!)),
  };
}

function verdictOnFigure(row: Printed): string {
  const figures = figuresFor(row);
  if (row.note.startsWith("guarded")) {
    expect(figures[0]).toMatchObject({ value: null, low: null, high: null });
    expect(figures[0]!.policy).toContain("口径不一致");
    return "no";
  }
  return meet(hull(figures), printedInterval(row)) ? "yes" : "no";
}

/** The group of categories an evaluation of `insured_parts` is about, by its title. */
const GROUPS: Record<string, string> = {
  "working+retired": "在职＋退休",
  "enterprise+institution+flexible": "企业＋机关事业＋灵活就业",
};

function verdictOnIdentity(row: Printed): string {
  const basis =
    row.metric_or_identity === "total_funds" && row.basis === "insured" ? "all" : row.basis;
  const found = built
    .get(row.home)!
    .evaluations.filter(
      (e) =>
        e.identity === row.metric_or_identity &&
        e.region_code === row.region &&
        e.fund === row.fund &&
        e.account === row.account &&
        e.period === row.period &&
        (e.identity !== "total_funds" || e.term === basis) &&
        (e.identity !== "insured_parts" || e.title.startsWith(GROUPS[basis]!)),
    );
  expect(found, "the identity was asked").not.toEqual([]);
  for (const { printed } of found) {
    expect(Number(printed)).toBeCloseTo(Number(row.published) * Number(row.scale), 2);
  }
  expect(new Set(found.map(({ holds }) => holds)).size, "of one mind").toBe(1);
  return found[0]!.holds ? "yes" : "no";
}

function verdictOnCheck(row: Printed): string {
  const { steps } = built.get(row.home)!.report;
  const asked = steps.flatMap((s) => s.checks).filter((c) => c.check === row.metric_or_identity);
  expect(asked, "asked once").toHaveLength(1);
  expect(asked[0]!.rows, "all of them in the sample").toBe(asked[0]!.sample.length);
  const broken = asked[0]!.sample.some(
    (found) =>
      found.region_code === row.region &&
      found.fund === row.fund &&
      found.account === row.account &&
      found.month === row.period,
  );
  return broken ? "no" : "yes";
}

const VERDICT = { figure: verdictOnFigure, identity: verdictOnIdentity, check: verdictOnCheck };

describe("every printed figure agrees with its verdict", () => {
  test.each(ORACLE.map((row) => [nameOf(row), row] as const))("%s", (_, row) => {
    expect(VERDICT[row.kind](row)).toBe(row.verdict);
  });
});

test("159 printed figures, of which 145 reproduce and 14 do not", () => {
  const count = (verdict: string) =>
    ORACLE.filter((row) => VERDICT[row.kind](row) === verdict).length;
  expect([ORACLE.length, count("yes"), count("no")]).toEqual([159, 145, 14]);
});

test("batches are held for the errors the oracle knows, and for no other", () => {
  const held = [...built].flatMap(([home, { held: batches }]) =>
    batches.flatMap(({ failed }) =>
      failed.map((e) => [home, e.identity, e.fund, e.account, e.period].join(" ")),
    ),
  );
  const expected = ORACLE.filter((row) => row.kind === "identity" && row.verdict === "no").map(
    (row) => [row.home, row.metric_or_identity, row.fund, row.account, row.period].join(" "),
  );
  expect(held.sort()).toEqual(expected.sort());
});

test("every step of every home was built", () => {
  const failed = [...built.values()].flatMap(({ report }) =>
    report.steps.filter((step) => step.status !== "done"),
  );
  expect(failed).toEqual([]);
});

describe("the city bulletin of 2019-07, point by point", () => {
  const value = (metric: string, fund: string, basis = "") =>
    Number(
      built.get("samples/city-2019-07")!.figures.find({
        metric,
        region: "620700",
        fund,
        period: "2019-07",
        basis,
      })?.value ?? Number.NaN,
    );

  test("职工", () => {
    expect(Math.abs(value("income_completion", "employee") - 0.5782)).toBeLessThanOrEqual(0.00005);
    expect(Math.abs(value("expenditure_completion", "employee") - 0.6545)).toBeLessThanOrEqual(
      0.00005,
    );
    expect(value("ahead_of_even", "employee").toFixed(4)).toBe("0.0712");
    expect(value("months_payable", "employee", "budget")).toBeGreaterThanOrEqual(11.31);
    expect(value("months_payable", "employee", "budget")).toBeLessThanOrEqual(11.7);
  });

  test("居民", () => {
    expect(value("ahead_of_even", "resident")).toBeGreaterThanOrEqual(0.0271);
    expect(value("ahead_of_even", "resident")).toBeLessThanOrEqual(0.0288);
    expect(value("months_payable", "resident", "budget").toFixed(2)).toBe("8.39");
  });

  test("生育", () => {
    expect(value("months_payable", "maternity", "budget").toFixed(1)).toBe("122.5");
  });
});
