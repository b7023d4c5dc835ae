import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Asset,
  type DocumentAsset,
  type Graph,
  graphOf,
  sourceFrom,
} from "../../pipelines/asset.ts";
import { assets } from "../../pipelines/assets.ts";
import { select } from "../../pipelines/selection.ts";
import { Store } from "../../pipelines/store.ts";
import { assetsOf, TABLES } from "./desk.ts";

const bulletin: DocumentAsset = {
  kind: "document",
  key: "document.note",
  about: "A note on all regions.",
  span: "month",
  tags: ["document", "monthly"],
  reads: ["core.count", "marts.whole"],
  version: "1",
};
const tables = {
  ...TABLES,
  "core.count": TABLES["core.count"]!.replace("-- grain", "-- tags: small, quick\n-- grain"),
  "core.counted": TABLES["core.count"]!,
  "marts.whole": TABLES["marts.whole"]!.replace("-- grain", "-- tags: quick\n-- grain"),
};

let store: Store;
const graphs: Record<string, Graph> = {};
const graphFrom = (of: Asset[]) => graphOf(of, [], (sql) => store.tablesRead(sql));

beforeAll(async () => {
  store = await Store.open(":memory:");
  graphs.desk = await graphFrom([
    sourceFrom("source.reading", "Readings."),
    ...assetsOf(tables),
    bulletin,
  ]);
  graphs.real = await graphFrom(assets());
});
afterAll(() => store.close());

const chosen = (...selection: string[]) => select(graphs.desk!, selection).map(({ key }) => key);

const CORE = ["core.count", "core.counted", "core.running"];
const BELOW = ["source.reading", "staging.reading"];
const ALL = [
  ...BELOW,
  "core.count",
  "core.counted",
  "core.running",
  "marts.whole",
  "document.note",
];

/** What is selected, and what that names; each graph order follows what is read. */
const CASES: [selection: string[], keys: string[]][] = [
  [[], ALL],
  [["core.count"], ["core.count"]],
  [["source.reading"], ["source.reading"]],
  [["document.note"], ["document.note"]],
  [["core.*"], CORE],
  [["*"], ALL],
  [["*.reading"], BELOW],
  [["core.r*g"], ["core.running"]],
  [["core.coun?"], ["core.count"]],
  [["core.count??"], ["core.counted"]],
  [["c?re.count"], ["core.count"]],
  [["tag:quick"], ["core.count", "marts.whole"]],
  [["tag:small"], ["core.count"]],
  [["tag:core"], CORE],
  [["tag:sql"], ["staging.reading", ...CORE, "marts.whole"]],
  [["tag:source"], ["source.reading"]],
  [["tag:document"], ["document.note"]],
  [["tag:monthly"], ["document.note"]],
  [["+core.running"], [...BELOW, "core.running"]],
  [["+source.reading"], ["source.reading"]],
  [["core.running+"], ["core.running", "marts.whole", "document.note"]],
  [["core.counted+"], ["core.counted"]],
  [["source.reading+"], ALL],
  [["document.note+"], ["document.note"]],
  [["+document.note"], [...BELOW, "core.count", "core.running", "marts.whole", "document.note"]],
  [["+core.running+"], [...BELOW, "core.running", "marts.whole", "document.note"]],
  [["+tag:small"], [...BELOW, "core.count"]],
  [["tag:small+"], ["core.count", "document.note"]],
  [["+core.cou*+"], [...BELOW, "core.count", "core.counted", "document.note"]],
  [
    ["marts.whole", "core.count"],
    ["core.count", "marts.whole"],
  ],
  [
    ["core.count", "core.count", "core.c*"],
    ["core.count", "core.counted"],
  ],
  [
    ["tag:document", "+core.counted"],
    [...BELOW, "core.counted", "document.note"],
  ],
];

describe("what a selection names", () => {
  test.each(CASES)("%j", (selection, keys) => {
    const found = chosen(...selection);
    expect([...found].sort()).toEqual([...keys].sort());
    for (const key of found) {
      const reads = graphs.desk!.reads.get(key)!.filter((read) => found.includes(read));
      for (const read of reads) expect(found.indexOf(read)).toBeLessThan(found.indexOf(key));
    }
  });
});

describe("what names nothing is refused with the list of what there is", () => {
  test.each([
    "coreXcount",
    "core.coun",
    "ore.count",
    "core.count ",
    "core.[c]ount",
    "core.(count)",
    "core.count|core.running",
    "^core.count$",
    "core\\.count",
    "core.{count}",
    "++core.count",
    "core.count++",
    "core+count",
    "?",
    "+",
    "++",
    "",
    "CORE.COUNT",
  ])("%j", (text) => {
    expect(() => chosen(text)).toThrow(`没有名为 ${text} 的数据资产`);
    expect(() => chosen("core.count", text)).toThrow(/已有：.*source\.reading.*document\.note/);
  });

  test.each(["tag:none", "+tag:none+", "tag:qui*", "tag:", "tag:core.count"])("%j", (text) => {
    expect(() => chosen(text)).toThrow(/^没有/);
    if (text !== "tag:")
      expect(() => chosen(text)).toThrow(/已有标签：core、document、marts、monthly、quick、small/);
  });
});

test("the real graph: sources, tables and documents by name, folder and tag", () => {
  const named = (...selection: string[]) => select(graphs.real!, selection).map(({ key }) => key);
  expect(named("tag:source").every((key) => key.startsWith("source."))).toBe(true);
  const records = new Set(named("tag:records"));
  expect(named("tag:source").filter((key) => !records.has(key))).toHaveLength(3);
  expect(records.has("source.settlement") && records.has("core.catalogue")).toBe(true);
  expect(named("tag:document").sort()).toEqual([
    "document.forecast-book",
    "document.monthly-bulletin",
    "document.quarterly-report",
  ]);
  expect(named("document.monthly-bulletin")).toEqual(["document.monthly-bulletin"]);
  expect(named("tag:marts").sort()).toEqual(named("marts.*").sort());
  const bulletin = named("+document.monthly-bulletin");
  expect(bulletin).toEqual(expect.arrayContaining(["source.fund_budget", "core.settlement"]));
  expect(bulletin).not.toContain("marts.benchmark_comparison");
  expect(named("source.insured+").sort()).toEqual([
    "core.insured",
    "document.forecast-book",
    "document.monthly-bulletin",
    "document.quarterly-report",
    "marts.benchmark_comparison",
    "marts.figure",
    "marts.forecast_ahead",
    "marts.forecast_history",
    "marts.forecast_outcome",
    "marts.forecast_score",
    "marts.fund_forecast",
    "marts.insured_month",
    "marts.service_insured",
    "marts.service_month",
    "marts.spending_decomposition",
    "marts.supervision_month",
    "source.insured",
    "staging.insured",
  ]);
});
