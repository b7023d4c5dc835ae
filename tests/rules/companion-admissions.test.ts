import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | psn_no | fixmedins_code | begndate | enddate | diag_category | dept_name | fund_pay_sumamt | month";
const group = (persons: number, diagnosis: string, dept = "内科") =>
  Array.from(
    { length: persons },
    (_, i) =>
      `a${i} | p${i} | H1 | 2025-03-01 | 2025-03-08 | ${diagnosis} | ${dept} | 1000 | 2025-03`,
  ).join("\n");

const seen = "3人同日（2025-03-01）入院、同日（2025-03-08）出院，主诊断同为M51";

test("R08 three persons in and out together", () =>
  cases.returns(
    "R08",
    {
      "core.stay": `${STAY}
        ${group(3, "M51")}
        x | x | H1 | 2025-03-01 | 2025-03-09 | M51 | 内科 | 1000 | 2025-03
        y | y | H2 | 2025-03-01 | 2025-03-08 | M51 | 内科 | 1000 | 2025-03
        z | z | H1 | 2025-03-01 | 2025-03-08 | I10 | 内科 | 1000 | 2025-03`,
    },
    `subject | psn_no | evidence | amount_yuan | observed | exclusion | month
     a0 | p0 | a0 | 1000 | ${seen} | null | 2025-03
     a0 | p1 | a1 | 1000 | ${seen} | null | 2025-03
     a0 | p2 | a2 | 1000 | ${seen} | null | 2025-03`,
  ));

test.each([
  ["two persons", group(2, "M51")],
  [
    "one of three persons twice",
    `${group(2, "M51")}\n b | p1 | H1 | 2025-03-01 | 2025-03-08 | M51 | 内科 | 1000 | 2025-03`,
  ],
  ["an outbreak", group(5, "A09")],
  ["an epidemic", group(5, "J10")],
  ["food poisoning", group(5, "T62")],
  ["cataract campaign", group(8, "H25")],
  ["dialysis files", group(4, "N18")],
  ["a day ward", group(4, "K63", "日间病房")],
])("R08 leaves alone what is in order: %s", (_, rows) =>
  cases.setsAside("R08", { "core.stay": `${STAY}\n${rows}` }),
);

test("R08 a large hospital admits three alike by chance", () => {
  const others = Array.from(
    { length: 20 },
    (_, i) =>
      `o${i} | o${i} | H1 | 2025-03-${10 + Math.floor(i / 2)} | 2025-03-${17 + Math.floor(i / 2)} | M51 | 内科 | 1000 | 2025-03`,
  ).join("\n");
  return cases.setsAside("R08", { "core.stay": `${STAY}\n${group(3, "M51")}\n${others}` });
});
