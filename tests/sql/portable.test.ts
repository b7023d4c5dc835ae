import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isTable, readHead } from "../../pipelines/asset.ts";
import { assets, checks } from "../../pipelines/assets.ts";
import { initHome } from "../../pipelines/home.ts";
import { analysisViews } from "../../pipelines/publish/analysis.ts";
import { type RunReport, run } from "../../pipelines/run.ts";
import { Store } from "../../pipelines/store.ts";

const tables = assets()
  .filter(isTable)
  .map(({ key, sql }) => [key, sql] as const);
const claims = checks().map(({ name, sql }) => [`checks.${name}`, sql] as const);
const views = analysisViews().map(({ name, sql }) => [`analysis.${name}`, sql] as const);
const everything = [...tables, ...claims, ...views];

let store: Store;
let root: string;
let report: RunReport;
beforeAll(async () => {
  store = await Store.open(":memory:");
  root = mkdtempSync(path.join(tmpdir(), "portable-"));
  report = await run(initHome(root).home, { now: () => new Date("2026-01-05T09:00:00+08:00") });
});
afterAll(() => {
  store.close();
  rmSync(root, { recursive: true });
});

/** SQL in lower case without comments and with every string literal empty. */
function bare(sql: string): string {
  return sql
    .replace(/'(?:[^']|'')*'|--.*$/gm, (found) => (found.startsWith("'") ? "''" : ""))
    .toLowerCase();
}

/** Tables that hold quotients, beside the rules; all others leave them to metrics. */
const DIVIDING = new Set([
  "marts.figure",
  "marts.spending_decomposition",
  "marts.benchmark_comparison",
  "core.clearing_flow",
  "marts.institution_indicator",
  "marts.institution_deviation",
  "marts.forecast_outcome",
  "marts.forecast_score",
]);

/** What other engines refuse or read otherwise: engines.md, «Portable subset». */
const FORBIDDEN: [string, RegExp][] = [
  ["a :: cast", /::/],
  [
    "* exclude, * replace, columns(), by name",
    /\bexclude\b|\*\s*replace\b|\bcolumns\s*\(|\bby name\b/,
  ],
  ["from first", /(?:^|\(|;|\bunion all|\bunion)\s*from\b/],
  ["group by all, order by all", /\b(?:group|order) by all\b/],
  ["qualify", /\bqualify\b/],
  ["integer division", /\/\//],
  ["pivot, asof join", /\b(?:un)?pivot\b|\basof\b/],
  ["a list, struct or map", /[[\]{}]|\b(?:map|struct_pack|row|array|list_value|unnest)\s*\(/],
  ["reading files", /\bread_(?:parquet|csv|csv_auto|json)\b/],
  ["a calendar from a function", /\bgenerate_series\b|\brange\s*\(/],
  ["gathering into a list or text", /\b(?:string_agg|listagg|group_concat|array_agg|list)\s*\(/],
  [
    "statistics that differ by engine",
    /\b(?:median|quantile\w*|percentile\w*|mad|mode|arg_max|arg_min|max_by|min_by|any_value|first|last|avg|stddev\w*)\s*\(/,
  ],
];

describe.each(everything)("%s", (key, sql) => {
  test("is one select", async () => {
    expect(bare(sql)).not.toContain(";");
    const { tree } = await store.row<{ tree: string }>(
      "select cast(json_serialize_sql(cast($1 as varchar)) as varchar) as tree",
      [sql],
    );
    const parsed = JSON.parse(tree) as { error: boolean; statements: unknown[] };
    expect([parsed.error, parsed.statements.length]).toEqual([false, 1]);
  });

  test("has a head that says what it is, and its grain or severity", () => {
    const { about, values } = readHead(sql);
    expect(about).not.toBe("");
    expect(Object.keys(values)).toContain(key.startsWith("checks.") ? "severity" : "grain");
  });

  test.each(FORBIDDEN)("has no %s", (_, pattern) => {
    expect(pattern.exec(bare(sql))?.[0]).toBeUndefined();
  });

  test("selects everything only from a CTE, as its last line", () => {
    const [, ...others] = bare(sql)
      .trimEnd()
      .replace(/select \* from \w+$/, "")
      .split(/\bselect\s+(?:distinct\s+)?(?:\w+\.)?\*/);
    expect(others).toEqual([]);
  });

  test("says where nulls go in every window", () => {
    expect(windowsOf(bare(sql)).flatMap(unsaid)).toEqual([]);
  });

  test("divides only in DOUBLE and under a guard", () => {
    const divisions = divisionsOf(bare(sql));
    if (!DIVIDING.has(key) && !key.startsWith("rules.")) expect(divisions).toEqual([]);
    for (const { depth, before, after } of divisions) {
      expect(depth, "inside case … end").toBeGreaterThan(0);
      expect(before).toMatch(/as double\) $/);
      expect(after).toMatch(/^ cast\(/);
    }
  });
});

/** The text between the brackets of every `over (…)` and `window x as (…)`. */
function windowsOf(sql: string): string[] {
  return [...sql.matchAll(/(?:\bover|\bas)\s*\((?=\s*(?:partition|order)\b)/g)].map((found) => {
    const start = found.index + found[0].length;
    let depth = 1;
    let end = start;
    while (depth > 0) depth += { "(": 1, ")": -1 }[sql[end++]!] ?? 0;
    return sql.slice(start, end - 1);
  });
}

/** Sort keys of a window without NULLS LAST. */
function unsaid(window: string): string[] {
  const sorted = /\border by\b([\s\S]*?)(?:\brows\b|$)/.exec(window)?.[1] ?? "";
  return sorted
    .split(",")
    .map((key) => key.trim())
    .filter((key) => key !== "" && !key.endsWith("nulls last"));
}

function divisionsOf(sql: string): { depth: number; before: string; after: string }[] {
  let depth = 0;
  const found: { depth: number; before: string; after: string }[] = [];
  for (const token of sql.matchAll(/\bcase\b|\bend\b|\//g)) {
    if (token[0] === "case") depth++;
    else if (token[0] === "end") depth--;
    else {
      const [from, to] = [token.index, token.index + 1];
      found.push({ depth, before: sql.slice(from - 12, from), after: sql.slice(to, to + 12) });
    }
  }
  return found;
}

test("DuckDB binds and runs every file on an empty home", () => {
  expect(report.steps.map(({ asset, status, error }) => [asset, status, error ?? ""])).toEqual(
    report.steps.map(({ asset }) => [asset, "done", ""]),
  );
  const built = new Set(report.steps.map(({ asset }) => asset));
  expect([...built].sort()).toEqual(tables.map(([key]) => key).sort());
  const asked = report.steps.flatMap((step) => step.checks.map(({ check }) => `checks.${check}`));
  expect([...new Set(asked)].filter((name) => name !== "checks.grain").sort()).toEqual(
    claims.map(([key]) => key).sort(),
  );
});

test("the lint sees what it should", () => {
  expect(bare("select 'a::b' -- x::y")).toBe("select '' ");
  expect(
    windowsOf("rank() over (partition by a order by b, c nulls last)").flatMap(unsaid),
  ).toEqual(["b"]);
  expect(divisionsOf("a / b").map(({ depth }) => depth)).toEqual([0]);
  const caught = (sql: string) => FORBIDDEN.filter(([, p]) => p.test(sql)).map(([name]) => name);
  expect(caught("with a as (from b) select x::int from a group by all")).toEqual([
    "a :: cast",
    "from first",
    "group by all, order by all",
  ]);
});
