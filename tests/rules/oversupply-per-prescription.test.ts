import { expect, test } from "vitest";
import { oversupplyPerPrescription } from "../../models/rules/oversupply-per-prescription.ts";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const RX =
  "rx_drord_no | setl_id | psn_no | fixmedins_code | rx_time | generic_name | hilist_code | rx_type | days_supply | fund_pay_amt | remark | month";
const REG = "psn_no | dise_no | valid_from | valid_to";

test("R18 an ordinary prescription for 30 days: what was paid for 23 of them", () =>
  cases.returns(
    "R18",
    {
      "core.prescription": `${RX}
        r1 | s1 | p | H1 | 2025-03-05 10:00:00 | 氨氯地平 | X1 | ord | 30 | 60 | null | 2025-03
        r2 | s2 | q | H1 | 2025-03-05 10:00:00 | 氨氯地平 | X1 | chr | 56 | 56.10 | null | 2025-03`,
    },
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     prescription | r1 | p | H1 | s1 | prescription | r1 | 46 | 普通处方“氨氯地平”用药30天，上限7天 | null | 2025-03
     prescription | r2 | q | H1 | s2 | prescription | r2 | 28.05 | 慢病处方“氨氯地平”用药56天，上限28天 | null | 2025-03`,
  ));

test("R18 several drugs of a prescription are one suspicion of those beyond the cap", () =>
  cases.returns(
    "R18",
    {
      "core.prescription": `${RX}
        r1 | s1 | p | H1 | 2025-03-05 10:00:00 | 氨氯地平 | X1 | ord | 14 | 60 | null | 2025-03
        r1 | s1 | p | H1 | 2025-03-05 10:00:00 | 阿司匹林 | X2 | ord | 14 | 20 | null | 2025-03
        r1 | s1 | p | H1 | 2025-03-05 10:00:00 | 布洛芬 | X3 | ord | 7 | 20 | null | 2025-03`,
    },
    `subject | evidence | amount_yuan | exclusion
     r1 | r1 | 40 | null`,
  ));

test.each([
  ["at the caps", "emg | 3 | null", "ord | 7 | null", "chr | 28 | null"],
  ["the smallest pack", "ord | 14 | 最小包装不可拆", "ord | 28 | 最小包装", "emg | 5 | 包装不可拆"],
  ["stocked up for the holiday", "ord | 15 | 春节前备药", "chr | 45 | 假期外出", "ord | 7 | null"],
])("R18 leaves alone what is in order: %s", (_, ...kinds) =>
  cases.setsAside("R18", {
    "core.prescription": `${RX}
      ${kinds
        .map((kind, i) => {
          const [type, days, remark] = kind.split(" | ");
          return `r${i} | s${i} | p${i} | H1 | 2025-03-05 10:00:00 | 药 | X1 | ${type} | ${days} | 60 | ${remark} | 2025-03`;
        })
        .join("\n")}`,
  }),
);

test("R18 more than a pack", () =>
  cases.returns(
    "R18",
    {
      "core.prescription": `${RX}
        r1 | s1 | p | H1 | 2025-03-05 10:00:00 | 药 | X1 | ord | 30 | 60 | 最小包装不可拆 | 2025-03`,
    },
    `subject | amount_yuan | exclusion
     r1 | 46 | null`,
  ));

test("R18 a registration in force on the day allows a long prescription, 84 days at most", () =>
  cases.returns(
    "R18",
    {
      "core.prescription": `${RX}
        at | s1 | p | H1 | 2025-03-05 10:00:00 | 药 | X1 | chr | 84 | 84 | null | 2025-03
        week | s2 | p | H1 | 2025-03-05 10:00:00 | 药 | X1 | ord | 28 | 28 | null | 2025-03
        over | s3 | p | H1 | 2025-03-05 10:00:00 | 药 | X1 | chr | 85 | 85 | null | 2025-03
        urgent | s4 | p | H1 | 2025-03-05 10:00:00 | 药 | X1 | emg | 7 | 7 | null | 2025-03
        ended | s5 | q | H1 | 2025-03-05 10:00:00 | 药 | X1 | chr | 84 | 84 | null | 2025-03`,
      "core.chronic_reg": `${REG}
        p | M1 | 2025-03-05 | null
        q | M1 | 2024-01-01 | 2025-03-04`,
    },
    `subject | amount_yuan | exclusion
     at | 56 | 慢特病登记有效，长期处方不超过最长天数
     week | 21 | 慢特病登记有效，不超过慢病处方上限
     over | 57 | null
     urgent | 4 | null
     ended | 56 | null`,
  ));

test("R18 what was taken back, and a home without prescriptions", async () => {
  await cases.returns(
    "R18",
    {
      "core.prescription": `${RX}
        r1 | s1 | p | H1 | 2025-03-05 10:00:00 | 药 | X1 | ord | 30 | 60 | null | 2025-03`,
      "core.refunded": `setl_id | month
        s1 | 2025-03`,
    },
    "subject",
  );
  await cases.returns("R18", {}, "subject");
  expect(oversupplyPerPrescription.parameters.map((p) => p.default)).toEqual([3, 7, 28, 84]);
});
