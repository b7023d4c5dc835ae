import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Home } from "../../pipelines/home.ts";
import { clear, homeWith, ledgerText, Receiver } from "./receivers.ts";

const REVIEWER = fileURLToPath(new URL("./reviewer.ts", import.meta.url));

let receivers: Receiver[];
let home: Home;
beforeEach(async () => {
  receivers = [await Receiver.open(), await Receiver.open()];
  home = homeWith();
  const channels = receivers.map((receiver) => ({ kind: "webhook", url: receiver.url() }));
  writeFileSync(home.configFile, JSON.stringify({ alerts: { channels } }));
});
afterEach(async () => {
  await Promise.all(receivers.map((receiver) => receiver.close()));
  clear(home);
});

function reviewer(begin: number, counts: number[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ["--import", "tsx", REVIEWER, home.root, String(begin), counts.join(",")];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    child.stdout.on("data", (chunk) => (stdout += chunk));
    child.on("error", reject);
    child.on("close", (status) =>
      status === 0 ? resolve(stdout) : reject(new Error(`reviewer ended with ${status}`)),
    );
  });
}

/** Four processes that begin at the same moment; gives the lines they said. */
async function atOnce(counts: (process: number) => number[]): Promise<string[]> {
  const begin = Date.now() + 3000;
  const outputs = await Promise.all([0, 1, 2, 3].map((i) => reviewer(begin, counts(i))));
  return outputs.join("").split("\n").slice(0, -1);
}

const told = ({ received }: Receiver): string[] =>
  received.flatMap(({ body }) =>
    body.alerts.map((a: { state: string; key: string }) => `${a.state} ${a.key}`),
  );
const keys = ["failed/0", "failed/1", "failed/2", "failed/3", "failed/4"];

test("processes that review the same at once tell it once, and once that it is over", async () => {
  const raised = await atOnce(() => Array(10).fill(5));
  expect(raised).toHaveLength(5);
  const resolved = await atOnce(() => Array(10).fill(0));
  expect(resolved).toHaveLength(5);
  const once = [...keys.map((key) => `raised ${key}`), ...keys.map((key) => `resolved ${key}`)];
  for (const receiver of receivers) expect(told(receiver).toSorted()).toEqual(once);
});

test("processes that disagree send each announcement once", async () => {
  await atOnce((i) => Array.from({ length: 12 }, (_, time) => (time + i) % 6));
  const rows = ledgerText(home)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const sent = rows.filter(({ state }) => state === "sent").map((r) => `${r.channel} ${r.of}`);
  expect(sent.length).toBeGreaterThan(5);
  expect(new Set(sent).size).toBe(sent.length);
  expect(receivers.flatMap(told)).toHaveLength(sent.length);
});
