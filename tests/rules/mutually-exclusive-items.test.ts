import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLED = `setl_id | psn_no | fixmedins_code | visits | month
  s | p | H1 | 1 | 2025-03`;
const PAIRS = `hilist_code | item_b | win
  A | B | day
  C | D | stay`;
const LINES =
  "bkkp_sn | setl_id | fee_ocur_time | hilist_code | medins_list_name | charge_category | cnt | inscp_amt | month";
const RETURNED = "subject | evidence | amount_yuan | observed | exclusion | month";

const given = (lines: string, more = {}) => ({
  "core.settlement": SETTLED,
  "core.item_limit": PAIRS,
  "core.fee_line": `${LINES}\n${lines}`,
  ...more,
});

test("R10 an item and what it contains, the same day", () =>
  cases.returns(
    "R10",
    given(`a | s | 2025-03-02 09:00:00 | A | 清创缝合 | treat | 1 | 80 | 2025-03
      b | s | 2025-03-02 16:00:00 | B | 换药 | treat | 2 | 20.50 | 2025-03`),
    `${RETURNED}
     b | b | 20.5 | 同日收取“清创缝合”和其内涵已含的“换药” | null | 2025-03
     b | a | 0 | 同日收取“清创缝合”和其内涵已含的“换药” | null | 2025-03`,
  ));

test("R10 a pair of the whole stay, on different days, settled a month later", () =>
  cases.returns(
    "R10",
    given(`c | s | 2025-02-27 09:00:00 | C | 一级护理 | nursing | 1 | 80 | 2025-02
      d | s | 2025-03-02 16:00:00 | D | 二级护理 | nursing | 1 | 20 | 2025-03`),
    `subject_type | subject | evidence | amount_yuan | setl_id | month
     fee_line | d | d | 20 | s | 2025-03
     fee_line | d | c | 0 | s | 2025-03`,
  ));

test.each([
  ["on another day", "b | s | 2025-03-03 09:00:00 | B | 换药 | treat | 1 | 20 | 2025-03"],
  ["not of the fund", "b | s | 2025-03-02 09:00:00 | B | 换药 | treat | 1 | 0 | 2025-03"],
  ["in another settlement", "b | t | 2025-03-02 09:00:00 | B | 换药 | treat | 1 | 20 | 2025-03"],
  [
    "taken back",
    `b | s | 2025-03-02 09:00:00 | B | 换药 | treat | 1 | 20 | 2025-03
     c | s | 2025-03-02 10:00:00 | B | 换药 | treat | -1 | -20 | 2025-03`,
  ],
  ["the other side", "b | s | 2025-03-02 09:00:00 | B | 右侧换药 | treat | 1 | 20 | 2025-03"],
])("R10 leaves alone what is in order: %s", (_, line) =>
  cases.setsAside(
    "R10",
    given(`a | s | 2025-03-02 09:00:00 | A | 左侧清创 | treat | 1 | 80 | 2025-03\n${line}`),
  ),
);

test.each([
  [
    "two operations",
    `s | 86.2 | 2025-03-02 | 清创
     s | 86.3 | 2025-03-02 | 病灶切除`,
  ],
  ["both sides", "s | 86.2 | 2025-03-02 | 双侧清创"],
])("R10 sets aside two separate operations: %s", (_, operations) =>
  cases.setsAside(
    "R10",
    given(
      `a | s | 2025-03-02 09:00:00 | A | 清创 | treat | 1 | 80 | 2025-03
       b | s | 2025-03-02 16:00:00 | B | 换药 | treat | 1 | 20 | 2025-03`,
      {
        "core.operation": `setl_id | oprn_oprt_code | oprn_oprt_date | oprn_oprt_name\n${operations}`,
      },
    ),
  ),
);

test("R10 operations do not excuse nursing charged twice", () =>
  cases.returns(
    "R10",
    given(
      `c | s | 2025-03-02 09:00:00 | C | 一级护理 | nursing | 1 | 80 | 2025-03
       d | s | 2025-03-02 16:00:00 | D | 二级护理 | nursing | 1 | 20 | 2025-03`,
      {
        "core.operation": `setl_id | oprn_oprt_code | oprn_oprt_date | oprn_oprt_name
          s | 86.2 | 2025-03-02 | 双侧清创`,
      },
    ),
    `subject | evidence | exclusion
     d | d | null
     d | c | null`,
  ));

test("R10 a settlement taken back is not judged", () =>
  cases.setsAside(
    "R10",
    given(
      `a | s | 2025-03-02 09:00:00 | A | 清创 | treat | 1 | 80 | 2025-03
       b | s | 2025-03-02 16:00:00 | B | 换药 | treat | 1 | 20 | 2025-03`,
      { "core.refunded": "setl_id | month\n s | 2025-03" },
    ),
  ));
