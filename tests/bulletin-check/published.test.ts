import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Block } from "../../models/bulletin-check/block.ts";
import type { Figure } from "../../models/bulletin-check/figure.ts";
import { checkBulletin } from "../../models/bulletin-check/index.ts";
import { ORACLE, type Printed, REPOSITORY } from "../published/oracle.ts";
import { writtenHomes } from "./published-text.ts";

const MEASURES: Record<string, string> = {
  closing_accounts: "closing",
  closing_balance: "closing",
  current_balance: "current",
  income_parts: "income",
  expenditure_parts: "expenditure",
  opening_consistent: "closing",
  insured_parts: "insured",
  months_payable: "months",
  dependency_ratio: "dependency",
  insured_share: "other",
  "income_ytd.yoy": "income",
  "expenditure_ytd.yoy": "expenditure",
  "insured.yoy": "insured",
  income_completion: "income",
  expenditure_completion: "expenditure",
  ahead_of_even: "expenditure",
};
const TOTALS: Record<string, string> = {
  "income.total": "income",
  "expenditure.total": "expenditure",
  "balance.current": "current",
  "balance.closing": "closing",
  insured: "insured",
};

/** Where the oracle's printed number is one the text derives, the printed one it must be found at. */
const PRINTED_AS: Record<string, string> = { "13466.77": "13822.15", "44431.77": "45728.33" };

function isPrintedAt(row: Printed, figure: Figure): boolean {
  const published = row.published.replace("-", "");
  if (figure.digits !== (PRINTED_AS[published] ?? published)) return false;
  const fund = row.fund === "total" && figure.scope.fund === "basic" ? "basic" : row.fund;
  if (figure.scope.fund !== fund) return false;
  const measure =
    row.metric_or_identity === "total_funds" ? TOTALS[row.basis] : MEASURES[row.metric_or_identity];
  const of = row.basis === "working" || row.basis === "retired" ? row.basis : measure;
  return figure.subject === undefined || figure.subject.measure === of || row.basis in {};
}

function outcome(blocks: Block[], printed: Printed[]) {
  const { findings } = checkBulletin({ name: "写成文字的通报", blocks });
  const flagged = findings.filter(({ verdict }) => !["consistent", "remark"].includes(verdict));
  const confirmed = findings.filter(({ verdict }) => verdict === "consistent");
  const at = (row: Printed, list: typeof findings) =>
    list.filter(({ figure }) => figure && isPrintedAt(row, figure));
  return {
    known: printed.filter((row) => row.verdict === "no"),
    caught: printed.filter((row) => row.verdict === "no" && at(row, flagged).length > 0),
    confirmed: printed.filter((row) => row.verdict === "yes" && at(row, confirmed).length > 0),
    mistaken: flagged
      .filter(
        ({ verdict, figure }) =>
          verdict !== "contradicted" &&
          !printed.some((row) => row.verdict === "no" && figure && isPrintedAt(row, figure)),
      )
      .map(({ text, printed: number, formula }) => `${number} ${text} ${formula}`),
  };
}
const homes = writtenHomes();
const handwritten = [
  { file: "city-2019-07.txt", home: "samples/city-2019-07" },
  { file: "yunlong-2022.txt", home: "samples/yunlong-2022" },
].map(({ file, home }) => ({
  name: file,
  sentences: linesOf(file),
  printed: ORACLE.filter((row) => row.home === home),
}));

function linesOf(file: string): Block[] {
  const text = readFileSync(path.join(REPOSITORY, "tests/bulletin-check/fixtures", file), "utf8");
  return text.split("\n").map((line) => ({ kind: "text", text: line }));
}

const texts = [...homes, ...handwritten];

describe("figures that bureaus printed, written out as sentences", () => {
  test.each(texts.map((text) => [text.name, text] as const))("%s", (_, { sentences, printed }) => {
    const { known, caught, confirmed, mistaken } = outcome(sentences, printed);
    expect(caught).toEqual(known);
    expect(confirmed).toEqual(printed.filter((row) => row.verdict === "yes"));
    expect(mistaken).toEqual([]);
  });

  test("all 159 of the oracle are printed once", () => {
    const rows = texts.flatMap(({ printed }) => printed.map(({ row }) => row));
    expect(new Set(rows).size).toBe(ORACLE.length);
    expect(rows.length).toBe(ORACLE.length);
  });

  test("hospitalization rates that the year-end insured do not give", () => {
    const { findings } = checkBulletin({ name: "", blocks: linesOf("national-inpatient.txt") });
    const flagged = findings.filter(({ verdict }) => verdict === "inconsistent");
    expect(flagged.map(({ printed }) => printed)).toEqual(["17.7%", "17.6%", "21.86%"]);
    const confirmed = findings.filter(({ verdict }) => verdict === "consistent");
    expect(confirmed.map(({ printed }) => printed)).toEqual(["15.2%", "20.7%"]);
  });
});

describe("the same as tables", () => {
  test.each(homes.map((home) => [home.name, home] as const))("%s", (_, { table, printed }) => {
    const { mistaken } = outcome(table, printed);
    expect(mistaken).toEqual([]);
  });

  test("identities of amounts are checked in tables as in sentences", () => {
    const outcomes = homes.map(({ table, printed }) => outcome(table, printed));
    const rows = (key: "caught" | "confirmed") => outcomes.flatMap((o) => o[key]).length;
    expect(rows("caught")).toBe(8);
    expect(rows("confirmed")).toBeGreaterThanOrEqual(75);
  });
});
