import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | hosp_lv | dip_code | diag_code | dept_name | dscg_way | is_negotiated | medfee_sumamt | fund_pay_sumamt | month";
/** 4000, 5000, 6250 and so on: 5000 in the middle, the median deviation ln 1.25. */
const peers = (n: number, fees = [4000, 5000, 6250]) =>
  Array.from(
    { length: n },
    (_, i) =>
      `n${i} | q${i} | H1 | 2 | J18 | J18.900 | 内科 | 1 | 0 | ${fees[i % 3]} | 3000 | 2025-02`,
  ).join("\n");
const given = (stay: string, n = 30, fees?: number[]) => ({
  "core.stay": `${STAY}\n${peers(n, fees)}\n a | p | H1 | ${stay} | 9000 | 2025-03`,
});

test("R38 six times the median", () =>
  cases.returns(
    "R38",
    given("2 | J18 | J18.900 | 内科 | 1 | 0 | 30000"),
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 7500 | 费用30000.00元，为同病种同级别中位数的6.00倍，稳健 z 值5.4（31例） | null | 2025-03`,
  ));

test("R38 far below, and just beyond the threshold", async () => {
  const standing = "subject | exclusion\n a | null";
  await cases.returns("R38", given("2 | J18 | J18.900 | 内科 | 1 | 0 | 800"), standing);
  await cases.returns("R38", given("2 | J18 | J18.900 | 内科 | 1 | 0 | 15930"), standing);
});

test.each([
  ["just within the threshold", "2 | J18 | J18.900 | 内科 | 1 | 0 | 15900"],
  ["another level", "3 | J18 | J18.900 | 内科 | 1 | 0 | 30000"],
  ["settled by itself", "2 | J18 | J18.900 | 内科 | 1 | 1 | 30000"],
  ["intensive care", "2 | J18 | J18.900 | 重症医学科 | 1 | 0 | 30000"],
  ["many injuries", "2 | J18 | T07.x00 | 骨科 | 1 | 0 | 30000"],
  ["cheap and transferred", "2 | J18 | J18.900 | 内科 | 2 | 0 | 800"],
  ["cheap in a day ward", "2 | J18 | J18.900 | 日间病房 | 1 | 0 | 800"],
])("R38 leaves alone what is in order: %s", (_, stay) => cases.setsAside("R38", given(stay)));

test("R38 sets a cheap stay of three days aside, not one of four", async () => {
  const rows = (days: number) => {
    const [head, ...lines] = given("2 | J18 | J18.900 | 内科 | 1 | 0 | 800")["core.stay"].split(
      "\n",
    );
    return {
      "core.stay": [`${head} | bed_days`, ...lines.map((l) => `${l} | ${days}`)].join("\n"),
    };
  };
  const expected = (exclusion: string) => `subject | exclusion\n a | ${exclusion}`;
  await cases.returns("R38", rows(3), expected("住院天数很少，费用相应低"));
  await cases.returns("R38", rows(4), expected("null"));
});

test("R38 needs thirty cases that differ", async () => {
  const stay = "2 | J18 | J18.900 | 内科 | 1 | 0 | 30000";
  await cases.setsAside("R38", given(stay, 28));
  await cases.setsAside("R38", given(stay, 30, [5000, 5000, 5000]));
});
