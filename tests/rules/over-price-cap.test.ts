import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLED = `setl_id | psn_no | fixmedins_code | visits | brdy | month
  s | p | H1 | 1 | 1960-05-01 | 2025-03
  k | q | H1 | 1 | 2018-03-11 | 2025-03
  l | r | H1 | 1 | 2018-03-10 | 2025-03`;
const CATALOGUE = `hilist_code | hilist_name | pric_uplmt_amt | pric_uplmt_begndate | prev_pric_uplmt_amt | child_addon
  X | 换药 | 100 | 2025-03-05 | 130 | 0
  K | 穿刺 | 100 | 2020-01-01 | null | 1
  L | 缝合 | 100 | 2020-01-01 | null | 0.2`;
const LINES =
  "bkkp_sn | setl_id | fee_ocur_time | hilist_code | hilist_name | pric | cnt | pric_uplmt_amt | overlmt_selfpay | inscp_amt | month";
const given = (lines: string) => ({
  "core.settlement": SETTLED,
  "core.catalogue": CATALOGUE,
  "core.fee_line": `${LINES}\n${lines}`,
});
const RETURNED = "subject | amount_yuan | observed | exclusion | month";

test("R13 above the line's own cap, less what the patient paid over it", () =>
  cases.returns(
    "R13",
    given(`1 | s | 2025-03-10 08:00:00 | Y | 推拿 | 60.5 | 2 | 50 | 0 | 100 | 2025-03
      2 | s | 2025-03-10 08:00:00 | Y | 推拿 | 60 | 2 | 50 | 15 | 105 | 2025-03`),
    `${RETURNED}
     1 | 21 | “推拿”单价60.50元，限价50.00元 | null | 2025-03
     2 | 5 | “推拿”单价60.00元，限价50.00元 | null | 2025-03`,
  ));

test("R13 above the catalogue's cap of the day where the line has none", () =>
  cases.returns(
    "R13",
    given(`1 | s | 2025-03-05 08:00:00 | X | 换药 | 120 | 1 | null | null | 120 | 2025-03
      2 | s | 2025-03-04 08:00:00 | X | 换药 | 140 | 1 | null | null | 140 | 2025-03`),
    `${RETURNED}
     1 | 20 | “换药”单价120.00元，限价100.00元 | null | 2025-03
     2 | 10 | “换药”单价140.00元，限价130.00元 | null | 2025-03`,
  ));

test.each([
  ["at the cap", "1 | s | 2025-03-10 08:00:00 | Y | 推拿 | 50 | 2 | 50 | 0 | 100 | 2025-03"],
  [
    "within a thousandth",
    "1 | s | 2025-03-10 08:00:00 | Y | 推拿 | 50.05 | 2 | 50 | 0 | 100 | 2025-03",
  ],
  [
    "paid by the patient",
    "1 | s | 2025-03-10 08:00:00 | Y | 推拿 | 60 | 2 | 50 | 20 | 100 | 2025-03",
  ],
  ["not of the fund", "1 | s | 2025-03-10 08:00:00 | Y | 特需推拿 | 60 | 2 | 50 | 0 | 0 | 2025-03"],
  [
    "under the cap before",
    "1 | s | 2025-03-04 08:00:00 | X | 换药 | 130 | 1 | 100 | 0 | 130 | 2025-03",
  ],
  [
    "the cap before, no own",
    "1 | s | 2025-03-04 08:00:00 | X | 换药 | 130 | 1 | null | 0 | 130 | 2025-03",
  ],
  [
    "a child, flagged",
    "1 | k | 2025-03-10 08:00:00 | K | 穿刺 | 130 | 1 | 100 | 0 | 130 | 2025-03",
  ],
  [
    "a child, its share",
    "1 | k | 2025-03-10 08:00:00 | L | 缝合 | 120 | 1 | 100 | 0 | 120 | 2025-03",
  ],
  [
    "taken back",
    `1 | s | 2025-03-10 08:00:00 | Y | 推拿 | 60 | 2 | 50 | 0 | 120 | 2025-03
     2 | s | 2025-03-10 09:00:00 | Y | 推拿 | 60 | -2 | 50 | 0 | -120 | 2025-03`,
  ],
])("R13 leaves alone what is in order: %s", (_, lines) => cases.setsAside("R13", given(lines)));

test("R13 seven years old today, or above the child's price: no longer set aside", () =>
  cases.returns(
    "R13",
    given(`1 | l | 2025-03-10 08:00:00 | K | 穿刺 | 120 | 1 | 100 | 0 | 120 | 2025-03
      2 | k | 2025-03-10 08:00:00 | L | 缝合 | 121 | 1 | 100 | 0 | 121 | 2025-03`),
    `subject | amount_yuan | exclusion
     1 | 20 | null
     2 | 21 | null`,
  ));
