import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const RX =
  "rx_drord_no | setl_id | psn_no | fixmedins_code | rx_time | generic_name | hilist_code | days_supply | fund_pay_amt | remark | month";
const row = (
  no: string,
  day: string,
  days: number,
  more: { code?: string; remark?: string } = {},
) =>
  `${no} | s${no} | p | H1 | ${day} 10:00:00 | 阿卡波糖 | ${more.code ?? "X1"} | ${days} | 60 | ${more.remark ?? "null"} | ${day.slice(0, 7)}`;
const given = (...rows: string[]) => ({ "core.prescription": [RX, ...rows].join("\n") });

test("R19 three times 60 days within 20 days; the days beyond 117 are the latest", () =>
  cases.returns(
    "R19",
    given(row("1", "2025-03-01", 60), row("2", "2025-03-11", 60), row("3", "2025-03-21", 60)),
    `subject_type | subject | psn_no | setl_id | evidence_type | evidence | amount_yuan | observed | exclusion | month
     person_drug | p/阿卡波糖 | p | s1 | prescription | 1 | 0 | 90天内购“阿卡波糖”3次，合计180天用量，上限117天 | null | 2025-03
     person_drug | p/阿卡波糖 | p | s2 | prescription | 2 | 3 | 90天内购“阿卡波糖”3次，合计180天用量，上限117天 | null | 2025-03
     person_drug | p/阿卡波糖 | p | s3 | prescription | 3 | 60 | 90天内购“阿卡波糖”3次，合计180天用量，上限117天 | null | 2025-03`,
  ));

test("R19 a month counts its own purchases; those before it are shown beside them", () =>
  cases.returns(
    "R19",
    given(row("1", "2025-01-10", 60), row("2", "2025-01-20", 60), row("3", "2025-02-10", 60)),
    `evidence | amount_yuan | month
     1 | 0 | 2025-01
     2 | 3 | 2025-01
     1 | 0 | 2025-02
     2 | 0 | 2025-02
     3 | 60 | 2025-02`,
  ));

test.each([
  ["117 days in all", [row("1", "2025-03-01", 60), row("2", "2025-03-11", 57)]],
  [
    "118 days, the first of them 90 days ago",
    [row("1", "2025-01-01", 60), row("2", "2025-04-01", 58)],
  ],
  [
    "two strengths side by side",
    [1, 2, 3].flatMap((n) => [
      row(`a${n}`, `2025-03-0${n}`, 28),
      row(`b${n}`, `2025-03-0${n}`, 28, { code: "X2" }),
    ]),
  ],
  ["a single prescription, which is R18's", [row("1", "2025-03-01", 126)]],
  ["long prescriptions refilled in time", [row("1", "2025-01-05", 84), row("2", "2025-03-28", 84)]],
  [
    "refilled two days early, each time",
    ["2025-01-01", "2025-01-29", "2025-02-26", "2025-03-26"].map((day, i) => row(`${i}`, day, 30)),
  ],
  [
    "a dose that was changed",
    [row("1", "2025-03-01", 60), row("2", "2025-03-11", 60, { remark: "调整剂量" })],
  ],
])("R19 leaves alone what is in order: %s", (_, rows) => cases.setsAside("R19", given(...rows)));

test("R19 one strength alone beyond the limit stands, whatever else was bought", () =>
  cases.returns(
    "R19",
    given(
      row("1", "2025-03-01", 60),
      row("2", "2025-03-11", 60),
      row("3", "2025-03-11", 28, { code: "X2" }),
    ),
    `evidence | amount_yuan | exclusion
     1 | 0 | null
     2 | 3 | null
     3 | 60 | null`,
  ));

test("R19 a purchase taken back by then does not count; taken back later, it did", () =>
  cases.returns(
    "R19",
    {
      ...given(row("1", "2025-03-01", 60), row("2", "2025-03-11", 60), row("3", "2025-04-02", 30)),
      "core.refunded": `setl_id | month
        s2 | 2025-04`,
    },
    `evidence | month
     1 | 2025-03
     2 | 2025-03`,
  ));

test("R19 what was prescribed and could not be had does not count", () =>
  cases.setsAside(
    "R19",
    given(row("1", "2025-03-01", 84), row("2", "2025-03-05", 84, { remark: "缺药转店" })),
  ));

test("R19 too much without what could not be had", () =>
  cases.returns(
    "R19",
    given(
      row("1", "2025-03-01", 84),
      row("2", "2025-03-05", 28, { remark: "缺药转店" }),
      row("3", "2025-03-06", 84),
    ),
    `evidence | exclusion
     1 | null
     2 | null
     3 | null`,
  ));
