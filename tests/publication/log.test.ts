import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PublicationEvent } from "../../models/publication-log.ts";
import { appendLog, inspectLog, readLog } from "../../pipelines/publication/log.ts";

let home: { publications: string };
let file: string;
beforeEach(() => {
  home = { publications: mkdtempSync(path.join(tmpdir(), "fundwatch-log-")) };
  file = path.join(home.publications, "log.jsonl");
});
afterEach(() => rmSync(home.publications, { recursive: true }));

const actor = { by: "甲", os_user: "zhang" };
const at = new Date("2019-08-14T01:00:00Z");
const closed = (month: string): PublicationEvent => ({
  ...{ event: "closed", region: "620700", period: month, months: [month] },
  ...{ batches: ["b1"], reason: null },
});
const write = (...months: string[]) => {
  for (const month of months) appendLog(home, closed(month), actor, at);
};

test("every entry is chained to the one before and says who acted, as which user, when", () => {
  write("2019-06", "2019-07");
  const [first, second] = readLog(home);
  expect(first).toMatchObject({
    seq: 1,
    by: "甲",
    os_user: "zhang",
    at: "2019-08-14T01:00:00.000Z",
  });
  expect(second!.prev).toBe(first!.hash);
});

test.each<[string, (lines: string[]) => string[], number]>([
  ["a changed word", ([a, b, c]) => [a!, b!.replace("甲", "乙"), c!], 2],
  ["a line left out", ([a, , c]) => [a!, c!], 2],
  ["lines in another order", ([a, b, c]) => [a!, c!, b!], 2],
  ["a line put in twice", ([a, b, c]) => [a!, b!, b!, c!], 3],
  ["a line that is no JSON", ([a, b, c]) => [a!, b!, `${c!}x`], 3],
  ["a first line left out", ([, b, c]) => [b!, c!], 1],
])("%s breaks the chain there, and nothing more is written", (_, change, line) => {
  write("2019-05", "2019-06", "2019-07");
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  writeFileSync(
    file,
    change(lines)
      .map((text) => `${text}\n`)
      .join(""),
  );
  expect(inspectLog(home).broken).toMatchObject({ line });
  const before = readFileSync(file, "utf8");
  expect(() => write("2019-08")).toThrow(`第${line}行被改动过`);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("the order of keys within a line does not matter to its hash", () => {
  write("2019-07");
  const entry = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(Object.entries(entry).reverse()))}\n`);
  expect(readLog(home)).toHaveLength(1);
});

test("a line torn by a crash was never written, and the next takes its place", () => {
  write("2019-06");
  appendFileSync(file, '{"seq":2,"at":"2019');
  expect(readLog(home)).toHaveLength(1);
  write("2019-07");
  expect(readLog(home).map(({ seq }) => seq)).toEqual([1, 2]);
});
