import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const SETTLEMENT = `setl_id | psn_no | fixmedins_code | care | visits | dise_no | fund_pay_sumamt | month
  a | p | H1 | chronic | 1 | M03900 | 200 | 2025-03`;
const INSTITUTION = `fixmedins_code | fixmedins_name | fixmedins_type
  H1 | 人民医院 | 综合医院
  H2 | 康雅诊所 | 口腔专科`;
const LINE =
  "bkkp_sn | setl_id | hilist_name | charge_category | bilg_dept_name | bilg_dr_code | det_item_fee_sumamt | inscp_amt | month";
const given = (...lines: string[]) => ({
  "core.settlement": SETTLEMENT,
  "core.institution": INSTITUTION,
  "core.fee_line": [LINE, ...lines].join("\n"),
});

test("R30 all of a chronic settlement at a dental institution", () =>
  cases.returns(
    "R30",
    { ...given(), "core.settlement": SETTLEMENT.replace("H1", "H2") },
    `subject_type | subject | evidence_type | evidence | amount_yuan | observed | exclusion | month
     settlement | a | settlement | a | 200 | 慢特病结算，口腔专科机构 | null | 2025-03`,
  ));

test("R30 the dental items alone at a general hospital", () =>
  cases.returns(
    "R30",
    given(
      "l1 | a | 牙周洁治 | treat | 内科 | D1 | 60 | 55.5 | 2025-03",
      "l2 | a | 氨氯地平 | drug | 内科 | D1 | 60 | 60 | 2025-03",
    ),
    `subject | evidence_type | evidence | amount_yuan | observed | exclusion
     a | settlement | a | 0 | 慢特病结算，口腔项目1条 | null
     a | fee_line | l1 | 55.5 | 慢特病结算，口腔项目1条 | null`,
  ));

test("R30 dentures in the dental department are no wrong code", () =>
  cases.returns(
    "R30",
    given(
      "l1 | a | 义齿修复 | treat | 口腔科 | D1 | 60 | 55.5 | 2025-03",
      "l2 | b | 氨氯地平 | drug | 内科 | D1 | 60 | 60 | 2025-03",
      "l3 | c | 氨氯地平 | drug | 内科 | D1 | 60 | 60 | 2025-03",
    ),
    `subject | evidence_type | amount_yuan | exclusion
     a | settlement | 200 | null
     a | fee_line | 0 | null`,
  ));

test("R30 all of it in the dental department, of one who works there", () =>
  cases.returns(
    "R30",
    given("l1 | a | 氨氯地平 | drug | 口腔科 | D1 | 60 | 60 | 2025-03"),
    `subject | evidence | amount_yuan | observed | exclusion
     a | a | 200 | 慢特病结算，口腔科室 | null`,
  ));

test("R30 a general hospital's wrong department code is set aside", () =>
  cases.returns(
    "R30",
    given(
      "l1 | a | 氨氯地平 | drug | 口腔科 | D1 | 60 | 60 | 2025-03",
      "l2 | b | 氨氯地平 | drug | 内科 | D1 | 60 | 60 | 2025-03",
      "l3 | c | 氨氯地平 | drug | 内科 | D1 | 60 | 60 | 2025-03",
    ),
    `subject | exclusion
     a | 综合机构，无口腔项目，开单医师平时不在口腔科，疑为科室编码错误`,
  ));

test("R30 oral tumours are set aside", () =>
  cases.setsAside("R30", {
    ...given("l1 | a | 牙拔除术 | treat | 口腔科 | D1 | 60 | 60 | 2025-03"),
    "core.diagnosis": `setl_id | diag_code
      a | C03.900`,
  }));

test("R30 a chronic disease that is a tumour is set aside", () =>
  cases.setsAside("R30", {
    ...given("l1 | a | 牙拔除术 | treat | 口腔科 | D1 | 60 | 60 | 2025-03"),
    "core.chronic_reg": `psn_no | dise_no | dise_name | valid_from
      p | M03900 | 恶性肿瘤门诊治疗 | 2025-01-01`,
  }));

test.each([
  ["mouth care by nurses", "l1 | a | 口腔护理 | nursing | 内科 | D1 | 60 | 60 | 2025-03"],
  ["a drug for teeth", "l1 | a | 牙痛一粒丸 | drug | 内科 | D1 | 60 | 60 | 2025-03"],
  ["a line taken back", "l1 | a | 牙周洁治 | treat | 内科 | D1 | -60 | -60 | 2025-03"],
])("R30 leaves alone what is in order: %s", (_, line) =>
  cases.returns("R30", given(line), "subject"),
);

test("R30 leaves ordinary visits to dentists alone", () =>
  cases.returns(
    "R30",
    {
      ...given("l1 | a | 牙周洁治 | treat | 口腔科 | D1 | 60 | 55 | 2025-03"),
      "core.settlement": SETTLEMENT.replace("chronic", "outpatient"),
    },
    "subject",
  ));
