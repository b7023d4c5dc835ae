import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { initHome } from "../pipelines/home.ts";
import { knownReads } from "../pipelines/known-reads.ts";

const room = mkdtempSync(path.join(tmpdir(), "fundwatch-reads-"));
afterAll(() => rmSync(room, { recursive: true, force: true }));
const { home } = initHome(path.join(room, "home"));
const file = path.join(home.cache, "tables-read.json");

/** What each SELECT reads, and which of them had to be asked for. */
async function answers(...sql: string[]): Promise<{ read: string[][]; asked: string[] }> {
  const asked: string[] = [];
  const reads = knownReads(home, async (one) => {
    asked.push(one);
    return [`core.${one}`];
  });
  const read = [];
  for (const one of sql) read.push(await reads.of(one));
  reads.keep();
  return { read, asked };
}

test("a SELECT is asked for once; one that changed is asked for again, one that went is forgotten", async () => {
  const both = { read: [["core.a"], ["core.b"]], asked: ["a", "b"] };
  expect(await answers("a", "b")).toEqual(both);
  expect(await answers("a", "b")).toEqual({ ...both, asked: [] });
  expect((await answers("a", "c")).asked).toEqual(["c"]);
  expect((await answers("a", "b")).asked).toEqual(["b"]);
});

test("a spoiled cache is done without and made again", async () => {
  writeFileSync(file, '{"spoiled');
  expect((await answers("a")).asked).toEqual(["a"]);
  expect(Object.values(JSON.parse(readFileSync(file, "utf8")))).toEqual([["core.a"]]);
});
