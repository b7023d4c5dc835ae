import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLED =
  "setl_id | psn_no | fixmedins_code | visits | hosp_lv | med_type | care | insutype | fund | month";
const LIMITS = `hilist_code | hilist_name | lmt_hosp_lv | lmt_med_type | lmt_insutype
  L | 限级别药 | 3,2 | null | null
  W | 限住院药 | null | 21 | null
  I | 限工伤药 | null | null | 工伤
  B | 限生育药 | null | null | 510`;
const LINES =
  "bkkp_sn | setl_id | fee_ocur_time | hilist_code | bilg_dept_name | inscp_amt | month";

const given = (settled: string, code: string, dept = "内科", more = {}) => ({
  "core.settlement": `${SETTLED}\n s | p | H1 | 1 | ${settled} | 2025-03`,
  "core.item_limit": LIMITS,
  "core.fee_line": `${LINES}\n 1 | s | 2025-03-10 08:00:00 | ${code} | ${dept} | 30 | 2025-03`,
  ...more,
});

test.each([
  ["1 | 11 | outpatient | 310 | employee", "L", "“限级别药”限机构级别3、2，在1级机构使用"],
  ["2 | 11 | outpatient | 310 | employee", "W", "“限住院药”限就医方式21，医疗类别为11"],
  ["2 | 21 | inpatient | 310 | employee", "I", "“限工伤药”限险种工伤，险种为310"],
])("R17 outside of what it is limited to: %s %s", (settled, code, observed) =>
  cases.returns(
    "R17",
    given(settled, code),
    `subject_type | subject | evidence | amount_yuan | observed | exclusion | month
     fee_line | 1 | 1 | 30 | ${observed} | null | 2025-03`,
  ),
);

test.each([
  ["a level allowed", "2 | 11 | outpatient | 310 | employee", "L", "内科"],
  ["a level not known", "null | 11 | outpatient | 310 | employee", "L", "内科"],
  ["an inpatient", "2 | 2101 | inpatient | 310 | employee", "W", "内科"],
  ["kept for observation", "2 | 13 | outpatient | 310 | employee", "W", "内科"],
  ["an emergency ward", "2 | 11 | outpatient | 310 | employee", "W", "急诊留观室"],
  ["a birth paid by the employees' fund", "2 | 52 | inpatient | 310 | employee", "B", "产科"],
])("R17 leaves alone what is in order: %s", (_, settled, code, dept) =>
  cases.setsAside("R17", given(settled, code, dept)),
);

const ALLIED = "fixmedins_code | fixmedins_name | hosp_lv | alliance_code";

test("R17 sets aside the alliance of a hospital of the level", () =>
  cases.setsAside(
    "R17",
    given("1 | 11 | outpatient | 310 | employee", "L", "内科", {
      "core.institution": `${ALLIED}
        H1 | 卫生院 | 1 | L1
        H2 | 县医院 | 2 | L1`,
    }),
  ));

test("R17 an alliance without such a hospital is no excuse; the level comes from the register", () =>
  cases.returns(
    "R17",
    given("null | 11 | outpatient | 310 | employee", "L", "内科", {
      "core.institution": `${ALLIED}
        H1 | 卫生院 | 1 | L1
        H2 | 另一卫生院 | 1 | L1
        H3 | 县医院 | 2 | L2`,
    }),
    `subject | amount_yuan | exclusion
     1 | 30 | null`,
  ));

test("R17 sets aside a dual-channel drug from a pharmacy", () =>
  cases.setsAside(
    "R17",
    given("9 | 41 | pharmacy | 310 | employee", "L", "", {
      "core.dual_drug": "generic_name | hilist_code\n 药 | L",
    }),
  ));
