import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drawn, monthsOf, writeInsured, writeStatement } from "../../bench/statements.ts";
import { initHome, openHome } from "../../pipelines/home.ts";
import { arrivals, landingFile, quarantineFile } from "../../pipelines/ingest/batches.ts";
import { Store } from "../../pipelines/store.ts";
import { Bench, bytesBelow, fundwatch } from "./command.ts";

const ROUNDS = 20;
const TIMEOUT = 240_000;
const bench = new Bench();
const files: string[] = [];
let duration = 0;

beforeAll(async () => {
  initHome(bench.at("prepared"));
  mkdirSync(bench.at("files"));
  const months = monthsOf(2019, 2);
  const insured = bench.at("files", "insured.csv");
  writeInsured(insured, { regions: 20, months });
  expect((await fundwatch(bench.at("prepared"), ["load", insured])).status).toBe(0);
  for (const first of [0, 1, 2]) {
    const file = bench.at("files", `statement-${first}.csv`);
    writeStatement(file, { regions: 10, first: first * 10, months: months.slice(0, 3) });
    files.push(file);
  }
  const whole = await fundwatch(bench.copy("prepared", "undisturbed"), ["load", ...files]);
  expect(whole.status).toBe(0);
  duration = whole.milliseconds;
});
afterAll(() => bench.clear());

const incoming = (root: string) =>
  readdirSync(openHome(root).raw).filter((name) => name.startsWith("."));

/** Every arrival reads whole: its manifest, its original and its landed rows. */
async function rowsLanded(root: string): Promise<Record<string, string>> {
  const home = openHome(root);
  const store = await Store.open(":memory:");
  const found: Record<string, string> = {};
  for (const arrival of arrivals(home)) {
    expect(existsSync(`${home.raw}/${arrival.sha256}/${arrival.original}`)).toBe(true);
    for (const batch of arrival.batches) {
      const { n, hash } = await store.row<{ n: string; hash: string }>(
        `select count(*) as n, sum(cast(md5_number_lower(cast(t as varchar)) as hugeint)) as hash from '${landingFile(home, arrival, batch)}' t`,
      );
      expect(Number(n)).toBe(batch.rows);
      await store.rows(`from '${quarantineFile(home, arrival, batch)}'`);
      found[batch.batch] = String(hash);
    }
  }
  store.close();
  return found;
}

test(
  `${ROUNDS} kills during load leave whole batches only`,
  async () => {
    const wanted = await rowsLanded(bench.at("undisturbed"));
    const before = bytesBelow(openHome(bench.at("prepared")).raw);
    let root = bench.copy("prepared", "home");
    let cut = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const moment = (duration * (0.15 + drawn(1000, 7, round) / 1000)) / 1.1;
      const { killed } = await fundwatch(root, ["load", ...files], moment);
      if (killed) cut += 1;
      expect(incoming(root).length, "one file is in the making at a time").toBeLessThanOrEqual(1);
      const landed = await rowsLanded(root);
      for (const [batch, hash] of Object.entries(landed)) expect(hash).toBe(wanted[batch]);
      const now = bytesBelow(openHome(root).raw);
      for (const [name, bytes] of before) expect(now.get(name) === bytes, name).toBe(true);
      if (Object.keys(landed).length === Object.keys(wanted).length)
        root = bench.copy("prepared", "home");
    }
    expect(cut).toBeGreaterThan(ROUNDS / 4);
    const { status, stderr } = await fundwatch(root, ["load", ...files]);
    expect(status, stderr).toBe(0);
    expect(incoming(root), "the next load sweeps").toEqual([]);
    expect(await rowsLanded(root)).toEqual(wanted);
  },
  TIMEOUT,
);
