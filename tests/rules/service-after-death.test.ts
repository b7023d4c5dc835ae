import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLEMENT =
  "setl_id | psn_no | fixmedins_code | care | begndate | setl_time | visits | fund_pay_sumamt | acct_pay | month";
const DEATH = `psn_no | death_date
  p | 2025-03-10`;

test("R26 drugs bought after the day of death, from the account too", () =>
  cases.returns(
    "R26",
    {
      "core.death": DEATH,
      "core.settlement": `${SETTLEMENT}
        a | p | P1 | pharmacy | null | 2025-03-11 09:00:00 | 1 | 20.5 | 30 | 2025-03
        b | p | P1 | pharmacy | 2025-03-10 | 2025-03-10 09:00:00 | 1 | 20 | 30 | 2025-03`,
    },
    `subject_type | subject | psn_no | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     settlement | a | p | a | settlement | a | 50.5 | 死亡日期2025-03-10，2025-03-11仍有就医购药，晚1天 | null | 2025-03`,
  ));

test("R26 one pharmacy month after month stands", () =>
  cases.returns(
    "R26",
    {
      "core.death": DEATH,
      "core.settlement": `${SETTLEMENT}
        a | p | P1 | pharmacy | 2025-04-02 | 2025-04-02 09:00:00 | 1 | 20 | 0 | 2025-04
        b | p | P1 | pharmacy | 2025-05-02 | 2025-05-02 09:00:00 | 1 | 20 | 0 | 2025-05
        c | p | P1 | pharmacy | 2025-06-02 | 2025-06-02 09:00:00 | 1 | 20 | 0 | 2025-06`,
    },
    `subject | exclusion
     a | null
     b | null
     c | null`,
  ));

test("R26 sets a wrong day of death aside and says why", () =>
  cases.returns(
    "R26",
    {
      "core.death": DEATH,
      "core.settlement": `${SETTLEMENT}
        a | p | H1 | outpatient | 2025-04-02 | 2025-04-02 09:00:00 | 1 | 20 | 0 | 2025-04
        b | p | P1 | pharmacy | 2025-05-02 | 2025-05-02 09:00:00 | 1 | 0 | 20 | 2025-05
        c | p | H1 | inpatient | 2025-06-02 | 2025-06-09 09:00:00 | 1 | 900 | 0 | 2025-06`,
    },
    `subject | exclusion
     a | 死亡日期疑有误：此后3个月在2家机构就医3次
     b | 死亡日期疑有误：此后3个月在2家机构就医3次
     c | 死亡日期疑有误：此后3个月在2家机构就医3次`,
  ));

test.each([
  [
    "settled late, cared for before",
    "a | p | H1 | inpatient | 2025-03-01 | 2025-03-20 09:00:00 | 1 | 900 | 0 | 2025-03",
  ],
  [
    "paid in cash",
    "a | p | P1 | pharmacy | 2025-03-20 | 2025-03-20 09:00:00 | 1 | 0 | 0 | 2025-03",
  ],
  [
    "another person",
    "a | q | P1 | pharmacy | 2025-03-20 | 2025-03-20 09:00:00 | 1 | 9 | 0 | 2025-03",
  ],
  ["a refund", "a | p | P1 | pharmacy | 2025-03-20 | 2025-03-20 09:00:00 | 0 | -9 | 0 | 2025-03"],
])("R26 leaves alone what is in order: %s", (_, line) =>
  cases.returns(
    "R26",
    { "core.death": DEATH, "core.settlement": `${SETTLEMENT}\n${line}` },
    "subject",
  ),
);
