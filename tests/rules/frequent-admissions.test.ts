import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | mdtrt_id | psn_no | fixmedins_code | begndate | diag_code | adm_way | is_planned | in_cycles | fund_pay_sumamt | month";
const four = (
  diagnosis: string,
  way = "2",
  planned = 0,
  cycles = 0,
  last = "2025-04-01",
) => `${STAY}
  a | 1 | p | H1 | 2025-01-01 | ${diagnosis} | ${way} | ${planned} | ${cycles} | 1000 | 2025-01
  b | 2 | p | H2 | 2025-01-20 | ${diagnosis} | ${way} | ${planned} | ${cycles} | 1000 | 2025-01
  c | 3 | p | H1 | 2025-02-10 | ${diagnosis} | ${way} | ${planned} | ${cycles} | 1000 | 2025-02
  d | 4 | p | H1 | ${last} | ${diagnosis} | ${way} | ${planned} | ${cycles} | 1500.50 | 2025-04`;

test("R09 the fourth admission on the ninetieth day", () =>
  cases.returns(
    "R09",
    { "core.stay": four("I10.x00") },
    `subject_type | subject | fixmedins_code | evidence | amount_yuan | observed | exclusion | month
     person | p | H1 | a | 0 | 90天内住院4次，涉及2家机构 | null | 2025-04
     person | p | H2 | b | 0 | 90天内住院4次，涉及2家机构 | null | 2025-04
     person | p | H1 | c | 0 | 90天内住院4次，涉及2家机构 | null | 2025-04
     person | p | H1 | d | 1500.5 | 90天内住院4次，涉及2家机构 | null | 2025-04`,
  ));

test.each([
  ["after 91 days", four("I10.x00", "2", 0, 0, "2025-04-02")],
  ["chemotherapy", four("Z51.100")],
  ["a malignancy", four("C34.900")],
  ["dialysis", four("N18.500")],
  ["chronic obstructive lung disease", four("J44.100")],
  ["a course noted as another diagnosis", four("K92.200", "2", 0, 1)],
  ["planned", four("I10.x00", "2", 1)],
  ["out of other hospitals", four("I10.x00", "3")],
])("R09 leaves alone what is in order: %s", (_, rows) =>
  cases.setsAside("R09", { "core.stay": rows }),
);

test("R09 a stay settled in parts is one admission", () =>
  cases.returns(
    "R09",
    { "core.stay": four("F20.900").replaceAll(/\| [34] \|/g, "| 2 |") },
    "subject",
  ));
