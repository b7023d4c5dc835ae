import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | begndate | enddate | adm_way | dscg_way | fund_pay_sumamt | month";

test("R02 one person in two hospitals at once", () =>
  cases.returns(
    "R02",
    {
      "core.stay": `${STAY}
        a | p | H1 | 2025-03-01 | 2025-03-10 | 2 | 1 | 3000    | 2025-04
        b | p | H2 | 2025-03-06 | 2025-03-12 | 2 | 1 | 4200.50 | 2025-03`,
    },
    `subject_type | subject | fixmedins_code | evidence | amount_yuan | observed | exclusion | month
     settlement | b | H2 | b | 3000 | 与H1的住院重叠4天 | null | 2025-04
     settlement | b | H2 | a | 0    | 与H1的住院重叠4天 | null | 2025-04`,
  ));

test("R02 one day is enough without a transfer", () =>
  cases.returns(
    "R02",
    {
      "core.stay": `${STAY}
        a | p | H1 | 2025-03-01 | 2025-03-08 | 2 | 1 | 3000 | 2025-03
        b | p | H2 | 2025-03-07 | 2025-03-12 | 2 | 1 | 800  | 2025-03`,
    },
    `subject | evidence | amount_yuan | exclusion
     b | b | 800 | null
     b | a | 0   | null`,
  ));

test.each([
  ["discharged and admitted on one day", "1", "2", "2025-03-08"],
  ["transferred, a day's overlap", "2", "2", "2025-03-07"],
  ["came out of the other hospital", "1", "3", "2025-03-07"],
])("R02 leaves a change of hospital alone: %s", (_, left, came, day) =>
  cases.setsAside("R02", {
    "core.stay": `${STAY}
      a | p | H1 | 2025-03-01 | 2025-03-08 | 2 | ${left} | 3000 | 2025-03
      b | p | H2 | ${day} | 2025-03-12 | ${came} | 1 | 800 | 2025-03`,
  }),
);

test("R02 a transfer does not explain five days", () =>
  cases.returns(
    "R02",
    {
      "core.stay": `${STAY}
        a | p | H1 | 2025-03-01 | 2025-03-08 | 2 | 2 | 3000 | 2025-03
        b | p | H2 | 2025-03-03 | 2025-03-12 | 3 | 1 | 800  | 2025-03
        c | q | H2 | 2025-03-03 | 2025-03-12 | 3 | 1 | 800  | 2025-03`,
    },
    `subject | evidence | exclusion
     b | b | null
     b | a | null`,
  ));
