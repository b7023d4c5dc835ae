import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLED = "setl_id | psn_no | fixmedins_code | visits | gend | brdy | med_type | month";
const LIMITS = `hilist_code | hilist_name | lmt_sex
  F | 产科用药 | 2
  M | 前列腺用药 | 男性`;
const LINES = "bkkp_sn | setl_id | fee_ocur_time | hilist_code | inscp_amt | month";

const given = (settled: string, code: string, amount = "30", more = {}) => ({
  "core.settlement": `${SETTLED}\n${settled}`,
  "core.item_limit": LIMITS,
  "core.fee_line": `${LINES}\n 1 | s | 2025-03-10 08:00:00 | ${code} | ${amount} | 2025-03`,
  ...more,
});

test.each([
  ["1", "F", "“产科用药”限女性，参保人登记为男性"],
  ["女", "M", "“前列腺用药”限男性，参保人登记为女性"],
])("R14 paid for the other sex: %s, %s", (sex, code, observed) =>
  cases.returns(
    "R14",
    given(`s | p | H1 | 1 | ${sex} | 1960-01-01 | 21 | 2025-03`, code),
    `subject_type | subject | psn_no | evidence | amount_yuan | observed | exclusion | month
     fee_line | 1 | p | 1 | 30 | ${observed} | null | 2025-03`,
  ),
);

test.each([
  ["its own sex", "s | p | H1 | 1 | 2 | 1960-01-01 | 21 | 2025-03", "F", "30"],
  ["sex unknown", "s | p | H1 | 1 | 9 | 1960-01-01 | 21 | 2025-03", "F", "30"],
  ["not of the fund", "s | p | H1 | 1 | 1 | 1960-01-01 | 21 | 2025-03", "F", "0"],
  ["a newborn", "s | p | H1 | 1 | 1 | 2025-03-01 | 21 | 2025-03", "F", "30"],
  ["a newborn with its mother", "s | p | H1 | 1 | 2 | 1995-01-01 | 52 | 2025-03", "M", "30"],
  [
    "registered otherwise before",
    `s | p | H1 | 1 | 1 | 1960-01-01 | 21 | 2025-03
     t | p | H1 | 1 | 2 | 1960-01-01 | 11 | 2025-02`,
    "F",
    "30",
  ],
])("R14 leaves alone what is in order: %s", (_, settled, code, amount) =>
  cases.setsAside("R14", given(settled, code, amount)),
);

test("R14 sets aside breast cancer of a man", () =>
  cases.setsAside(
    "R14",
    given("s | p | H1 | 1 | 1 | 1960-01-01 | 21 | 2025-03", "F", "30", {
      "core.diagnosis": "setl_id | diag_code\n s | C50.900",
    }),
  ));

test("R14 sets aside a delivery by its diagnosis", () =>
  cases.setsAside(
    "R14",
    given("s | p | H1 | 1 | 2 | 1995-01-01 | 21 | 2025-03", "M", "30", {
      "core.diagnosis": "setl_id | diag_code\n s | O80.000",
    }),
  ));
