import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

interface Session {
  day: string;
  cnt?: string;
  setl?: string;
  dept?: string;
  amount?: string;
}

const CATALOGUE = `hilist_code | hilist_name | list_type
  HD | 血液透析 | 201
  HF | 血液透析滤过 | 201
  HX | 血液透析管路 | 201
  HT | 血液透析浓缩液 | 101`;

function given(sessions: Session[], code = "HD", more = {}) {
  const lines = sessions.map(
    ({ day, cnt = "1", setl = "s", dept = "血透室", amount = "300" }, i) =>
      `${String(i + 1).padStart(2, "0")} | ${setl} | ${day} 08:00:00 | ${code} | ${dept} | ${cnt} | ${amount} | ${day.slice(0, 7)}`,
  );
  return {
    "core.settlement": `setl_id | psn_no | fixmedins_code | visits | med_type | begndate | month
      s | p | H1 | 1 | 14 | null | 2025-03
      t | p | H2 | 1 | 21 | 2025-03-01 | 2025-03
      e | p | H2 | 1 | 13 | 2025-03-30 | 2025-03`,
    "core.catalogue": CATALOGUE,
    "core.fee_line": `bkkp_sn | setl_id | fee_ocur_time | hilist_code | bilg_dept_name | cnt | inscp_amt | month\n${lines.join("\n")}`,
    ...more,
  };
}

const days = (count: number): Session[] =>
  Array.from({ length: count }, (_, i) => ({ day: `2025-03-${String(i + 1).padStart(2, "0")}` }));

test("R41 sixteen sessions in a month: the last two are too many", () =>
  cases.returns(
    "R41",
    given(days(16)),
    `subject_type | subject | setl_id | evidence | amount_yuan | observed | exclusion | month
     person | p | s | 15 | 300 | 2025-03血液透析16次，上限14次 | null | 2025-03
     person | p | s | 16 | 300 | 2025-03血液透析16次，上限14次 | null | 2025-03`,
  ));

test("R41 two on a day, at two hospitals, of any kind of haemodialysis", () =>
  cases.returns(
    "R41",
    given(
      [{ day: "2025-03-05" }, { day: "2025-03-05", setl: "e", cnt: "1" }, { day: "2025-03-05" }],
      "HF",
    ),
    `evidence | amount_yuan | observed | exclusion
     03 | 300 | 2025-03-05血液透析2次 | null`,
  ));

test.each([
  ["fourteen", days(14)],
  ["one of them an emergency", [...days(14), { day: "2025-03-30", setl: "e" }]],
  ["in intensive care", [...days(14), { day: "2025-03-30", dept: "重症医学科" }]],
  ["taken back", [...days(15), { day: "2025-03-15", cnt: "-1", amount: "-300" }]],
  ["not of the fund", [...days(14), { day: "2025-03-30", amount: "0" }]],
  ["two days of a stay booked at once", [{ day: "2025-03-02", setl: "t", cnt: "2" }]],
])("R41 leaves alone what is in order: %s", (_, sessions) =>
  cases.setsAside("R41", given(sessions)),
);

test.each(["HX", "HT", "XX"])("R41 what is no session of dialysis: %s", (code) =>
  cases.setsAside("R41", given(days(20), code)),
);

test("R41 sets aside the first days of an emergency admission", () =>
  cases.setsAside(
    "R41",
    given([...days(14), { day: "2025-03-20", setl: "t" }], "HD", {
      "core.encounter": "mdtrt_id | setl_id | begndate | adm_way\n m | t | 2025-03-19 | 1",
    }),
  ));
