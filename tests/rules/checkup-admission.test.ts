import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | begndate | enddate | diag_code | dept_name | dscg_way | fund_pay_sumamt | month";
const FEE =
  "setl_id | lines | line_days | active_days | active_workdays | total_yuan | exam_yuan | therapy_yuan | surgery_yuan | month";
const given = (stay: string, fees: string) => ({
  "core.stay": `${STAY}\n a | p | H1 | ${stay} | 1500 | 2025-03`,
  "core.stay_fee": `${FEE}\n a | 12 | 5 | 5 | 4 | ${fees} | 0 | 2025-03`,
});
const WEEK = "2025-03-03 | 2025-03-10";

test("R05 a week of examinations, at the thresholds", () =>
  cases.returns(
    "R05",
    given(`${WEEK} | R42.x00 | 内科 | 1`, "2000 | 1400 | 400"),
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 1500 | 住院7天，检查化验占费用的70%，药品、治疗、手术占20% | null | 2025-03`,
  ));

test.each([
  ["eight days", "2025-03-03 | 2025-03-11 | R42.x00 | 内科 | 1", "2000 | 1400 | 400"],
  ["fewer examinations", `${WEEK} | R42.x00 | 内科 | 1`, "2000 | 1399 | 400"],
  ["more treatment", `${WEEK} | R42.x00 | 内科 | 1`, "2000 | 1400 | 401"],
  ["no charges", `${WEEK} | R42.x00 | 内科 | 1`, "0 | 0 | 0"],
  ["staging of a tumour", `${WEEK} | C34.900 | 内科 | 1`, "2000 | 1600 | 100"],
  ["an uncertain tumour", `${WEEK} | D37.100 | 内科 | 1`, "2000 | 1600 | 100"],
  ["epilepsy under observation", `${WEEK} | G40.900 | 神经内科 | 1`, "2000 | 1600 | 100"],
  ["endoscopy in a day ward", `${WEEK} | K63.500 | 日间病房 | 1`, "2000 | 1600 | 100"],
  ["transferred after examination", `${WEEK} | I63.900 | 内科 | 2`, "2000 | 1600 | 100"],
])("R05 leaves alone what is in order: %s", (_, stay, fees) =>
  cases.setsAside("R05", given(stay, fees)),
);
