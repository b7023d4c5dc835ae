import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const LINES =
  "bkkp_sn | setl_id | fee_ocur_time | hilist_code | medins_list_name | charge_category | pric | cnt | inscp_amt | month";
const FIRST = "1 | s | 2025-03-10 08:00:00 | A | 胆囊切除术 | surgery | 2000 | 1 | 2000 | 2025-03";

const given = (line: string, operations = "") => ({
  "core.settlement":
    "setl_id | psn_no | fixmedins_code | visits | month\n s | p | H1 | 1 | 2025-03",
  "core.catalogue": `hilist_code | hilist_name | pric_uplmt_amt | pric_uplmt_begndate | prev_pric_uplmt_amt
    A | 胆囊切除术 | 2000 | 2020-01-01 | null
    B | 阑尾切除术 | 1000 | 2020-01-01 | null
    N | 麻醉 | 900 | 2020-01-01 | null
    P | 疝修补术 | 600 | 2025-03-11 | 1200`,
  "core.fee_line": `${LINES}\n${FIRST}\n${line}`,
  "core.operation": `setl_id | oprn_oprt_code | oprn_oprt_date | oprn_oprt_name | main_oprn_flag\n${operations}`,
});

test("R40 the second operation of the day at full price", () =>
  cases.returns(
    "R40",
    given(
      "2 | s | 2025-03-10 09:00:00 | B | 阑尾切除术 | surgery | 1000 | 1 | 1000 | 2025-03",
      `s | 51.23 | 2025-03-10 | 胆囊切除术 | 1
       s | 47.01 | 2025-03-10 | 阑尾切除术 | 0`,
    ),
    `subject_type | subject | evidence | amount_yuan | observed | exclusion | month
     fee_line | 2 | 2 | 500 | 同日“胆囊切除术”之外，“阑尾切除术”按1000.00元收费，全价1000.00元 | null | 2025-03
     fee_line | 2 | 1 | 0 | 同日“胆囊切除术”之外，“阑尾切除术”按1000.00元收费，全价1000.00元 | null | 2025-03`,
  ));

test.each([
  [
    "discounted",
    "2 | s | 2025-03-10 09:00:00 | B | 阑尾切除术 | surgery | 500 | 1 | 500 | 2025-03",
    "",
  ],
  [
    "another day",
    "2 | s | 2025-03-11 09:00:00 | B | 阑尾切除术 | surgery | 1000 | 1 | 1000 | 2025-03",
    "",
  ],
  ["anaesthesia", "2 | s | 2025-03-10 09:00:00 | N | 麻醉 | surgery | 900 | 1 | 900 | 2025-03", ""],
  [
    "not of the fund",
    "2 | s | 2025-03-10 09:00:00 | B | 阑尾切除术 | surgery | 1000 | 1 | 0 | 2025-03",
    "",
  ],
  [
    "half of the price of that day",
    "2 | s | 2025-03-10 09:00:00 | P | 疝修补术 | surgery | 600 | 1 | 600 | 2025-03",
    "",
  ],
  [
    "another incision by its name",
    "2 | s | 2025-03-10 09:00:00 | B | 阑尾切除术（另一切口） | surgery | 1000 | 1 | 1000 | 2025-03",
    "",
  ],
  [
    "another incision by the record",
    "2 | s | 2025-03-10 09:00:00 | B | 阑尾切除术 | surgery | 1000 | 1 | 1000 | 2025-03",
    "s | 47.01 | 2025-03-10 | 阑尾切除术（第二切口） | 0",
  ],
  [
    "two main operations",
    "2 | s | 2025-03-10 09:00:00 | B | 阑尾切除术 | surgery | 1000 | 1 | 1000 | 2025-03",
    `s | 51.23 | 2025-03-10 | 胆囊切除术 | 1
     s | 47.01 | 2025-03-10 | 阑尾切除术 | 1`,
  ],
])("R40 leaves alone what is in order: %s", (_, line, operations) =>
  cases.setsAside("R40", given(line, operations)),
);
