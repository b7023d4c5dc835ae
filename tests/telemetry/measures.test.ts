import { describe, expect, test } from "vitest";
import { collect, type Point, plain, type Received } from "./collector.ts";
import { EVENTFUL, started, told } from "./events.ts";

describe("metrics", () => {
  const value = (point: Point | undefined) => point?.asDouble ?? point?.asInt;
  const of = ({ metrics }: Received, name: string): Point[] => {
    const { sum, gauge, histogram } = metrics.get(name) ?? {};
    return (sum ?? gauge ?? histogram)?.dataPoints ?? [];
  };

  test("count what was made, what failed, what was tried again and which claims broke", async () => {
    const received = await collect(EVENTFUL);
    const counted = (name: string) =>
      of(received, name).map((point) => [plain(point.attributes), value(point)]);
    const ledger = { "fundwatch.asset": "core.ledger" };
    expect(counted("fundwatch.materializations")).toEqual([[ledger, 2]]);
    expect(counted("fundwatch.step.retries")).toEqual([[ledger, 1]]);
    expect(counted("fundwatch.step.failures")).toEqual([
      [{ "fundwatch.asset": "marts.fund_month" }, 1],
    ]);
    expect(counted("fundwatch.check.failures")).toEqual([
      [{ ...ledger, "fundwatch.check": "no_gaps", "fundwatch.severity": "warn" }, 1],
    ]);
    expect(received.metrics.get("fundwatch.materializations")!.sum!.isMonotonic).toBe(true);
  });

  test("tell how long steps took, but not of those that never began", async () => {
    const points = of(await collect(EVENTFUL), "fundwatch.step.duration");
    expect(
      points.map(({ attributes, count, sum }) => [plain(attributes), Number(count), sum]),
    ).toEqual([
      [{ "fundwatch.asset": "core.ledger" }, 1, 4],
      [{ "fundwatch.asset": "marts.fund_month" }, 1, 2.5],
    ]);
  });

  test("tell when a snapshot was last published", async () => {
    const received = await collect(
      told(
        [0, started],
        [4, { event: "published", seconds: 1 }],
        [9, { event: "published", seconds: 1 }],
      ),
    );
    expect(of(received, "fundwatch.publish.time").map(value)).toEqual([
      Date.UTC(2026, 10, 21, 14, 30, 9) / 1000,
    ]);
  });
});
