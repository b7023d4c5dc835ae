import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY = `setl_id | psn_no | fixmedins_code | begndate | enddate | month
  s | p | H1 | 2025-03-01 | 2025-03-06 | 2025-03`;
const LINES =
  "bkkp_sn | setl_id | fee_ocur_time | hilist_code | hilist_name | charge_category | bilg_dept_name | cnt | inscp_amt | month";
const given = (lines: string) => ({ "core.stay": STAY, "core.fee_line": `${LINES}\n${lines}` });

test("R12 eight days of nursing in a stay of five: two too many, on the last lines", () =>
  cases.returns(
    "R12",
    given(`1 | s | 2025-03-01 08:00:00 | N | 一级护理 | nursing | 内科 | 4 | 80 | 2025-03
      2 | s | 2025-03-04 08:00:00 | N | 一级护理 | nursing | 内科 | 3 | 60 | 2025-03
      3 | s | 2025-03-06 08:00:00 | N | 一级护理 | nursing | 内科 | 1 | 20 | 2025-03
      4 | s | 2025-03-01 08:00:00 | B | 床位费 | bed | 内科 | 6 | 300 | 2025-03`),
    `subject_type | subject | evidence_type | evidence | amount_yuan | observed | exclusion | month
     settlement | s | fee_line | 2 | 20 | 住院5天，“一级护理”计费8.00 | null | 2025-03
     settlement | s | fee_line | 3 | 20 | 住院5天，“一级护理”计费8.00 | null | 2025-03`,
  ));

test.each([
  ["a day more", "1 | s | 2025-03-01 08:00:00 | N | 护理 | nursing | 内科 | 6 | 80 | 2025-03"],
  [
    "transferred between wards",
    `1 | s | 2025-03-01 08:00:00 | B | 床位费 | bed | 内科 | 3 | 80 | 2025-03
     2 | s | 2025-03-03 08:00:00 | B | 床位费 | bed | 外科 | 4 | 80 | 2025-03`,
  ],
  [
    "nursing by the hour",
    "1 | s | 2025-03-01 08:00:00 | N | 重症监护（小时） | nursing | 内科 | 100 | 80 | 2025-03",
  ],
  [
    "taken back",
    `1 | s | 2025-03-01 08:00:00 | N | 护理 | nursing | 内科 | 9 | 80 | 2025-03
     2 | s | 2025-03-06 08:00:00 | N | 护理 | nursing | 内科 | -3 | -30 | 2025-03`,
  ],
  ["treatment", "1 | s | 2025-03-01 08:00:00 | T | 吸氧 | treat | 内科 | 60 | 80 | 2025-03"],
])("R12 leaves alone what is in order: %s", (_, lines) => cases.setsAside("R12", given(lines)));

test("R12 no day has more than 24 hours, and an excused item does not excuse another", () =>
  cases.returns(
    "R12",
    given(`1 | s | 2025-03-01 08:00:00 | H | 特级护理 | nursing | 内科 | 154 | 1540 | 2025-03
      2 | s | 2025-03-01 08:00:00 | G | 特护 | nursing | 内科 | 100 | 1000 | 2025-03`),
    `evidence | amount_yuan | observed | exclusion
     1 | 100 | 住院5天，“特级护理”计费154.00 | null`,
  ));
