import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { withFigures } from "../pipelines/figure-book.ts";
import { initHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { run } from "../pipelines/run.ts";
import { traceFigures } from "../pipelines/trace.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-caveats-"));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const HEADER = "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径";
const now = () => new Date("2025-04-02T02:00:00Z");

/** The caveats of some figures after the lines were loaded and accepted. */
async function caveats(lines: string[], ids: string[]): Promise<string[][]> {
  const { home } = initHome(root);
  const file = path.join(root, "statement.csv");
  writeFileSync(file, `${[HEADER, ...lines].join("\n")}\n`);
  const outcomes = await load(home, [file], { now, accept: "与原表核对一致" });
  expect(outcomes.map(({ status }) => status)).toEqual(["accepted"]);
  await run(home, { now });
  const traces = await withFigures(home, undefined, (store) => traceFigures(home, store, ids));
  return ids.map((id) => traces.get(id)!.caveats);
}

const line = (code: string, fund: string, side: string, item: string, amount: number) =>
  `${code},某地${code},${fund},,2025-03,${side},${item},,${amount},万元,`;

test("a failed sum is told under the figures it concerns, with the reason, and under no others", async () => {
  const [employee, resident, elsewhere] = await caveats(
    [
      line("990100", "职工", "收入", "收入合计", 100),
      line("990100", "居民", "收入", "收入合计", 50),
      line("990100", "合计", "收入", "收入合计", 170),
      line("990200", "职工", "收入", "收入合计", 80),
    ],
    [
      "income_ytd/990100/employee/2025-03",
      "income_ytd/990100/resident/2025-03",
      "income_ytd/990200/employee/2025-03",
    ],
  );
  for (const told of [employee!, resident!]) {
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/合计＝各险种之和.*相差 200000.*接受理由：与原表核对一致/);
  }
  expect(elsewhere).toEqual([]);
});

test("with more failed sums than are listed, every figure of the batch carries the reason", async () => {
  const codes = Array.from({ length: 230 }, (_, i) => String(990000 + i));
  const lines = codes.flatMap((code, i) => [
    line(code, "职工", "收入", "收入合计", 100),
    line(code, "职工", "支出", "支出合计", 60),
    line(code, "职工", "结余", "当期结余", 1000 - i),
  ]);
  const ids = ["990000", "990229"].map((code) => `income_ytd/${code}/employee/2025-03`);
  for (const told of await caveats(lines, ids)) {
    expect(told.join()).toContain("共有 230 处勾稽不符；接受理由：与原表核对一致");
  }
});
