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

test("R01 on the last day that counts, with another illness between, and settled in the wrong order", () =>
  cases.returns(
    "R01",
    {
      "core.stay": `${STAY}
        a | p | H1 | 2025-03-01 | 2025-03-08 | I10 | 1 | 0 | 3000 | 2025-04
        x | p | H1 | 2025-03-09 | 2025-03-12 | K35 | 1 | 0 | 900  | 2025-03
        b | p | H1 | 2025-03-23 | 2025-03-28 | I10 | 1 | 0 | 2800 | 2025-03`,
    },
    `subject | evidence | observed | month
     b | b | 距上次出院15天，主诊断同为I10 | 2025-04
     b | a | 距上次出院15天，主诊断同为I10 | 2025-04`,
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

test("R01 sets chemotherapy cycles, transfers and leaving against advice aside", () =>
  cases.setsAside("R01", {
    "core.stay": `${STAY} | in_cycles
      a | p | H1 | 2025-03-01 | 2025-03-03 | Z51 | 1 | 0 | 3000 | 2025-03 | 0
      b | p | H1 | 2025-03-11 | 2025-03-13 | Z51 | 1 | 0 | 3000 | 2025-03 | 0
      c | q | H1 | 2025-03-01 | 2025-03-03 | I21 | 2 | 0 | 3000 | 2025-03 | 0
      d | q | H1 | 2025-03-09 | 2025-03-13 | I21 | 1 | 0 | 3000 | 2025-03 | 0
      e | r | H1 | 2025-03-01 | 2025-03-03 | I21 | 4 | 0 | 3000 | 2025-03 | 0
      f | r | H1 | 2025-03-04 | 2025-03-13 | I21 | 1 | 0 | 3000 | 2025-03 | 0
      g | s | H1 | 2025-03-01 | 2025-03-03 | C34 | 1 | 0 | 3000 | 2025-03 | 1
      h | s | H1 | 2025-03-09 | 2025-03-13 | C34 | 1 | 0 | 3000 | 2025-03 | 1`,
  }));

test("R01 a stay settled in parts is one stay", () =>
  cases.returns(
    "R01",
    {
      "core.stay": `${STAY} | mdtrt_id
        a | p | H1 | 2025-01-01 | 2025-01-31 | F20 | 9 | 0 | 3000 | 2025-01 | m
        b | p | H1 | 2025-01-31 | 2025-02-28 | F20 | 1 | 0 | 3000 | 2025-02 | m`,
    },
    "subject",
  ));

test("core.stay leaves out what was taken back by the end of its month, and finds the encounter", async () => {
  const settlement =
    "setl_id | mdtrt_id | psn_no | care | visits | is_refund | init_setl_id | begndate | enddate | dise_no | fixmedins_code | month";
  await cases.tables.expect(
    "core.stay",
    {
      "core.settlement": `${settlement}
        a | m1 | p | inpatient  | 1 | 0 | null | 2025-03-01 | 2025-03-08 | I10.x00 | H1 | 2025-03
        b | m2 | p | inpatient  | 1 | 0 | null | 2025-03-11 | 2025-03-18 | null    | H1 | 2025-03
        c | m3 | p | inpatient  | 1 | 0 | null | 2025-03-21 | 2025-03-28 | null    | H1 | 2025-03
        o | m4 | p | outpatient | 1 | 0 | null | 2025-03-21 | 2025-03-21 | null    | H1 | 2025-03`,
      "core.refunded": `setl_id | month
        b | 2025-03
        c | 2025-04`,
      "core.diagnosis": `setl_id | diag_type | maindiag_flag | diag_code
        c | 1 | 1 | C34.900
        c | 1 | 0 | Z51.103`,
      "core.encounter": `mdtrt_id | setl_id | begndate | enddate | dip_code | dscg_way | plan_readm_flag | remark | month
        m1 | null | 2025-03-01 | 2025-03-08 | I10 | 1 | 0 | 特例单议已批准 | 2025-03
        m3 | c    | 2025-03-21 | 2025-03-28 | C34 | 1 | 1 | null | 2025-03`,
    },
    `setl_id | diag_category | in_cycles | dip_code | is_planned | is_negotiated
     a | I10 | 0 | I10 | 0 | 1
     c | C34 | 1 | C34 | 1 | 0`,
  );
});
