import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

interface Visit {
  setl?: string;
  care?: string;
  dise?: string;
  day?: string;
  doctor?: string;
  dept?: string;
  drugs?: number;
  exams?: number;
  hour?: number;
}

/** Visits of one person at one hospital, an hour apart. */
function visits(...list: Visit[]) {
  const full = list.map((visit, n) => ({
    setl: "abcd"[n]!,
    care: "outpatient",
    dise: "null",
    day: "2025-05-10",
    doctor: "D1",
    dept: "内科",
    drugs: 50,
    exams: 0,
    hour: 9 + n,
    ...visit,
  }));
  const table = (head: string, line: (v: (typeof full)[number]) => string) =>
    [head, ...full.map(line)].join("\n");
  return {
    "core.settlement": table(
      "setl_id | psn_no | fixmedins_code | care | dise_no | visits | setl_time | fund_pay_sumamt | month",
      (v) =>
        `${v.setl} | p | H1 | ${v.care} | ${v.dise} | 1 | ${v.day} ${v.hour}:00:00 | 40.5 | 2025-05`,
    ),
    "core.settlement_fee": table(
      "setl_id | month | dr_code | drug_yuan | exam_yuan",
      (v) => `${v.setl} | 2025-05 | ${v.doctor} | ${v.drugs} | ${v.exams}`,
    ),
    "core.fee_line": table(
      "bkkp_sn | setl_id | month | bilg_dept_name",
      (v) => `l${v.setl} | ${v.setl} | 2025-05 | ${v.dept}`,
    ),
  };
}

test("R37 two visits to the same doctor in a day", () =>
  cases.returns(
    "R37",
    visits({}, {}),
    `subject_type | subject | psn_no | setl_id | evidence | amount_yuan | observed | exclusion | month
     settlement | a | p | a | a | 0 | 2025-05-10在同一医师处门诊结算2次 | null | 2025-05
     settlement | a | p | b | b | 40.5 | 2025-05-10在同一医师处门诊结算2次 | null | 2025-05`,
  ));

test.each([
  ["one visit", visits({})],
  ["another day", visits({}, { day: "2025-05-11" })],
  ["another doctor", visits({}, { doctor: "D2" })],
  ["a pharmacy", visits({}, { care: "pharmacy" })],
])("R37 leaves alone: %s", (_, given) => cases.returns("R37", given, "subject"));

test.each([
  ["different departments", visits({}, { dept: "外科" }), "分属不同科室"],
  [
    "a prescription after an examination",
    visits({ drugs: 0, exams: 80 }, {}),
    "先检查、后凭结果开药",
  ],
  [
    "chronic care beside ordinary",
    visits({}, { care: "chronic", dise: "M03900" }),
    "普通门诊与慢特病、不同病种按规定分别结算",
  ],
  ["morning and afternoon", visits({}, { hour: 14 }), "各次相隔较久，为再次就诊"],
])("R37 sets aside: %s", (_, given, reason) =>
  cases.returns("R37", given, `evidence | exclusion\n a | ${reason}\n b | ${reason}`),
);

test("R37 drugs after an examination with drugs stand", () =>
  cases.returns(
    "R37",
    visits({ exams: 80 }, {}),
    `evidence | exclusion
     a | null
     b | null`,
  ));

test("R37 a bill split in the afternoon stands, though there was a visit in the morning", () =>
  cases.returns(
    "R37",
    visits({}, { hour: 14 }, { hour: 15 }),
    `evidence | exclusion
     a | null
     b | null
     c | null`,
  ));

test("R37 leaves alone: care of different days, settled together", () => {
  const { "core.settlement": settled, ...rest } = visits({}, {});
  const [head, ...rows] = settled.split("\n");
  const cared = rows.map((row, n) => `${row} | 2025-05-0${n + 3}`);
  return cases.returns(
    "R37",
    { ...rest, "core.settlement": [`${head} | begndate`, ...cared].join("\n") },
    "subject",
  );
});
