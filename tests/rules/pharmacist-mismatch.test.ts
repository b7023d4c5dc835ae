import { expect, test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const PLACES = `fixmedins_code | fixmedins_name | chain_code
  P1 | 康泰一店 | C1
  P2 | 康泰二店 | C1
  P3 | 百姓药房 | null`;
const PRACTITIONER =
  "prac_psn_code | fixmedins_code | reg_from | reg_to | soc_insu_unit | remote_audit_flag | extra_orgs | shared_flag";
const RX =
  "rx_drord_no | setl_id | psn_no | fixmedins_code | phar_code | rx_time | fund_pay_amt | month";

/** Prescriptions `no place time` of pharmacist A in March 2025. */
const given = (practitioner: string, ...checks: string[]) => ({
  "core.institution": PLACES,
  "core.practitioner": `${PRACTITIONER}
    ${practitioner}`,
  "core.prescription": [
    RX,
    ...checks.map((check) => {
      const [no, place, day, time] = check.split(" ");
      return `${no} | s${no} | p | ${place} | A | ${day} ${time} | 20 | ${day!.slice(0, 7)}`;
    }),
  ].join("\n"),
});
const AT_P1 = "A | P1 | 2024-01-01 | 2025-12-31 | 康泰一店 | 0 | null | 0";
const FAR = ["1 P1 2025-03-03 09:00:00", "2 P3 2025-03-04 09:00:00"];

test("R28 checked where the pharmacist is not registered", () =>
  cases.returns(
    "R28",
    given(AT_P1, ...FAR),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     practitioner | A/P3 | null | P3 | null | practitioner | A | 0 | 当月审方1张，未在本机构注册1张 | null | 2025-03
     practitioner | A/P3 | null | P3 | s2 | prescription | 2 | 20 | 当月审方1张，未在本机构注册1张 | null | 2025-03`,
  ));

test("R28 outside the registration, insured by another unit, at two places at once", async () => {
  await cases.returns(
    "R28",
    given(AT_P1, "1 P1 2025-12-31 09:00:00", "2 P1 2026-01-01 09:00:00"),
    `subject | evidence | amount_yuan | observed
     A/P1 | A | 0 | 当月审方1张，注册期外1张
     A/P1 | 2 | 20 | 当月审方1张，注册期外1张`,
  );
  await cases.returns(
    "R28",
    given(AT_P1.replace("康泰一店", "某建材公司"), "1 P1 2025-03-03 09:00:00"),
    `subject | evidence | amount_yuan | observed
     A/P1 | A | 0 | 当月审方1张，社保由其他单位缴纳`,
  );
  const both = `${AT_P1}
    A | P3 | 2024-01-01 | 2025-12-31 | P3 | 0 | null | 0`;
  const checks = (time: string) => [`1 P1 2025-03-03 09:00:00`, `2 P3 2025-03-03 ${time}`];
  await cases.returns(
    "R28",
    given(both, ...checks("09:29:00")),
    `subject | evidence | amount_yuan | observed
     A/P3 | A | 0 | 当月审方1张，两地先后审方1张
     A/P3 | 2 | 20 | 当月审方1张，两地先后审方1张`,
  );
  await cases.returns("R28", given(both, ...checks("09:30:00")), "subject");
});

test.each([
  ["at home", given(AT_P1, "1 P1 2025-03-03 09:00:00"), 0],
  ["insured under the code", given(AT_P1.replace("康泰一店", "P1"), "1 P1 2025-03-03 09:00:00"), 0],
  [
    "retired and hired again",
    given(AT_P1.replace("康泰一店", "null"), "1 P1 2025-03-03 09:00:00"),
    0,
  ],
  [
    "checked from afar within a chain, minutes apart",
    given(
      AT_P1.replace("| 0 | null", "| 1 | null"),
      "1 P1 2025-03-03 09:00:00",
      "2 P2 2025-03-03 09:10:00",
    ),
    2,
  ],
  ["filed for several sites", given(AT_P1.replace("null", "P2,P3"), ...FAR), 2],
  ["a number that is shared", given(AT_P1.replace(/0$/, "1"), ...FAR), 2],
  [
    "insured by another store of the chain",
    given(AT_P1.replace("康泰一店", "康泰二店"), "1 P1 2025-03-03 09:00:00"),
    1,
  ],
  ["in no register", given(AT_P1.replace("A |", "B |"), ...FAR), 0],
] as const)("R28 leaves alone what is in order: %s", async (_, rows, shown) => {
  await cases.setsAside("R28", rows);
  const { store, sqlOf } = cases.tables;
  const found = await store.rows(sqlOf("rules.pharmacist_mismatch"));
  expect(found).toHaveLength(shown);
});

test("R28 remote checking counts only within the chain of the registration", () =>
  cases.returns(
    "R28",
    given(AT_P1.replace("| 0 | null", "| 1 | null"), ...FAR),
    `subject | exclusion
     A/P3 | null
     A/P3 | null`,
  ));
