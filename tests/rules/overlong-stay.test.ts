import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | fixmedins_type | begndate | enddate | leave_days | dip_code | diag_code | dept_name | fund_pay_sumamt | month";
/** Ordinary stays of 6 to 8 days, 7 in the middle. */
const peers = (n: number, month: string) =>
  Array.from(
    { length: n },
    (_, i) =>
      `n${i} | q${i} | H1 | 综合医院 | 2025-02-01 | 2025-02-${["07", "08", "09"][i % 3]} | 0 | J18 | J18.900 | 内科 | 3000 | ${month}`,
  ).join("\n");
const given = (stay: string, n = 12, month = "2025-02") => ({
  "core.stay": `${STAY}\n${peers(n, month)}\n a | p | H1 | ${stay} | 9000 | 2025-03`,
});

test("R07 more than twice the median", () =>
  cases.returns(
    "R07",
    given("综合医院 | 2025-03-01 | 2025-03-16 | 0 | J18 | J18.900 | 内科"),
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 9000 | 住院15天，为同病种中位数的2.1倍（13例） | null | 2025-03`,
  ));

const long = (type: string, diagnosis: string, dept: string) =>
  `${type} | 2025-03-01 | 2025-03-29 | 0 | J18 | ${diagnosis} | ${dept}`;

test.each([
  ["twice the median", "综合医院 | 2025-03-01 | 2025-03-15 | 0 | J18 | J18.900 | 内科"],
  ["on leave", "综合医院 | 2025-03-01 | 2025-03-18 | 3 | J18 | J18.900 | 内科"],
  ["psychiatric", long("精神病医院", "F20.900", "精神科")],
  ["rehabilitation", long("综合医院", "J18.900", "康复医学科")],
  ["pressure sores", long("综合医院", "L89.900", "内科")],
])("R07 leaves alone what is in order: %s", (_, stay) => cases.setsAside("R07", given(stay)));

test("R07 needs ten stays within twelve months", async () => {
  const stay = long("综合医院", "J18.900", "内科");
  await cases.setsAside("R07", given(stay, 8));
  await cases.setsAside("R07", given(stay, 12, "2024-03"));
});

test("R07 the middle of an even number of stays lies between two", () =>
  cases.returns(
    "R07",
    {
      "core.stay": `${STAY}
        ${peers(9, "2025-02")}
        a | p | H1 | 综合医院 | 2025-03-01 | 2025-03-21 | 0 | J18 | J18.900 | 内科 | 9000 | 2025-03`,
    },
    "subject | observed\n a | 住院20天，为同病种中位数的2.9倍（10例）",
  ));
