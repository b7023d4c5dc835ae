import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | begndate | enddate | leave_days | dept_name | fixmedins_type | fund_pay_sumamt | month";
const FEE =
  "setl_id | lines | line_days | active_days | active_workdays | daily_quantity | total_yuan | exam_yuan | therapy_yuan | surgery_yuan | month";
const given = (stay: string, fee: string) => ({
  "core.stay": `${STAY}\n a | p | H1 | ${stay} | 3000 | 2025-03`,
  "core.stay_fee": `${FEE}\n a | 12 | ${fee} | 3000 | 100 | 400 | 0 | 2025-03`,
});

test("R04 half of the days without care", () =>
  cases.returns(
    "R04",
    given("2025-03-03 | 2025-03-11 | 0 | 内科 | 综合医院", "8 | 4 | 4 | 1"),
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 3000 | 住院8天，其中4天无检查、治疗、手术、用药 | null | 2025-03`,
  ));

test.each([
  ["less than half", "2025-03-03 | 2025-03-11 | 0 | 内科 | 综合医院", "8 | 5 | 4 | 1"],
  ["two days", "2025-03-03 | 2025-03-05 | 0 | 内科 | 综合医院", "2 | 1 | 1 | 1"],
  ["on leave", "2025-03-03 | 2025-03-11 | 3 | 内科 | 综合医院", "8 | 4 | 4 | 1"],
  ["on leave throughout", "2025-03-03 | 2025-03-11 | 8 | 内科 | 综合医院", "8 | 0 | 0 | 1"],
  ["a psychiatric ward", "2025-03-03 | 2025-03-31 | 0 | 精神科 | 综合医院", "8 | 4 | 4 | 1"],
  ["a rehabilitation hospital", "2025-03-03 | 2025-03-31 | 0 | 内科 | 康复医院", "8 | 4 | 4 | 1"],
  ["a day ward", "2025-03-03 | 2025-03-06 | 0 | 日间病房 | 综合医院", "1 | 1 | 1 | 1"],
  ["booked at once", "2025-03-03 | 2025-03-11 | 0 | 内科 | 综合医院", "1 | 1 | 1 | 8"],
  ["over a weekend", "2025-03-07 | 2025-03-10 | 0 | 内科 | 综合医院", "2 | 1 | 1 | 1"],
])("R04 leaves alone what is in order: %s", (_, stay, fee) =>
  cases.setsAside("R04", given(stay, fee)),
);

test("R04 a weekend does not explain idle working days", () =>
  cases.returns(
    "R04",
    given("2025-03-06 | 2025-03-10 | 0 | 内科 | 综合医院", "4 | 1 | 1 | 1"),
    "subject | exclusion\n a | null",
  ));

test("core.stay_fee counts days with care, lines of earlier months included", () =>
  cases.tables.expect(
    "core.stay_fee",
    {
      "core.stay": `${STAY}
        a | p | H1 | 2025-02-27 | 2025-03-04 | 0 | 内科 | 综合医院 | 3000 | 2025-03
        b | p | H1 | 2025-02-27 | 2025-02-28 | 0 | 内科 | 综合医院 | 3000 | 2025-02`,
      "core.settlement_fee": `setl_id | month
        a | 2025-02
        a | 2025-03
        a | 2025-04`,
      "core.fee_line": `bkkp_sn | setl_id | fee_ocur_time | charge_category | cnt | det_item_fee_sumamt | month
        1 | a | 2025-02-27 08:00:00 | exam    | 1 | 100 | 2025-02
        2 | a | 2025-02-27 09:00:00 | treat   | 3 | 60  | 2025-02
        3 | a | 2025-02-28 09:00:00 | nursing | 9 | 20  | 2025-02
        4 | a | 2025-03-01 09:00:00 | drug    | 1 | 50  | 2025-03
        9 | a | 2025-03-03 08:00:00 | bed     | 5 | 200 | 2025-03
        5 | a | 2025-03-02 09:00:00 | drug    | 1 | 30  | 2025-03
        6 | a | 2025-03-02 10:00:00 | drug    | -1 | -30 | 2025-03
        7 | a | 2025-03-03 09:00:00 | surgery | 1 | 800 | 2025-03
        8 | a | 2025-04-01 09:00:00 | drug    | 1 | 10  | 2025-04`,
    },
    `setl_id | lines | line_days | active_days | active_workdays | daily_quantity | total_yuan | exam_yuan | therapy_yuan | surgery_yuan | month
     a | 8 | 5 | 3 | 2 | 5 | 1230 | 100 | 910 | 800 | 2025-03`,
  ));
