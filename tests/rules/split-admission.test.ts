import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | begndate | enddate | diag_category | dscg_way | is_planned | fund_pay_sumamt | month";

test("R01 the same illness at the same hospital three days later", () =>
  cases.returns(
    "R01",
    {
      "core.stay": `${STAY}
        a | p | H1 | 2025-03-01 | 2025-03-08 | I10 | 1 | 0 | 3000 | 2025-03
        b | p | H1 | 2025-03-11 | 2025-03-18 | I10 | 1 | 0 | 2800.50 | 2025-03`,
    },
    `subject_type | subject | psn_no | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     settlement | b | p | b | settlement | b | 2800.5 | 距上次出院3天，主诊断同为I10 | null | 2025-03
     settlement | b | p | a | settlement | a | 0 | 距上次出院3天，主诊断同为I10 | null | 2025-03`,
  ));

test.each([
  ["another hospital", "b | p | H2 | 2025-03-11 | 2025-03-18 | I10 | 1 | 0 | 2800 | 2025-03"],
  ["another illness", "b | p | H1 | 2025-03-11 | 2025-03-18 | K35 | 1 | 0 | 2800 | 2025-03"],
  ["after 16 days", "b | p | H1 | 2025-03-24 | 2025-03-28 | I10 | 1 | 0 | 2800 | 2025-03"],
  ["planned", "b | p | H1 | 2025-03-11 | 2025-03-18 | I10 | 1 | 1 | 2800 | 2025-03"],
])("R01 leaves alone what is in order: %s", (_, later) =>
  cases.setsAside("R01", {
    "core.stay": `${STAY}
      a | p | H1 | 2025-03-01 | 2025-03-08 | I10 | 1 | 0 | 3000 | 2025-03
      ${later}`,
  }),
);

test("R01 sets chemotherapy cycles and transfers back aside", () =>
  cases.setsAside("R01", {
    "core.stay": `${STAY}
      a | p | H1 | 2025-03-01 | 2025-03-03 | Z51 | 1 | 0 | 3000 | 2025-03
      b | p | H1 | 2025-03-11 | 2025-03-13 | Z51 | 1 | 0 | 3000 | 2025-03
      c | q | H1 | 2025-03-01 | 2025-03-03 | I21 | 2 | 0 | 3000 | 2025-03
      d | q | H1 | 2025-03-09 | 2025-03-13 | I21 | 1 | 0 | 3000 | 2025-03`,
  }));
