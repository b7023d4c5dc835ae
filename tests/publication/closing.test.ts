import { expect, test } from "vitest";
import { precedes, speaksOf } from "../../models/closing.ts";
import { monthsIn } from "../../models/period.ts";
import type { LogEntry, PublicationEvent } from "../../models/publication-log.ts";
import { standingOf } from "../../models/publication-standing.ts";

const batch = (periods: string[], regions: string[] = ["620725"]) => ({
  periods: Object.fromEntries(periods.map((period) => [period, 1])),
  regions: Object.fromEntries(regions.map((code) => [code, ""])),
});

test("a quarter is its three months", () => {
  expect(monthsIn("2019Q3")).toEqual(["2019-07", "2019-08", "2019-09"]);
  expect(monthsIn("2019-07")).toEqual(["2019-07"]);
});

test.each([
  ["its own month", ["2019-07"], true],
  ["an earlier month of the year, which its running totals hold", ["2019-02"], true],
  ["a later month", ["2019-08"], false],
  ["an earlier and a later month", ["2019-06", "2019-08"], true],
  ["last year", ["2018-07"], false],
  ["the year, which a budget is revised in while its months are closed", ["2019"], false],
  ["no month, as registers do", [], false],
])("of a closed 2019-07 speaks %s: %s %s", (_, periods, speaks) => {
  expect(speaksOf(batch(periods), "620725", "2019-07", [])).toBe(speaks);
});

test("a budget speaks of the December of its year", () => {
  expect(speaksOf(batch(["2019"]), "620725", "2019-12", [])).toBe(true);
});

test("a region is spoken of by files of itself and of what is inside it, not of its parent", () => {
  const of = (codes: string[], region: string, places: { code: string; parent: string }[] = []) =>
    speaksOf(batch(["2019-07"], codes), region, "2019-07", places);
  expect(of(["620725"], "620700")).toBe(true);
  expect(of(["620725"], "620000")).toBe(true);
  expect(of(["620700"], "620725")).toBe(false);
  expect(of(["620825"], "620700")).toBe(false);
  expect(of(["620722", "620725"], "620725")).toBe(true);
  expect(of(["990001"], "620700")).toBe(false);
  expect(of(["990001"], "620700", [{ code: "990001", parent: "620725" }])).toBe(true);
  expect(
    of(["990001"], "620700", [
      { code: "990001", parent: "990002" },
      { code: "990002", parent: "990001" },
    ]),
  ).toBe(false);
  expect(of([], "620700")).toBe(true);
});

test("only what is all of later months cannot show in a month's figures", () => {
  expect(precedes(batch(["2019-08", "2019-09"]), "2019-07")).toBe(false);
  expect(precedes(batch(["2019-07", "2019-08"]), "2019-07")).toBe(true);
  expect(precedes(batch(["2019"]), "2019-07")).toBe(true);
  expect(precedes(batch(["2020"]), "2019-07")).toBe(false);
  expect(precedes(batch([]), "2019-07")).toBe(true);
});

const told = (...events: PublicationEvent[]): LogEntry[] =>
  events.map((event, i) => ({
    ...event,
    ...{ seq: i + 1, at: `2019-08-${10 + i}T00:00:00Z`, by: "甲", os_user: "zhang" },
    ...{ prev: "", hash: "" },
  }));
const requested: PublicationEvent = {
  ...{ event: "requested", request: "r2", document: "monthly-bulletin", region: "620700" },
  ...{ period: "2019-07", version: 2, reason: "漏报", takes: ["late"], files: {} },
};

test("batches a request takes in are taken in when it is issued, and not when it is rejected", () => {
  const issued = told(requested, { event: "issued", request: "r2", manifest: "abc" });
  expect([...standingOf(issued).taken]).toEqual([["late", "漏报"]]);
  expect(standingOf(issued).requests).toMatchObject([{ state: "issued", manifest: "abc" }]);
  const rejected = told(requested, { event: "rejected", request: "r2", reason: "不详" });
  expect([...standingOf(rejected).taken]).toEqual([]);
  expect(standingOf(rejected).requests).toMatchObject([{ state: "rejected", why: "不详" }]);
});

test("reopening opens exactly the months it names", () => {
  const log = told(
    {
      ...{ event: "closed", region: "620700", period: "2019Q3", months: monthsIn("2019Q3") },
      ...{ batches: [], reason: null },
    },
    {
      ...{ event: "reopened", region: "620700", period: "2019-09", months: ["2019-09"] },
      reason: "来文未齐",
    },
  );
  expect(standingOf(log).closings.map(({ month }) => month)).toEqual(["2019-07", "2019-08"]);
});
