import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LoadOutcome } from "../pipelines/ingest/load.ts";
import { command } from "./sources/command.ts";
import { figuresAsOf, figureValues, landed, leftovers } from "./sources/home.ts";

/**
 * What loading a case's inbox must come to. `figures` are values by figure id after a run; `asOf`
 * the same as at the arrival of a file; `then` is a further load of the same inbox.
 */
interface Expected {
  arguments?: string[];
  exit: number;
  outcomes: Pick<LoadOutcome, "file" | "source" | "status" | "rows" | "quarantined">[];
  messages: string[];
  figures?: Record<string, number>;
  asOf?: { file: string; figures: Record<string, number> };
  then?: Omit<Expected, "then">;
}

const cases = fileURLToPath(new URL("./cases/", import.meta.url));
const kinds = readdirSync(cases, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** What a case can change; documents have tests of their own. */
const FIGURES = ["run", "+marts.figure"];

describe("A bad or dirty file costs nothing that was loaded before", () => {
  const desk = mkdtempSync(path.join(tmpdir(), "cases-"));
  const baseline = path.join(desk, "baseline");
  let landedBefore: Awaited<ReturnType<typeof landed>>;
  let figuresBefore: Record<string, number>;

  beforeAll(async () => {
    for (const args of [["init"], ["load", path.join(cases, "baseline.csv")], FIGURES]) {
      expect(await command([...args, "--home", baseline])).toMatchObject({ exit: 0 });
    }
    landedBefore = await landed(baseline);
    figuresBefore = await figureValues(baseline);
    expect(Object.keys(figuresBefore)).toContain("income_ytd/620700/employee/2019-06");
  });
  afterAll(() => rmSync(desk, { recursive: true }));

  test.each(kinds)("%s", async (kind) => {
    const home = path.join(desk, kind);
    cpSync(baseline, home, { recursive: true });
    const config = path.join(cases, kind, "fundwatch.config.json");
    if (existsSync(config)) cpSync(config, path.join(home, "fundwatch.config.json"));
    const inbox = path.join(cases, kind, "inbox");
    const file = path.join(cases, kind, "expected.json");
    const given = existsSync(file) ? readFileSync(file, "utf8") : "{}";
    const expected = JSON.parse(given) as Partial<Expected>;

    const actual = await loadAndRun(home, inbox, expected.arguments ?? []);
    if (isWhole(expected)) expectAsSaid(actual, expected);
    else if (process.env.CI) throw new Error(`${kind} has no expected.json`);
    else writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
    if (expected.asOf) {
      const { asOf } = expected;
      expect(await figuresAsOf(home, asOf.file)).toMatchObject(asOf.figures);
    }
    if (expected.then) {
      expectAsSaid(await loadAndRun(home, inbox, expected.then.arguments ?? []), expected.then);
    }

    expect(await landed(home)).toMatchObject(landedBefore);
    expect(await figureValues(home)).toMatchObject(figuresBefore);
    expect(leftovers(home)).toEqual([]);
  });

  async function loadAndRun(home: string, inbox: string, args: string[]): Promise<Expected> {
    const said = await command(["load", inbox, "--home", home, "--json", ...args]);
    const outcomes = said.out === "" ? [] : (JSON.parse(said.out) as LoadOutcome[]);
    for (const outcome of outcomes) expectGuidance(outcome);
    expect(await command([...FIGURES, "--home", home])).toMatchObject({ exit: 0 });
    const figures = Object.entries(await figureValues(home)).filter(([id, value]) => {
      return figuresBefore[id] !== value;
    });
    return {
      ...(args.length > 0 ? { arguments: args } : {}),
      exit: said.exit,
      outcomes: outcomes.map(({ file, source, status, rows, quarantined }) => ({
        file,
        source,
        status,
        rows,
        quarantined,
      })),
      messages: [
        ...outcomes.flatMap((outcome) => outcome.messages),
        ...said.err.split("\n").filter((line) => line !== ""),
      ],
      figures: Object.fromEntries(figures),
    };
  }
});

/** A case may begin with the files alone, or with its arguments: the rest is written, to be reviewed. */
const isWhole = (expected: Partial<Expected>): expected is Expected => expected.exit !== undefined;

/** What was not taken is named with its place, and the clerk is told what to do. */
function expectGuidance({ file, status, quarantined, messages }: LoadOutcome): void {
  const all = messages.join("\n");
  if (status === "refused" || status === "held" || quarantined > 0) {
    expect(all).toContain(`文件 ${file}`);
    expect(all).toMatch(/请|更正/);
  }
  if (quarantined > 0) expect(all).toMatch(/第\d+行，\S+列，值“[^”]*”：/);
  if (status === "held") expect(all).toMatch(/第\d+行，[A-Z]+列：不符合“.*相差/);
}

const TAKEN = new Set(["loaded", "accepted"]);

function expectAsSaid(actual: Expected, expected: Expected): void {
  const said = actual.messages.join("\n");
  expect(actual.outcomes, said).toEqual(expected.outcomes);
  expect(actual.exit, said).toBe(expected.exit);
  for (const message of expected.messages) expect(said).toContain(message);
  const isTaken = expected.outcomes.some(({ rows, status }) => rows > 0 && TAKEN.has(status));
  if (isTaken) expect(actual.figures).toMatchObject(expected.figures ?? {});
  else expect(actual.figures).toEqual({});
}
