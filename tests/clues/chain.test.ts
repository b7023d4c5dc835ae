import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clueLedger, holdingLedger } from "../../pipelines/clues/ledger.ts";
import { HashChain } from "../../pipelines/hash-chain.ts";
import { initHome } from "../../pipelines/home.ts";
import { fundwatch } from "../crash/command.ts";

let folder: string;
let chain: HashChain<{ word: string }>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fundwatch-chain-"));
  chain = new HashChain(path.join(folder, "log.jsonl"), ({ line }) => new Error(`line ${line}`));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = new Date("2025-08-14T01:00:00Z");
const write = (...words: string[]) =>
  chain.append(
    words.map((word) => ({ word })),
    at,
  );

test("lines are chained, however many are written at once", () => {
  write("a", "b");
  write("c");
  const entries = chain.read();
  expect(entries.map(({ seq, word }) => [seq, word])).toEqual([
    [1, "a"],
    [2, "b"],
    [3, "c"],
  ]);
  expect(entries[2]!.prev).toBe(entries[1]!.hash);
});

test.each<[string, (lines: string[]) => string[], number]>([
  ["a changed word", ([a, b, c]) => [a!, b!.replace('"b"', '"x"'), c!], 2],
  ["a line left out", ([a, , c]) => [a!, c!], 2],
  ["a line put in twice", ([a, b, c]) => [a!, b!, b!, c!], 3],
  ["a line that is no JSON", ([a, b, c]) => [a!, b!, `${c!}x`], 3],
  ["a first line left out", ([, b, c]) => [b!, c!], 1],
])("%s is found where it is, and nothing more is written", (_, change, line) => {
  write("a", "b", "c");
  const lines = readFileSync(chain.file, "utf8").trimEnd().split("\n");
  const edited = change(lines).map((text) => `${text}\n`);
  writeFileSync(chain.file, edited.join(""));
  expect(chain.inspect().broken).toMatchObject({ line });
  expect(() => write("d")).toThrow(`line ${line}`);
  expect(readFileSync(chain.file, "utf8")).toBe(edited.join(""));
});

test("a torn last line was never written", () => {
  write("a");
  appendFileSync(chain.file, '{"seq":2,"wo');
  expect(chain.read()).toHaveLength(1);
  write("b");
  expect(chain.read().map(({ word }) => word)).toEqual(["a", "b"]);
});

test("two writers: the second is told, and nothing is lost", async () => {
  const { home } = initHome(path.join(folder, "home"));
  const total = ["clues", "total", "规则筛查", "--period", "2025", "--found", "2"].concat([
    "--verified",
    "1",
    "--amount",
    "5",
    "--document",
    "x",
    "--by",
    "甲",
  ]);
  const refused = await holdingLedger(home, () => fundwatch(home.root, total));
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("正在办理线索")]);
  expect((await fundwatch(home.root, total)).status).toBe(0);
  expect(clueLedger(home).read()).toMatchObject([{ event: "total", by: "甲", recovered: "5.00" }]);
});
