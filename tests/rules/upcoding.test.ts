import { test } from "vitest";
import { useRuleCases } from "./rule-cases.ts";

const cases = useRuleCases();

const STAY =
  "setl_id | fixmedins_code | hosp_lv | diag_category | dip_code | medfee_sumamt | fund_pay_sumamt | month";
const stays = (institution: string, level: number, dip: string, fee: number, n = 20) =>
  Array.from(
    { length: n },
    (_, i) =>
      `${institution}${dip}${i} | ${institution} | ${level} | J18 | ${dip} | ${fee} | 3000 | 2025-03`,
  ).join("\n");
const given = (...rows: string[]) => ({
  "core.stay": `${STAY}\n${rows.join("\n")}`,
  "core.dip_score": `dip_code | dip_name | score | year
    J18:n | 肺炎 | 800 | 2025
    J44:n | 慢阻肺 | 900 | 2025
    J18:o | 肺炎，操作 | 800 | 2024
    J18:o | 肺炎，操作 | 1600 | 2025
    J18:o | 肺炎，操作 | 100 | 2026`,
});

test("R39 higher scores at the same cost as others of the level", () =>
  cases.returns(
    "R39",
    given(
      stays("H1", 2, "J18:n", 5000, 19),
      stays("H1", 2, "J18:o", 5000, 6),
      stays("H2", 2, "J18:n", 5000),
    ),
    `subject_type | subject | evidence | amount_yuan | observed | exclusion
     ${[0, 1, 2, 3, 4, 5]
       .map(
         (i) =>
           `institution | H1 | H1J18:o${i} | 1500 | 分值高于可比机构而费用不相应的病种类目1个，差距最大的是J18类25例，分值指数1.24，费用指数1.00 | null`,
       )
       .join("\n")}`,
  ));

test.each([
  [
    "at the threshold",
    [
      stays("H1", 2, "J18:n", 5000, 17),
      stays("H1", 2, "J18:o", 5000, 3),
      stays("H2", 2, "J18:n", 5000),
    ],
  ],
  [
    "sicker patients cost more",
    [
      stays("H1", 2, "J18:n", 5000, 14),
      stays("H1", 2, "J18:o", 10000, 6),
      stays("H2", 2, "J18:n", 5000),
    ],
  ],
  [
    "cheap, but scored like the others",
    [
      stays("H1", 2, "J18:n", 3000, 39),
      stays("H1", 2, "J18:o", 3000, 1),
      stays("H2", 2, "J18:n", 5000),
    ],
  ],
  [
    "dearer in all that it does but for a few cheap stays",
    [
      stays("H1", 2, "J18:n", 5000, 14),
      stays("H1", 2, "J18:o", 5000, 6),
      stays("H2", 2, "J18:n", 5000),
      stays("H1", 2, "J44:n", 9000, 60).replaceAll("| J18 |", "| J44 |"),
      stays("H2", 2, "J44:n", 5000, 60).replaceAll("| J18 |", "| J44 |"),
    ],
  ],
  [
    "too few of its own",
    [
      stays("H1", 2, "J18:n", 5000, 9),
      stays("H1", 2, "J18:o", 5000, 10),
      stays("H2", 2, "J18:n", 5000),
    ],
  ],
  [
    "too few to compare with",
    [stays("H1", 2, "J18:o", 5000, 20), stays("H2", 2, "J18:n", 5000, 19)],
  ],
  [
    "a small hospital is cheaper than one of a higher level",
    [stays("H1", 1, "J18:n", 2000), stays("H2", 3, "J18:n", 8000)],
  ],
])("R39 leaves alone what is in order: %s", (_, rows) =>
  cases.setsAside("R39", given(...(rows as string[]))),
);

test("R39 compares with other levels where its own has no one else", () =>
  cases.returns(
    "R39",
    given(
      stays("H1", 1, "J18:n", 2000, 5),
      stays("H1", 1, "J18:o", 2000, 15),
      stays("H2", 3, "J18:n", 8000),
    ),
    `subject | amount_yuan
     ${Array.from({ length: 15 }, () => "H1 | 1500").join("\n")}`,
  ));
