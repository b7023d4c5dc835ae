import { describe, test } from "vitest";
import { useLedger } from "./desk.ts";

const tables = useLedger({
  inpatient: [
    { policy: "wide", med_types: ["21", "52", "28"] },
    { policy: "wide", region: "620726", med_types: ["21"] },
  ],
});
const SCOPE = `
  region_code | scope_code | distance
  620725      | 620725     | 0
  620725      | 620700     | 1
  620726      | 620726     | 0
  620726      | 620700     | 1
  620700      | 620700     | 0`;

test("cuts of a month, for the region and those it is part of, by each 口径", () =>
  tables.expect(
    "marts.service_total",
    {
      "core.region_scope": SCOPE,
      "marts.service_cell": `
        region_code | person_category | special_group | fixmedins_code | institution_region_code | hosp_lv | med_type | care       | is_out_of_area | month   | visits | medfee_yuan
        620725      | working         |               | H1             | 620725                  | 2       | 21       | inpatient  | 0              | 2025-01 | 3      | 300
        620725      | retired         | 低保          | H2             | 110105                  | 3       | 28       | other      | 1              | 2025-01 | 2      | 200
        620726      | working         |               | H1             | 620725                  | 2       | 28       | other      | 0              | 2025-01 | 5      | 500
        620726      | working         |               | H1             | 620725                  | 2       | 11       | outpatient | 0              | 2025-01 | 7      | 70`,
    },
    `region_code | cut             | policy | admissions | outpatient_visits | medfee_yuan | inpatient_medfee_yuan | out_of_area_admissions
     620725      | all             |        | 3          | 0                 | 500         | 300                   | 0
     620725      | all             | wide   | 5          | 0                 | 500         | 500                   | 2
     620725      | person:working  |        | 3          | 0                 | 300         | 300                   | 0
     620725      | person:retired  |        | 0          | 0                 | 200         | 0                     | 0
     620725      | special:低保    |        | 0          | 0                 | 200         | 0                     | 0
     620725      | level:2         |        | 3          | 0                 | 300         | 300                   | 0
     620725      | level:3         |        | 0          | 0                 | 200         | 0                     | 0
     620725      | place:local     |        | 3          | 0                 | 300         | 300                   | 0
     620725      | place:out       |        | 0          | 0                 | 200         | 0                     | 0
     620725      | institution:H1  |        | 3          | 0                 | 300         | 300                   | 0
     620726      | all             |        | 0          | 7                 | 570         | 0                     | 0
     620726      | all             | wide   | 0          | 7                 | 570         | 0                     | 0
     620726      | person:working  |        | 0          | 7                 | 570         | 0                     | 0
     620726      | level:2         |        | 0          | 7                 | 570         | 0                     | 0
     620726      | place:local     |        | 0          | 7                 | 570         | 0                     | 0
     620700      | all             |        | 3          | 7                 | 1070        | 300                   | 0
     620700      | all             | wide   | 5          | 7                 | 1070        | 500                   | 2
     620700      | person:working  |        | 3          | 7                 | 870         | 300                   | 0
     620700      | person:retired  |        | 0          | 0                 | 200         | 0                     | 0
     620700      | special:低保    |        | 0          | 0                 | 200         | 0                     | 0
     620700      | level:2         |        | 3          | 7                 | 870         | 300                   | 0
     620700      | level:3         |        | 0          | 0                 | 200         | 0                     | 0
     620700      | place:local     |        | 3          | 7                 | 870         | 300                   | 0
     620700      | place:out       |        | 0          | 0                 | 200         | 0                     | 0
     620700      | institution:H1  |        | 3          | 7                 | 870         | 300                   | 0
     620700      | institution:H2  |        | 0          | 0                 | 200         | 0                     | 0`,
  ));

test("a person counts once a month and once a year, in the city once for both counties", () =>
  tables.expect(
    "marts.service_patient",
    {
      "core.region_scope": SCOPE,
      "core.inpatient_person": `
        region_code | med_type | psn_no | month
        620725      | 21       | p      | 2025-01
        620725      | 52       | p      | 2025-01
        620725      | 21       | p      | 2025-02
        620726      | 21       | p      | 2025-02
        620726      | 21       | q      | 2025-02
        620726      | 28       | r      | 2025-02
        620725      | 21       | p      | 2026-01`,
    },
    `region_code | policy | month   | inpatients | new_inpatients
     620725      |        | 2025-01 | 1          | 1
     620725      |        | 2025-02 | 1          | 0
     620725      |        | 2026-01 | 1          | 1
     620726      |        | 2025-02 | 2          | 2
     620700      |        | 2025-01 | 1          | 1
     620700      |        | 2025-02 | 2          | 1
     620700      |        | 2026-01 | 1          | 1
     620725      | wide   | 2025-01 | 1          | 1
     620725      | wide   | 2025-02 | 1          | 0
     620725      | wide   | 2026-01 | 1          | 1
     620726      | wide   | 2025-02 | 2          | 2
     620700      | wide   | 2025-01 | 1          | 1
     620700      | wide   | 2025-02 | 2          | 1
     620700      | wide   | 2026-01 | 1          | 1`,
  ));

describe("insured persons", () => {
  const cells = `
    region_code | month
    620725      | 2025-01
    620726      | 2025-02`;
  const months = `
    month
    2025-01
    2025-02`;

  test("of the month, else of the latest within a year, else of all the counties", () =>
    tables.expect(
      "marts.service_insured",
      {
        "core.region_scope": SCOPE,
        "marts.service_cell": cells,
        "marts.service_total": months,
        "core.insured": `
          region_code | month   | category | persons
          620725      | 2024-02 | all      | 90
          620725      | 2025-02 | all      | 100
          620726      | 2024-01 | all      | 55
          620725      | 2025-01 | working  | 70`,
      },
      `region_code | month   | cut            | persons | counted_month
       620725      | 2025-01 | all            | 90      | 2024-02
       620725      | 2025-02 | all            | 100     | 2025-02
       620726      | 2025-01 | all            | 55      | 2024-01
       620725      | 2025-01 | person:working | 70      | 2025-01
       620725      | 2025-02 | person:working | 70      | 2025-01
       620700      | 2025-01 | all            | 90      | 2024-02
       620700      | 2025-01 | person:working | 70      | 2025-01`,
    ));

  test("of a special group, under whatever name", () =>
    tables.expect(
      "marts.service_insured",
      {
        "marts.service_total": months,
        "staging.insured": `
          region_code | fund     | month   | category | special_group | persons | arrival_order
          620725      | resident | 2025-01 | resident | 低保对象      | 10      | 1
          620725      | resident | 2025-01 | resident | 低保          | 12      | 2`,
      },
      `fund     | month   | cut          | persons
       resident | 2025-01 | special:低保 | 12
       resident | 2025-02 | special:低保 | 12`,
    ));
});

test("no year to date where a month is missing", () =>
  tables.expect(
    "marts.service_month",
    {
      "marts.service_total": `
        region_code | cut     | policy | month   | admissions | hifp_pay_yuan
        620725      | all     |        | 2025-01 | 2          | 20
        620725      | level:3 |        | 2025-01 | 1          | 5
        620725      | all     |        | 2025-02 | 3          | 30
        620726      | all     |        | 2025-02 | 7          | 70`,
    },
    `region_code | cut     | month   | admissions | admissions_ytd | hifp_pay_yuan | hifp_pay_ytd_yuan
     620725      | all     | 2025-01 | 2          | 2              | 20            | 20
     620725      | all     | 2025-02 | 3          | 5              | 30            | 50
     620725      | level:3 | 2025-01 | 1          | 1              | 5             | 5
     620725      | level:3 | 2025-02 | 0          | 1              | 0             | 5
     620726      | all     | 2025-02 | 7          | null           | 70            | null`,
  ));

describe("the change of inpatient spending, decomposed", () => {
  const columns =
    "region_code | fund | month | month_no | cut | policy | insured_persons | admissions_ytd | inpatient_medfee_ytd_yuan | inpatient_fund_pay_ytd_yuan";
  test("effects add up to the change to the fen", () =>
    tables.expect(
      "marts.spending_decomposition",
      {
        "marts.service_month": `
          ${columns}
          620725 | employee | 2024-06 | | all | | 1000 | 150 | 1500000 | 1000000
          620725 | employee | 2025-06 | | all | | 1100 | 180 | 2000000.01 | 1300000.01
          620725 | employee | 2025-06 | | level:3 | | 1100 | 180 | 2000000 | 1300000`,
      },
      `month   | past_month | change_yuan | insured_effect_yuan | rate_effect_yuan | cost_effect_yuan | share_effect_yuan | note
       2025-06 | 2024-06    | 300000.01   | 108982.27           | 99493.02         | 120474.32        | -28949.6         | null`,
    ));

  test("where nothing changed nothing has an effect", () =>
    tables.expect(
      "marts.spending_decomposition",
      {
        "marts.service_month": `
          ${columns}
          620725 | employee | 2024-06 | | all | | 1000 | 150 | 1500000 | 1000000
          620725 | employee | 2025-06 | | all | | 1100 | 150 | 1500000 | 1000000`,
      },
      `change_yuan | insured_effect_yuan | rate_effect_yuan | cost_effect_yuan | share_effect_yuan
       0           | 95310.18            | -95310.18        | 0                | 0`,
    ));

  test("says which factor is missing", () =>
    tables.expect(
      "marts.spending_decomposition",
      {
        "marts.service_month": `
          ${columns}
          620725 | employee | 2024-06 | | all | | null | 150 | 1500000 | 1000000
          620725 | employee | 2025-06 | | all | | 1100 | 150 | 1500000 | 1000000
          620726 | employee | 2024-06 | | all | | 10   | 0   | 0       | 0
          620726 | employee | 2025-06 | | all | | 10   | 1   | 100     | 50`,
      },
      `region_code | change_yuan | insured_effect_yuan | share_effect_yuan | note
       620725      | 0           | null                | null              | 没有参保人数
       620726      | 50          | null                | null              | 没有住院人次`,
    ));
});

test("benchmarks of the latest period, with a rank among peers", () =>
  tables.expect(
    "marts.benchmark_comparison",
    {
      "core.region": `
        region_code | region_name
        620725      | 甲县
        620726      | 乙县`,
      "core.benchmark": `
        indicator          | scope | fund | period | value   | source
        住院率             | 全国  | 居民 | 2022   | 0.16    | 公报
        住院率             | 全国  | 居民 | 2023   | 20.7    | 公报
        住院率             | 全国  | 居民 | 2025   | 99      | 公报
        hospitalization_rate | 620726 | resident | 2024 | 0.25 | 市局
        hospitalization_rate | 丙县   | resident | 2024 | 0.10 | 市局
        hospitalization_rate | 甲县   | resident | 2024 | 0.20 | 市局
        次均费用           | 全省  | 居民 | 2024   | 5000    | 公报`,
      "marts.figure": `
        metric               | region_code | fund     | period | month   | basis   | quotient | version
        hospitalization_rate | 620725      | resident | 2024   | 2024-12 |         | 0.2      | 1
        hospitalization_rate | 620725      | resident | 2024   | 2024-12 | level:3 | 0.3      | 1
        cost_per_admission   | 620725      | resident | 2024   | 2024-12 |         | 6000     | 1`,
    },
    `metric               | scope  | scope_kind | benchmark_period | benchmark_value | ratio          | rank | peers
     hospitalization_rate | 全国   | nation     | 2023             | 0.207           | 0.966183574879 | 2    | 3
     hospitalization_rate | 620726 | peer       | 2024             | 0.25            | 0.8            | 2    | 3
     hospitalization_rate | 丙县   | peer       | 2024             | 0.1             | 2              | 2    | 3
     cost_per_admission   | 全省   | province   | 2024             | 5000            | 1.2            | null | null`,
  ));
