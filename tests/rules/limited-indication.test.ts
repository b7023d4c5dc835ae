import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const given = (diagnoses: string, more = {}, line = "内科 | 500") => ({
  "core.settlement": `setl_id | psn_no | fixmedins_code | visits | med_type | month
    s | p | H1 | 1 | 21 | 2025-03`,
  "core.item_limit": `hilist_code | hilist_name | lmt_diag_prefix
    T | 靶向药 | C34，C50.9`,
  "core.diagnosis": `setl_id | diag_code | diag_type\n${diagnoses}`,
  "core.fee_line": `bkkp_sn | setl_id | fee_ocur_time | hilist_code | bilg_dept_name | inscp_amt | month
    1 | s | 2025-03-10 08:00:00 | T | ${line} | 2025-03`,
  ...more,
});
const ENCOUNTER = "mdtrt_id | setl_id | begndate | adm_way | dscg_way | dept_name | remark";

test("R16 no diagnosis of the settlement is allowed", () =>
  cases.returns(
    "R16",
    given(
      `s | I10.x00 | 1
       s | C18.000 | 2`,
      { "core.encounter": `${ENCOUNTER}\n m | s | 2025-03-08 | 1 | 1 | 内科 | 好转` },
    ),
    `subject_type | subject | evidence | amount_yuan | observed | exclusion | month
     fee_line | 1 | 1 | 500 | “靶向药”限诊断C34、C50.9，该次结算的2个诊断均不符合（C18.000等） | null | 2025-03`,
  ));

test.each([
  ["the main one is allowed", "s | C34.101 | 1", {}, "内科 | 500"],
  [
    "another one is allowed",
    `s | I10.x00 | 1
     s | C50.900 | 2`,
    {},
    "内科 | 500",
  ],
  ["coded to the category alone", "s | C50 | 1", {}, "内科 | 500"],
  ["not of the fund", "s | I10.x00 | 1", {}, "内科 | 0"],
  ["no diagnosis at all", "t | I10.x00 | 1", {}, "内科 | 500"],
  ["emergency department", "s | I10.x00 | 1", {}, "急诊科 | 500"],
  ["intensive care", "s | I10.x00 | 1", {}, "ICU | 500"],
  [
    "died",
    "s | I10.x00 | 1",
    { "core.encounter": `${ENCOUNTER}\n m | s | 2025-03-01 | 2 | 5 | 内科 | null` },
    "内科 | 500",
  ],
  [
    "admitted as an emergency the day before",
    "s | I10.x00 | 1",
    { "core.encounter": `${ENCOUNTER}\n m | s | 2025-03-09 | 1 | 1 | 内科 | null` },
    "内科 | 500",
  ],
  [
    "a rescue by the remark",
    "s | I10.x00 | 1",
    { "core.encounter": `${ENCOUNTER}\n m | s | 2025-03-01 | 2 | 1 | 内科 | 危重抢救` },
    "内科 | 500",
  ],
  [
    "shock beside the main one",
    `s | I10.x00 | 1
     s | R57.900 | 2`,
    {},
    "内科 | 500",
  ],
  ["respiratory arrest", "s | R09.200 | 1", {}, "内科 | 500"],
  [
    "the illness of the benefit is allowed",
    "s | I10.x00 | 1",
    {
      "core.settlement": `setl_id | psn_no | fixmedins_code | visits | med_type | dise_no | month
        s | p | H1 | 1 | 14 | C34.900 | 2025-03`,
    },
    "内科 | 500",
  ],
])("R16 leaves alone what is in order: %s", (_, diagnoses, more, line) =>
  cases.setsAside("R16", given(diagnoses, more, line)),
);
