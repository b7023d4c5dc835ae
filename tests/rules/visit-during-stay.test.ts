import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | begndate | enddate | leave_days | fund_pay_sumamt | month";
const stay = (leaveDays = 0) => `${STAY}
  a | p | H1 | 2025-03-01 | 2025-03-10 | ${leaveDays} | 3000 | 2025-03`;
const VISIT =
  "setl_id | psn_no | fixmedins_code | care | visits | is_refund | setl_time | begndate | enddate | fund_pay_sumamt | month";

test("R03 outpatient and pharmacy settlements inside a stay", () =>
  cases.returns(
    "R03",
    {
      "core.stay": stay(),
      "core.settlement": `${VISIT}
        v | p | H1 | outpatient | 1 | 0 | 2025-03-02 09:00:00 | 2025-03-02 | 2025-03-02 | 40 | 2025-03
        w | p | P1 | pharmacy   | 1 | 0 | 2025-03-09 18:00:00 | 2025-03-09 | 2025-03-09 | 20 | 2025-03`,
    },
    `subject | evidence | amount_yuan | observed | exclusion | month
     a | a | 3000 | 住院期间门诊、购药2次，其中在其他机构1次 | null | 2025-03
     a | v | 0 | 住院期间门诊、购药2次，其中在其他机构1次 | null | 2025-03
     a | w | 0 | 住院期间门诊、购药2次，其中在其他机构1次 | null | 2025-03`,
  ));

test.each([
  ["on the day of admission", "outpatient", "2025-03-01", "2025-03-01", 40],
  ["on the day of discharge", "chronic", "2025-03-10", "2025-03-10", 40],
  ["made before the stay, settled in it", "outpatient", "2025-03-05", "2025-02-27", 40],
  ["with the personal account alone", "pharmacy", "2025-03-05", "2025-03-05", 0],
  ["of another kind", "inpatient", "2025-03-05", "2025-03-05", 40],
])("R03 leaves alone a visit %s", (_, care, settled, day, fund) =>
  cases.setsAside("R03", {
    "core.stay": stay(),
    "core.settlement": `${VISIT}
      v | p | P1 | ${care} | 1 | 0 | ${settled} 09:00:00 | ${day} | ${day} | ${fund} | 2025-03`,
  }),
);

const one = `${VISIT}
  v | p | H2 | outpatient | 1 | 0 | 2025-03-05 09:00:00 | 2025-03-05 | 2025-03-05 | 40 | 2025-03`;

test("R03 sets registered leave, approved examinations and refunds aside", async () => {
  await cases.setsAside("R03", { "core.stay": stay(1), "core.settlement": one });
  await cases.setsAside("R03", {
    "core.stay": stay(),
    "core.settlement": one,
    "core.encounter": `mdtrt_id | setl_id | begndate | enddate | remark | month
      m | v | 2025-03-05 | 2025-03-05 | 本院无设备，外院检查已审批 | 2025-03`,
  });
  await cases.setsAside("R03", {
    "core.stay": stay(),
    "core.settlement": one,
    "core.prescription": `rx_drord_no | setl_id | remark | month
      r | v | 家属代取 | 2025-03`,
  });
  await cases.setsAside("R03", {
    "core.stay": stay(),
    "core.settlement": one,
    "core.refunded": "setl_id | month\n v | 2025-03",
  });
});

test("R03 an approval noted at the stay is for examinations elsewhere alone", async () => {
  const encounter = `mdtrt_id | setl_id | begndate | enddate | remark | month
    m | a | 2025-03-01 | 2025-03-10 | 外院检查已审批 | 2025-03`;
  const given = (settled: string) => ({
    "core.stay": stay(),
    "core.settlement": settled,
    "core.encounter": encounter,
  });
  await cases.setsAside("R03", given(one));
  const rows = "subject | evidence | exclusion\n a | a | null\n a | v | null";
  await cases.returns("R03", given(one.replace("| H2 |", "| H1 |")), rows);
  await cases.returns("R03", given(one.replace("| outpatient |", "| pharmacy |")), rows);
});
