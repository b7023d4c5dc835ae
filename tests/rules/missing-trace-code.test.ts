import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

/** So many lines at P1, of which the first `missing` have no code; every second code is only scanned. */
function lines(count: number, missing: number, at: { code?: string; month?: string } = {}) {
  const { code = "X1", month = "2025-08" } = at;
  const rows = Array.from({ length: count }, (_, i) => ({ n: i + 1, coded: i >= missing }));
  return {
    "core.catalogue": `hilist_code | hilist_name | list_type | trace_required
      X1 | 阿卡波糖 | 101 | 1
      X2 | 阿卡波糖（拆零） | 101 | 0
      T1 | 黄芪配方颗粒 | 101 | 1
      T2 | 黄芪 | 102 | 1`,
    "core.fee_line": [
      "bkkp_sn | setl_id | fixmedins_code | hilist_code | charge_category | det_item_fee_sumamt | inscp_amt | trac_code | month",
      ...rows.map(
        ({ n, coded }) =>
          `b${n} | s${n} | P1 | ${code} | drug | 10 | ${100 - n} | ${coded && n % 2 ? "81" : "null"} | ${month}`,
      ),
    ].join("\n"),
    "core.drug_trace": [
      "drug_trac_codg | bkkp_sn | month",
      ...rows.filter(({ n, coded }) => coded && n % 2 === 0).map(({ n }) => `8 | b${n} | ${month}`),
    ].join("\n"),
    "core.settlement": [
      "setl_id | care | visits | month",
      ...rows.map(({ n }) => `s${n} | pharmacy | 1 | ${month}`),
    ].join("\n"),
  };
}

test("R23 three of forty lines have no code", () =>
  cases.returns(
    "R23",
    lines(40, 3),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     institution | P1 | null | P1 | null | institution | P1 | 0 | 须扫码的明细40行，无追溯码3行 | null | 2025-08
     institution | P1 | null | P1 | s1 | fee_line | b1 | 0 | 须扫码的明细40行，无追溯码3行 | null | 2025-08
     institution | P1 | null | P1 | s2 | fee_line | b2 | 0 | 须扫码的明细40行，无追溯码3行 | null | 2025-08
     institution | P1 | null | P1 | s3 | fee_line | b3 | 0 | 须扫码的明细40行，无追溯码3行 | null | 2025-08`,
  ));

const inpatient = (given: Record<string, string>) => ({
  ...given,
  "core.settlement": given["core.settlement"]!.replaceAll("pharmacy", "inpatient"),
});

test.each([
  ["two of forty: five of a hundred, no more", lines(40, 2)],
  ["29 lines", lines(29, 20)],
  ["before July 2025", lines(40, 3, { month: "2025-06" })],
  ["not to be scanned", lines(40, 3, { code: "X2" })],
  ["granules of herbs", lines(40, 3, { code: "T1" })],
  ["herbs", lines(40, 3, { code: "T2" })],
  ["dispensed on wards", inpatient(lines(40, 3))],
  ["no code of anybody: the file was not sent", lines(40, 40)],
])("R23 leaves alone what is in order: %s", (_, given) => cases.setsAside("R23", given));
