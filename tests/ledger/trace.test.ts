import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOfSettlements } from "../../models/metrics/define.ts";
import { METRICS } from "../../models/metrics/index.ts";
import type { Trace } from "../../models/trace.ts";
import { openSnapshot } from "../../pipelines/publish/snapshot.ts";
import { traceFigures } from "../../pipelines/trace.ts";
import { type BuiltHome, buildHome, scratch } from "../published/homes.ts";
import { REPOSITORY } from "../published/oracle.ts";

const root = scratch();
let built: BuiltHome;
let traces: Map<string, Trace>;
beforeAll(async () => {
  built = await buildHome(root, path.join(REPOSITORY, "tests/cases/settlements-by-hand/inbox"));
  const ids = built.figures.all().map(({ id }) => id);
  const store = await openSnapshot(built.home);
  traces = await traceFigures(built.home, store, ids);
  store.close();
});
afterAll(() => rmSync(root, { recursive: true }));

const textOf = (id: string, kind: string): string | undefined =>
  traces.get(id)?.hops.find((hop) => hop.kind === kind)?.text;

test("every figure of settlements goes back to the files, in at most six hops that exist", () => {
  const ofSettlements = METRICS.filter(({ mart }) => isOfSettlements(mart)).map(({ id }) => id);
  const chosen = [...traces.values()].filter(({ figure }) =>
    ofSettlements.includes(figure.split("/")[0]!.replace(/\.(yoy|mom)$/, "")),
  );
  expect(chosen.length).toBeGreaterThan(500);
  expect(chosen.filter(({ hops }) => hops.length > 6 || hops.at(-1)!.kind !== "cell")).toEqual([]);
  const named = chosen.flatMap(({ hops }) =>
    hops.slice(1, -1).flatMap(({ name }) => name.split(" ")),
  );
  const missing = [...new Set(named)].filter((file) => !existsSync(path.join(REPOSITORY, file)));
  expect(missing).toEqual([]);
});

test("the rows that count are those of its months, fund and cut, by file", () => {
  expect(textOf("admissions/620786/employee/2025-02", "cell")).toBe(
    "1-结算-2025-01.csv 9 行；2-结算-2025-02.csv 7 行",
  );
  expect(textOf("admissions/620786/employee/2025-02/month", "cell")).toBe(
    "2-结算-2025-02.csv 6 行",
  );
  expect(textOf("admissions/620786/employee/2025-02/level:3", "cell")).toBe(
    "1-结算-2025-01.csv 3 行；2-结算-2025-02.csv 2 行",
  );
  expect(textOf("admissions/620786/employee/2025-01/level:1", "cell")).toBe(
    "1-结算-2025-01.csv 1 行；2-结算-2025-02.csv 1 行",
  );
  expect(textOf("admissions/620786/employee/2025-02", "ledger")).toContain(
    "core.settlement：2025-01至2025-02 结算 16 条",
  );
});

test("a rate names the cells of the insured it divides by", () => {
  const trace = traces.get("hospitalization_rate/620786/employee/2025-02")!;
  expect(trace.cells.map(({ file, text, meaning }) => [file, text, meaning])).toEqual([
    ["4-参保人数.csv", "700", "在职 · 2025-01"],
    ["4-参保人数.csv", "300", "退休 · 2025-01"],
  ]);
});
