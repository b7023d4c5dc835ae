import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const RX =
  "rx_drord_no | setl_id | psn_no | fixmedins_code | rx_time | generic_name | hilist_code | days_supply | fund_pay_amt | remark | month";
const row = (no: number, place: string, day: string, days: number, remark = "null") =>
  `r${no} | s${no} | p | ${place} | ${day} 10:00:00 | 阿卡波糖 | X1 | ${days} | 60 | ${remark} | ${day.slice(0, 7)}`;
const given = (...rows: string[]) => ({ "core.prescription": [RX, ...rows].join("\n") });
const three = (days: number, places = ["H1", "P1", "P2"], remark?: string) =>
  given(
    row(1, places[0]!, "2025-01-05", days),
    row(2, places[1]!, "2025-02-05", days),
    row(3, places[2]!, "2025-03-05", days, remark),
  );
const OBSERVED = "180天内在3家机构购“阿卡波糖”，合计252天用量";

test("R21 three institutions, 252 days; the month of the last carries its own purchase", () =>
  cases.returns(
    "R21",
    three(84),
    `subject_type | subject | psn_no | fixmedins_code | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     person_drug | p/阿卡波糖 | p | H1 | s1 | prescription | r1 | 0 | ${OBSERVED} | null | 2025-03
     person_drug | p/阿卡波糖 | p | P1 | s2 | prescription | r2 | 0 | ${OBSERVED} | null | 2025-03
     person_drug | p/阿卡波糖 | p | P2 | s3 | prescription | r3 | 60 | ${OBSERVED} | null | 2025-03`,
  ));

test.each([
  ["240 days", three(80)],
  ["two institutions", three(84, ["H1", "P1", "P1"])],
  [
    "the first 180 days ago",
    given(
      row(1, "H1", "2025-01-01", 84),
      row(2, "P1", "2025-06-29", 84),
      row(3, "P2", "2025-06-30", 84),
    ),
  ],
  [
    "refilled in time",
    given(
      row(1, "H1", "2025-01-01", 84),
      row(2, "P1", "2025-03-24", 84),
      row(3, "P2", "2025-06-16", 84),
    ),
  ],
  ["out of stock where it was prescribed", three(84, ["H1", "P1", "P2"], "缺货换店")],
  [
    "stores of one chain",
    {
      ...three(84),
      "core.institution": `fixmedins_code | chain_code
        P1 | C1
        P2 | C1`,
    },
  ],
  [
    "a person who lives elsewhere",
    {
      ...three(84),
      "core.settlement": `setl_id | is_out_of_area | month
        s2 | 1 | 2025-02`,
    },
  ],
])("R21 leaves alone what is in order: %s", (_, rows) => cases.setsAside("R21", rows));
