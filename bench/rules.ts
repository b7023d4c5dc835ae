import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { RULES } from "../models/rules/index.ts";
import { planLike } from "../models/simulation/plan.ts";
import { initHome, openHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { literal } from "../pipelines/quote.ts";
import { PLANTS } from "../pipelines/simulate/plants/index.ts";
import { simulate } from "../pipelines/simulate/simulate.ts";
import { runSteps } from "../pipelines/steps.ts";
import type { Store } from "../pipelines/store.ts";
import { withWarehouse } from "../pipelines/warehouse.ts";
import { among } from "./first-clues.ts";
import { judged, type RuleScore } from "./rule-scores.ts";

/**
 * The supervision rules on a simulated city whose anomalies are known:
 *
 *   npm run bench:rules -- --people 400000 --seed 77 [--bare]
 *
 * For every rule recall, precision, recall in yuan, look-alikes flagged and seconds; then what the
 * first clues are worth against other orders. `--folder` keeps the files and the home for another look.
 */
const { values } = parseArgs({
  options: {
    people: { type: "string", default: "100000" },
    months: { type: "string", default: "12" },
    seed: { type: "string", default: "77" },
    folder: { type: "string" },
    first: { type: "string", default: "200" },
    /** Every rule's SELECT again as a plain CREATE TABLE AS in the same file. */
    bare: { type: "boolean", default: false },
    /** On a folder that was kept: every rule is built anew. */
    again: { type: "boolean", default: false },
  },
});

const now = () => new Date();
const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), "fundwatch-rules-"));
process.env.XDG_CONFIG_HOME ??= folder;
const files = path.join(folder, "files");
const root = path.join(folder, "home");

if (!existsSync(files))
  await simulate({
    people: Number(values.people),
    months: Number(values.months),
    from: "2025-01",
    seed: Number(values.seed),
    plan: planLike(2023),
    out: files,
    format: "parquet",
    feeLines: true,
    plant: PLANTS,
  });
const isNew = !existsSync(root);
const home = isNew ? initHome(root).home : openHome(root);
if (isNew) {
  const refused = (await load(home, [files], { now })).filter(({ status }) => status !== "loaded");
  if (refused.length > 0) console.error(`not loaded: ${JSON.stringify(refused.slice(0, 3))}`);
}
await withWarehouse(home, async (store, graph, catalog) => {
  const anew = {
    chosen: graph.order.filter(({ key }) => key.startsWith("rules.")),
    forcedBefore: now().toISOString(),
  };
  if (values.again) await runSteps(store, graph, catalog, { now });
  const steps = await runSteps(store, graph, catalog, { now, ...(values.again ? anew : {}) });
  const failed = steps.filter(({ status }) => status !== "done");
  if (failed.length > 0) throw new Error(JSON.stringify(failed[0]));
  const seconds = new Map<string, number>();
  for (const step of steps) seconds.set(step.asset, (seconds.get(step.asset) ?? 0) + step.seconds);
  await readTruth(store);
  const scores = await judged(store);
  const bare = values.bare ? await bareSeconds(store, graph.order) : new Map<string, number>();
  console.log(tableOf(scores, seconds, bare));
  console.log(`\n${await among(store, Number(values.first))}`);
});
if (values.folder === undefined) rmSync(folder, { recursive: true });

/** `bench.truth` and, a row an id, `bench.truth_evidence`. */
async function readTruth(store: Store): Promise<void> {
  const file = literal(path.join(files, "truth", "truth.csv"));
  await store.run("drop schema if exists bench cascade");
  await store.run("create schema bench");
  await store.run(`create table bench.truth as
    select row_number() over () as case_no, * replace (cast(amount_yuan as decimal(18, 2)) as amount_yuan)
    from read_csv(${file}, all_varchar = true, header = true)`);
  await store.run(`create table bench.truth_evidence as
    select distinct case_no, rule, label, id from (
      select case_no, rule, label, unnest(string_split(evidence_ids, ' ')) as id from bench.truth
      union all select case_no, rule, label, subject_id from bench.truth
        where subject_type in ('institution', 'institution_item', 'practitioner', 'trace_code', 'invoice'))
    where id <> ''`);
  // Persons are known to the product by the number of their settlements.
  await store.run(`insert into bench.truth_evidence
    select distinct t.case_no, t.rule, t.label, s.psn_no from bench.truth t
    join bench.truth_evidence e on e.case_no = t.case_no join core.settlement s on s.setl_id = e.id
    where t.subject_type = 'person' and s.psn_no is not null`);
}

async function bareSeconds(
  store: Store,
  assets: { key: string; kind: string }[],
): Promise<Map<string, number>> {
  const seconds = new Map<string, number>();
  for (const asset of assets) {
    if (!asset.key.startsWith("rules.")) continue;
    const begun = performance.now();
    await store.run(`create table bench.bare as ${(asset as { sql?: string }).sql}`);
    seconds.set(asset.key, (performance.now() - begun) / 1000);
    await store.run("drop table bench.bare");
  }
  return seconds;
}

function tableOf(
  scores: RuleScore[],
  seconds: Map<string, number>,
  bare: Map<string, number>,
): string {
  const share = (part: number, whole: number) => (whole === 0 ? "–" : (part / whole).toFixed(3));
  const lines = scores.map((score) => {
    const { name, title } = RULES.find(({ id }) => id === score.rule)!;
    const cells = [
      `${score.rule} ${title}`,
      score.planted,
      share(score.found, score.planted),
      score.suspicions,
      share(score.right, score.suspicions),
      share(score.right + score.other, score.suspicions),
      share(score.yuan_found, score.yuan_planted),
      `${score.lookalikes_flagged} / ${score.lookalikes}`,
      (seconds.get(`rules.${name}`) ?? 0).toFixed(2),
      ...(bare.size > 0 ? [(bare.get(`rules.${name}`) ?? 0).toFixed(2)] : []),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const head = ["rule", "planted", "recall", "suspicions", "precision", "any plant", "yuan recall"];
  const heads = [...head, "look-alikes flagged", "seconds", ...(bare.size > 0 ? ["bare"] : [])];
  return [`| ${heads.join(" | ")} |`, `|${" --- |".repeat(heads.length)}`, ...lines].join("\n");
}
