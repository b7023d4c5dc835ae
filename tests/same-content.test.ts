import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFigures, withFigures } from "../pipelines/figure-book.ts";
import { initHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { run } from "../pipelines/run.ts";
import { FORMS, type Unit } from "./sources/facts.ts";

const UNITS: Unit[] = ["元", "万元", "亿元"];
const variants = Object.keys(FORMS).flatMap((form) =>
  UNITS.map((unit): [title: string, form: string, unit: Unit] => [
    `${form} in ${unit}`,
    form,
    unit,
  ]),
);
const now = () => new Date("2019-08-14T01:00:00Z");

describe("The same content gives the same figures, to the last digit", () => {
  const desk = mkdtempSync(path.join(tmpdir(), "same-content-"));
  let first: string[];

  beforeAll(async () => {
    first = await figuresOf(Object.keys(FORMS)[0]!, "元");
  });
  afterAll(() => rmSync(desk, { recursive: true }));

  test("as published for the city in July 2019", () => {
    const ofCity = (key: string) =>
      Number(first.find((line) => line.startsWith(`${key} `))?.split(" = ")[1]);
    expect(ofCity("income_completion 620700 employee all 2019-07")).toBeCloseTo(0.5782, 4);
    expect(ofCity("expenditure_completion 620700 resident all 2019-07")).toBeCloseTo(0.611, 4);
    expect(ofCity("closing_balance 620700 employee personal 2019-07")).toBe(82_290_000);
    expect(ofCity("income_ytd 620725 resident all 2019-07")).toBe(123_456_789.01);
    expect(first.length).toBeGreaterThan(60);
  });

  test.each(variants)("as %s", async (_, form, unit) => {
    expect(await figuresOf(form, unit)).toEqual(first);
  });

  async function figuresOf(form: string, unit: Unit): Promise<string[]> {
    const folder = mkdtempSync(path.join(desk, "home-"));
    const { home } = initHome(folder);
    mkdirSync(home.inbox, { recursive: true });
    await FORMS[form]!(home.inbox, unit);
    const outcomes = await load(home, [], { now });
    expect(outcomes.map((o) => [o.source, o.status, o.quarantined])).toEqual([
      ["fund_budget", "loaded", 0],
      ["fund_statement", "loaded", 0],
    ]);
    await run(home, { now });
    const figures = await withFigures(home, undefined, (store) => readFigures(store));
    return figures
      .map((f) =>
        [f.metric, f.region, f.fund, f.account, f.period, f.basis, "=", f.value].join(" "),
      )
      .sort();
  }
});
