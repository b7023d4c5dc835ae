import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | hosp_lv | begndate | enddate | brdy | dip_code | dscg_way | dept_name | medfee_sumamt | fund_pay_sumamt | month";
const peers = (n: number, month = "2025-02") =>
  Array.from(
    { length: n },
    (_, i) =>
      `n${i} | q${i} | H1 | 2 | 2025-02-01 | 2025-02-08 | 1960-01-01 | J18 | 1 | 内科 | 5500 | 3000 | ${month}`,
  ).join("\n");
const given = (stay: string, n = 9, month?: string) => ({
  "core.stay": `${STAY}\n${peers(n, month)}\n a | p | H1 | ${stay} | 300 | 2025-03`,
});

test("R06 three cheap days, nine ordinary stays before it", () =>
  cases.returns(
    "R06",
    given("2 | 2025-03-01 | 2025-03-04 | 1960-01-01 | J18 | 1 | 内科 | 500"),
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 300 | 住院3天，无手术，费用为同病种同级别均值的10%，每天费用为均值的22%（10例） | null | 2025-03`,
  ));

const cheap = (way: string, dept: string, born = "1960-01-01") =>
  `2 | 2025-03-01 | 2025-03-03 | ${born} | J18 | ${way} | ${dept} | 500`;

test.each([
  ["four days", "2 | 2025-03-01 | 2025-03-05 | 1960-01-01 | J18 | 1 | 内科 | 500"],
  ["half of the mean", "2 | 2025-03-01 | 2025-03-03 | 1960-01-01 | J18 | 1 | 内科 | 2605.27"],
  ["soon well again", "2 | 2025-03-01 | 2025-03-03 | 1960-01-01 | J18 | 1 | 内科 | 1500"],
  ["another level", "1 | 2025-03-01 | 2025-03-03 | 1960-01-01 | J18 | 1 | 内科 | 500"],
  ["transferred", cheap("2", "内科")],
  ["left against advice", cheap("4", "内科")],
  ["died", cheap("5", "内科")],
  ["a day ward", cheap("1", "日间手术中心")],
  ["a child", cheap("1", "儿科", "2020-05-01")],
])("R06 leaves alone what is in order: %s", (_, stay) => cases.setsAside("R06", given(stay)));

test("R06 needs peers within twelve months, and no operation", async () => {
  const stay = cheap("1", "内科");
  await cases.setsAside("R06", given(stay, 8));
  await cases.setsAside("R06", given(stay, 9, "2024-03"));
  await cases.setsAside("R06", {
    ...given(stay),
    "core.stay_fee": "setl_id | surgery_yuan | month\n a | 200 | 2025-03",
  });
});
