import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | fixmedins_type | begndate | enddate | leave_days | dip_code | diag_code | dept_name | fund_pay_sumamt | month";
/** Ordinary stays of 14 to 16 days, 15 in the middle. */
const peers = (n: number, month: string) =>
  Array.from(
    { length: n },
    (_, i) =>
      `n${i} | q${i} | H1 | 综合医院 | 2025-02-01 | 2025-02-${["15", "16", "17"][i % 3]} | 0 | J18 | J18.900 | 内科 | 3000 | ${month}`,
  ).join("\n");
const given = (stay: string, n = 12, month = "2025-02") => ({
  "core.stay": `${STAY}\n${peers(n, month)}\n a | p | H1 | ${stay} | 9000 | 2025-03`,
});

test("R07 more than twice the median", () =>
  cases.returns(
    "R07",
    given("综合医院 | 2025-03-01 | 2025-04-01 | 0 | J18 | J18.900 | 内科"),
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 290.32 | 住院31天，为同病种中位数的2.1倍（13例） | null | 2025-03`,
  ));

const long = (type: string, diagnosis: string, dept: string) =>
  `${type} | 2025-03-01 | 2025-04-29 | 0 | J18 | ${diagnosis} | ${dept}`;

test.each([
  ["twice the median", "综合医院 | 2025-03-01 | 2025-03-31 | 0 | J18 | J18.900 | 内科"],
  ["on leave", "综合医院 | 2025-03-01 | 2025-04-03 | 3 | J18 | J18.900 | 内科"],
  ["psychiatric", long("精神病医院", "F20.900", "精神科")],
  ["rehabilitation", long("综合医院", "J18.900", "康复医学科")],
  ["pressure sores", long("综合医院", "L89.900", "内科")],
])("R07 leaves alone what is in order: %s", (_, stay) => cases.setsAside("R07", given(stay)));

test("R07 more than thirty days are not enough where the median is long", () => {
  const { "core.stay": stays } = given(
    "综合医院 | 2025-03-01 | 2025-04-01 | 0 | J18 | J18.900 | 内科",
  );
  return cases.setsAside("R07", {
    "core.stay": stays.replaceAll("| 2025-02-01 |", "| 2025-01-30 |"),
  });
});

test("R07 more than twice the median is ordinary where the group's stays spread that far", async () => {
  const spread = [3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 21];
  const rows = spread.map(
    (days, i) =>
      `n${i} | q${i} | H1 | 综合医院 | 2025-02-01 | 2025-02-${String(1 + days).padStart(2, "0")} | 0 | J18 | J18.900 | 内科 | 3000 | 2025-02`,
  );
  const stay = (ends: string) => ({
    "core.stay": `${STAY}\n${rows.join("\n")}
      a | p | H1 | 综合医院 | 2025-03-01 | ${ends} | 0 | J18 | J18.900 | 内科 | 9000 | 2025-03`,
  });
  await cases.setsAside("R07", stay("2025-04-09"));
  await cases.returns(
    "R07",
    stay("2025-05-30"),
    "subject | observed\n a | 住院90天，为同病种中位数的10.0倍（12例）",
  );
});

test("R07 a patient nobody claims, as the encounter says", () =>
  cases.setsAside("R07", {
    ...given(long("综合医院", "J18.900", "内科")),
    "core.encounter": "setl_id | remark | month\n a | 无主病人，民政救助 | 2025-03",
  }));

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
        a | p | H1 | 综合医院 | 2025-03-01 | 2025-04-10 | 0 | J18 | J18.900 | 内科 | 9000 | 2025-03`,
    },
    "subject | observed\n a | 住院40天，为同病种中位数的2.7倍（10例）",
  ));
