import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { initHome, openHome } from "../pipelines/home.ts";
import { arrivals, liveBatches } from "../pipelines/ingest/batches.ts";
import { load } from "../pipelines/ingest/load.ts";
import { quarantined } from "../pipelines/ingest/quarantine.ts";
import { run } from "../pipelines/run.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-reread-"));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CSV = `统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径
990100,某地,职工,,2025-03,收入,收入合计,,100,万元,
990100,某地,职工统账,,2025-03,支出,支出合计,,80,万元,
`;

test("rows in quarantine come in once their name is in the config", async () => {
  const { home } = initHome(root);
  const now = () => new Date("2025-04-02T02:00:00Z");
  const file = path.join(root, "statement.csv");
  writeFileSync(file, CSV);
  const [first] = await load(home, [file], { now });
  expect(first).toMatchObject({ status: "loaded", rows: 1, quarantined: 1 });

  const [same] = await load(home, [file], { now });
  expect(same).toMatchObject({ status: "duplicate" });

  writeFileSync(
    home.configFile,
    JSON.stringify({ aliases: { headers: {}, funds: { employee: ["职工统账"] }, terms: {} } }),
  );
  const changed = openHome(root);
  const [looked] = await load(changed, [file], { now, dryRun: true });
  expect(looked).toMatchObject({ status: "would_load", rows: 2, quarantined: 0 });
  const [again] = await load(changed, [file], { now });
  expect(again).toMatchObject({ status: "loaded", rows: 2, quarantined: 0 });
  expect(again!.messages.join()).toContain("隔离行 1 → 0");

  expect(arrivals(changed)).toHaveLength(2);
  expect(liveBatches(changed).map(({ batch }) => batch.rows)).toEqual([2]);
  expect((await load(changed, [file], { now }))[0]).toMatchObject({ status: "duplicate" });
});

test("a dry run says how each column is understood", async () => {
  const { home } = initHome(root);
  const file = path.join(root, "statement.csv");
  writeFileSync(file, CSV);
  const [outcome] = await load(home, [file], { now: () => new Date(0), dryRun: true });
  expect(outcome!.messages.join()).toContain(
    "按基金收支月报长表读取，表头到第1行：A列 统筹区代码、B列 统筹区、C列 险种",
  );
  expect(arrivals(home)).toEqual([]);
});

test("a home whose path holds [brackets] and * works like any other", async () => {
  const { home } = initHome(path.join(root, "局[2025]*"));
  const file = path.join(root, "statement.csv");
  writeFileSync(file, CSV);
  const now = () => new Date("2025-04-02T02:00:00Z");
  await load(home, [file], { now });
  const report = await run(home, { now });
  expect(report.steps.filter((step) => step.status !== "done")).toEqual([]);
  expect(await quarantined(home)).toHaveLength(1);
});

test("a period that has not come yet is pointed out", async () => {
  const { home } = initHome(root);
  const file = path.join(root, "statement.csv");
  writeFileSync(file, CSV);
  const [early] = await load(home, [file], { now: () => new Date("2025-02-20T00:00:00Z") });
  expect(early!.messages.join()).toContain("所属期 2025-03 晚于今天（2025-02-20）");
});

test("a column of countless texts is refused, not read in part", async () => {
  const { home } = initHome(root);
  const file = path.join(root, "statement.csv");
  const lines = Array.from(
    { length: 200_001 },
    (_, i) => `990100,某地,职工${i},,2025-03,收入,收入合计,,1,万元,`,
  );
  writeFileSync(file, `${CSV.split("\n")[0]}\n${lines.join("\n")}\n`);
  const [outcome] = await load(home, [file], { now: () => new Date("2025-04-02T02:00:00Z") });
  expect(outcome).toMatchObject({ status: "refused", rows: 0 });
  expect(outcome!.messages.join()).toContain("C列：“险种”列有 200000 种以上的不同内容");
  expect(arrivals(home)).toEqual([]);
});
