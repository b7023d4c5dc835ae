import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SCAN =
  "drug_trac_codg | biz_type | scan_time | fixmedins_code | psn_no | setl_id | bkkp_sn | split_flag | month";
const scans = (...rows: string[]) => ({
  "core.drug_trace": [SCAN, ...rows.map((row) => `81 | ${row}`)].join("\n"),
  "core.settlement": `setl_id | care | month
    s1 | pharmacy | 2025-08
    s2 | pharmacy | 2025-09
    s3 | pharmacy | 2025-08`,
});
const FIRST = "sale | 2025-08-01 10:00:00 | P1 | p | s1 | b1 | 0 | 2025-08";
const AGAIN = "sale | 2025-09-03 10:00:00 | P2 | q | s2 | b2 | 0 | 2025-09";

test("R22 a box sold twice: the later sale and its fee line", () =>
  cases.returns(
    "R22",
    {
      ...scans(FIRST, AGAIN),
      "core.fee_line": `bkkp_sn | inscp_amt | month
        b1 | 30 | 2025-08
        b2 | 31.50 | 2025-09`,
    },
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     trace_code | 81 | p | P1 | s1 | fee_line | b1 | 0 | 同一追溯码销售2次、退货0次，涉及2人、2家机构 | null | 2025-09
     trace_code | 81 | q | P2 | s2 | fee_line | b2 | 31.5 | 同一追溯码销售2次、退货0次，涉及2人、2家机构 | null | 2025-09`,
  ));

test.each([
  ["sold once", scans(FIRST)],
  ["in parts", scans(FIRST.replace("| 0 |", "| 1 |"), AGAIN.replace("| 0 |", "| 1 |"))],
  [
    "returned and sold again",
    scans(FIRST, "return | 2025-08-02 10:00:00 | P1 | p | s1 | b1 | 0 | 2025-08", AGAIN),
  ],
  [
    "returned and sold again, in Chinese",
    scans(
      FIRST.replace("sale", "销售"),
      "退货 | 2025-08-02 10:00:00 | P1 | p | s1 | b1 | 0 | 2025-08",
      AGAIN.replace("sale", "销售"),
    ),
  ],
  [
    "sent again for the same settlement",
    scans(FIRST, "sale | 2025-09-01 10:05:00 | P1 | p | s1 | b1 | 0 | 2025-09"),
  ],
  [
    "dispensed on a ward",
    {
      ...scans(FIRST, AGAIN),
      "core.settlement": `setl_id | care | month
        s1 | inpatient | 2025-08
        s2 | inpatient | 2025-09`,
    },
  ],
  [
    "settled later, when the stay ends",
    {
      ...scans(FIRST, AGAIN),
      "core.settlement": `setl_id | care | month
        s1 | inpatient | 2025-10
        s2 | inpatient | 2025-10`,
    },
  ],
  [
    "the first sale was taken back",
    {
      ...scans(FIRST, AGAIN),
      "core.refunded": `setl_id | month
        s1 | 2025-08`,
    },
  ],
])("R22 leaves alone what is in order: %s", (_, given) => cases.setsAside("R22", given));

test("R22 what looks alike is shown with its reason", async () => {
  const returned = scans(
    FIRST,
    "return | 2025-08-02 10:00:00 | P1 | p | s1 | b1 | 0 | 2025-08",
    AGAIN,
  );
  await cases.returns(
    "R22",
    returned,
    `evidence | amount_yuan | exclusion
     b1 | 0 | 退货或退费后再售
     b2 | 0 | 退货或退费后再售`,
  );
});

test("R22 sold a third time after one return stands in the month of the third sale", () =>
  cases.returns(
    "R22",
    scans(
      FIRST,
      "return | 2025-08-02 10:00:00 | P1 | p | s1 | b1 | 0 | 2025-08",
      "sale | 2025-08-20 10:00:00 | P1 | r | s3 | b3 | 0 | 2025-08",
      AGAIN,
    ),
    `evidence | exclusion | month
     b1 | 退货或退费后再售 | 2025-08
     b3 | 退货或退费后再售 | 2025-08
     b1 | null | 2025-09
     b3 | null | 2025-09
     b2 | null | 2025-09`,
  ));
