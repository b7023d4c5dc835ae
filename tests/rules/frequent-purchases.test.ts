import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const RX =
  "rx_drord_no | setl_id | psn_no | fixmedins_code | rx_time | generic_name | hilist_code | days_supply | fund_pay_amt | remark | month";
const bought = (times: number, drug = "阿卡波糖", days = 7, remark = "null") => ({
  "core.prescription": [
    RX,
    ...Array.from(
      { length: times },
      (_, i) =>
        `r${i + 1} | s${i + 1} | p | H${i % 2} | 2025-03-0${i + 1} 10:00:00 | ${drug} | X1 | ${days} | 10.10 | ${i === 0 ? "null" : remark} | 2025-03`,
    ),
  ].join("\n"),
});

test("R20 six times in a month: the fifth and the sixth", () =>
  cases.returns(
    "R20",
    bought(6),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     person_drug | p/阿卡波糖 | p | H0 | s1 | prescription | r1 | 0 | 当月购“阿卡波糖”6次，上限4次 | null | 2025-03
     person_drug | p/阿卡波糖 | p | H1 | s2 | prescription | r2 | 0 | 当月购“阿卡波糖”6次，上限4次 | null | 2025-03
     person_drug | p/阿卡波糖 | p | H0 | s3 | prescription | r3 | 0 | 当月购“阿卡波糖”6次，上限4次 | null | 2025-03
     person_drug | p/阿卡波糖 | p | H1 | s4 | prescription | r4 | 0 | 当月购“阿卡波糖”6次，上限4次 | null | 2025-03
     person_drug | p/阿卡波糖 | p | H0 | s5 | prescription | r5 | 10.1 | 当月购“阿卡波糖”6次，上限4次 | null | 2025-03
     person_drug | p/阿卡波糖 | p | H1 | s6 | prescription | r6 | 10.1 | 当月购“阿卡波糖”6次，上限4次 | null | 2025-03`,
  ));

test("R20 four times are allowed; five are not", async () => {
  await cases.returns("R20", bought(4), "subject");
  await cases.returns(
    "R20",
    bought(5),
    `evidence | amount_yuan
     r1 | 0
     r2 | 0
     r3 | 0
     r4 | 0
     r5 | 10.1`,
  );
});

test.each([
  ["given at each dialysis", bought(9, "重组人促红素", 2)],
  ["out of stock, in parts", bought(6, "阿卡波糖", 7, "缺货分次取药")],
  [
    "prescriptions of one settlement",
    {
      "core.prescription": bought(6)["core.prescription"].replace(/\| s\d \|/g, "| s1 |"),
    },
  ],
  [
    "one that was taken back",
    {
      ...bought(5),
      "core.refunded": `setl_id | month
        s2 | 2025-03`,
    },
  ],
])("R20 leaves alone what is in order: %s", (_, given) => cases.setsAside("R20", given));

test("R20 a drug of dialysis in quantities for a week each time stands", () =>
  cases.returns(
    "R20",
    bought(5, "重组人促红素", 7),
    `evidence | exclusion
     r1 | null
     r2 | null
     r3 | null
     r4 | null
     r5 | null`,
  ));
