import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLED = "setl_id | psn_no | fixmedins_code | visits | begndate | month";
const LINES =
  "bkkp_sn | setl_id | fee_ocur_time | hilist_code | hilist_name | cnt | inscp_amt | month";

const given = (begins: string, lines: string, more = {}) => ({
  "core.settlement": `${SETTLED}\n s | p | H1 | 1 | ${begins} | 2025-03`,
  "core.item_limit": "hilist_code | hilist_name | max_day_cnt\n X | 吸氧 | 3",
  "core.fee_line": `${LINES}\n${lines}`,
  ...more,
});

test("R11 what is too much falls on the last lines of the day, exactly", () =>
  cases.returns(
    "R11",
    given(
      "2025-03-05",
      `1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 2 | 20 | 2025-03
       2 | s | 2025-03-05 12:00:00 | X | 吸氧 | 3 | 20.00 | 2025-03
       3 | s | 2025-03-05 18:00:00 | X | 吸氧 | 1 | 10.01 | 2025-03`,
    ),
    `subject_type | subject | evidence | amount_yuan | observed | exclusion | month
     fee_line | 2 | 2 | 13.33 | “吸氧”2025-03-05计6.00，单日上限3.00 | null | 2025-03
     fee_line | 3 | 3 | 10.01 | “吸氧”2025-03-05计6.00，单日上限3.00 | null | 2025-03`,
  ));

test("R11 in the middle of a stay, the item booked the day before", () =>
  cases.returns(
    "R11",
    given(
      "2025-03-01",
      `1 | s | 2025-03-04 08:00:00 | X | 吸氧 | 3 | 30 | 2025-03
       2 | s | 2025-03-05 12:00:00 | X | 吸氧 | 4 | 40 | 2025-03`,
    ),
    `subject | amount_yuan | exclusion
     2 | 10 | null`,
  ));

test.each([
  ["at the limit", "2025-03-05", "1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 3 | 30 | 2025-03"],
  [
    "over two days",
    "2025-03-05",
    `1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 3 | 30 | 2025-03
     2 | s | 2025-03-06 08:00:00 | X | 吸氧 | 3 | 30 | 2025-03`,
  ],
  [
    "taken back",
    "2025-03-05",
    `1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 5 | 50 | 2025-03
     2 | s | 2025-03-05 09:00:00 | X | 吸氧 | -2 | -20 | 2025-03`,
  ],
  [
    "three days booked at once",
    "2025-03-03",
    "1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 9 | 90 | 2025-03",
  ],
  ["both sides", "2025-03-05", "1 | s | 2025-03-05 08:00:00 | X | 双侧吸氧 | 6 | 60 | 2025-03"],
  [
    "left and right",
    "2025-03-05",
    `1 | s | 2025-03-05 08:00:00 | X | 吸氧（左侧） | 3 | 30 | 2025-03
     2 | s | 2025-03-05 09:00:00 | X | 吸氧（右侧） | 3 | 30 | 2025-03`,
  ],
  ["not of the fund", "2025-03-05", "1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 6 | 0 | 2025-03"],
])("R11 leaves alone what is in order: %s", (_, begins, lines) =>
  cases.setsAside("R11", given(begins, lines)),
);

test("R11 more than the days passed would need is no late booking", () =>
  cases.returns(
    "R11",
    given("2025-03-03", "1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 10 | 100 | 2025-03"),
    `subject | amount_yuan | exclusion
     1 | 70 | null`,
  ));

test("R11 what is booked day by day was not booked late for one item", () =>
  cases.returns(
    "R11",
    given(
      "2025-03-03",
      `1 | s | 2025-03-03 08:00:00 | B | 床位费 | 1 | 40 | 2025-03
       2 | s | 2025-03-04 08:00:00 | B | 床位费 | 1 | 40 | 2025-03
       3 | s | 2025-03-05 08:00:00 | X | 吸氧 | 9 | 90 | 2025-03`,
    ),
    `subject | amount_yuan | observed | exclusion
     3 | 60 | “吸氧”2025-03-05计9.00，单日上限3.00 | null`,
  ));

test("R11 an operation of both sides doubles the limit", () =>
  cases.setsAside(
    "R11",
    given("2025-03-05", "1 | s | 2025-03-05 08:00:00 | X | 吸氧 | 6 | 60 | 2025-03", {
      "core.operation": `setl_id | oprn_oprt_code | oprn_oprt_date | oprn_oprt_name
        s | 13.4 | 2025-03-05 | 双侧白内障手术`,
    }),
  ));
