import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const DUAL = `generic_name | hilist_code
  卡培他滨 | X1`;
const RX =
  "rx_drord_no | setl_id | psn_no | fixmedins_code | bilg_dr_code | rx_time | generic_name | hilist_code | fund_pay_amt | month";
const REG = "psn_no | generic_name | dr_code | fixmedins_code | valid_from | valid_to";
const ROW = "r1 | s1 | p | P1 | D1 | 2025-03-05 10:00:00 | 卡培他滨 | X1 | 900 | 2025-03";
const given = (registration: string, rows: Record<string, string> = {}) => ({
  "core.dual_drug": DUAL,
  "core.prescription": `${RX}
    ${ROW}`,
  "core.dual_reg": `${REG}
    ${registration}`,
  ...rows,
});
const HIS = "p | 卡培他滨 | D1 | P1 | 2025-01-01 | 2025-12-31";
const stay = (begins: string, ends: string, month: string) => ({
  "core.stay": `setl_id | psn_no | begndate | enddate | month
    st | p | ${begins} | ${ends} | ${month}`,
});

test("R29 no registration; one that names another pharmacy, another doctor; one that has ended", async () => {
  await cases.returns(
    "R29",
    given(HIS.replace("p |", "q |")),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     prescription | r1 | p | P1 | s1 | prescription | r1 | 900 | “卡培他滨”无有效备案 | null | 2025-03`,
  );
  for (const other of [HIS.replace("P1", "P2"), HIS.replace("D1", "D2")])
    await cases.returns(
      "R29",
      given(other),
      `subject | observed | exclusion
       r1 | “卡培他滨”的备案与处方的医师或机构不符 | null`,
    );
  await cases.returns(
    "R29",
    given(HIS.replace("2025-12-31", "2025-03-04")),
    `subject | observed
     r1 | “卡培他滨”无有效备案`,
  );
});

test("R29 dispensed while the person was in hospital, told when the stay is settled", () =>
  cases.returns(
    "R29",
    given(HIS, stay("2025-03-01", "2025-04-02", "2025-04")),
    `subject | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     r1 | s1 | prescription | r1 | 900 | 患者住院期间取“卡培他滨” | null | 2025-04
     r1 | st | settlement | st | 0 | 患者住院期间取“卡培他滨” | null | 2025-04`,
  ));

test("R29 a registration that takes effect two weeks late is set aside, a day more is not", async () => {
  const from = (day: string) => given(HIS.replace("2025-01-01", day));
  const expected = (exclusion: string) => `subject | exclusion
    r1 | ${exclusion}`;
  await cases.returns("R29", from("2025-03-19"), expected("备案滞后生效"));
  await cases.returns("R29", from("2025-03-20"), expected("null"));
});

test.each([
  ["registered", given(HIS)],
  ["on the first day of the registration", given(HIS.replace("2025-01-01", "2025-03-05"))],
  ["a registration without doctor", given(HIS.replace("D1", "null"))],
  ["on the day of discharge", given(HIS, stay("2025-03-01", "2025-03-05", "2025-03"))],
  ["on the day of admission", given(HIS, stay("2025-03-05", "2025-03-09", "2025-03"))],
  [
    "not a dual-channel drug",
    given("q | 卡培他滨 | D1 | P1 | 2025-01-01 | null", {
      "core.dual_drug": "generic_name | hilist_code\n 紫杉醇 | X9",
    }),
  ],
  ["registrations were not sent", given(HIS, { "core.dual_reg": REG })],
  [
    "taken back",
    given(HIS.replace("p |", "q |"), {
      "core.refunded": `setl_id | month
        s1 | 2025-03`,
    }),
  ],
])("R29 leaves alone what is in order: %s", (_, rows) => cases.setsAside("R29", rows));
