import { test } from "vitest";
import { useTables } from "./tables.ts";

const tables = useTables();
const MONTH = "marts.supervision_month";

const REGIONS = {
  "core.region": "region_code | region_name\n620700 | 甲市\n620721 | 乙县\n620722 | 丙县",
  "core.region_scope": `region_code | scope_code | distance
    620700 | 620700 | 0
    620721 | 620721 | 0
    620721 | 620700 | 1
    620722 | 620722 | 0
    620722 | 620700 | 1`,
};
const months = (...all: string[]) => ({
  "marts.fund_month": `month\n${all.join("\n")}`,
});
const counted = (rows: string) => ({
  "marts.supervision_count": `month | cut | fixmedins_code | suspicions | clues | checked | verified | recovered_yuan | outstanding_yuan\n${rows}`,
});

test("totals belong to the bureau's own region, in the month and the year from then on", () =>
  tables.expect(
    MONTH,
    {
      ...REGIONS,
      ...months("2025-02", "2025-03", "2025-04", "2026-01"),
      ...counted(`2025-03 | all | null | 3132 | 3132 | 3132 | 1850 | 62500.00 | 0
        2025-03 | name:规则筛查 | null | 3132 | 3132 | 3132 | 1850 | 62500.00 | 0`),
    },
    `month | cut | region_code | suspicions | suspicions_ytd | checked_ytd | verified_ytd | explained_ytd | recovered_yuan | recovered_ytd_yuan
     2025-03 | all | 620700 | 3132 | 3132 | 3132 | 1850 | 1282 | 62500 | 62500
     2025-03 | name:规则筛查 | 620700 | 3132 | 3132 | 3132 | 1850 | 1282 | 62500 | 62500
     2025-04 | all | 620700 | 0 | 3132 | 3132 | 1850 | 1282 | 0 | 62500
     2025-04 | name:规则筛查 | 620700 | 0 | 3132 | 3132 | 1850 | 1282 | 0 | 62500`,
  ));

test("suspicions belong to the institution's region and those above; one outside to the bureau", () =>
  tables.expect(
    MONTH,
    {
      ...REGIONS,
      ...{
        "marts.fund_month": `region_code | month\n620700 | 2025-03\n620721 | 2025-03`,
        "core.institution": `fixmedins_code | admdvs\nH1 | 620721\nH2 | 110000`,
      },
      ...counted(`2025-03 | all | H1 | 3 | 1 | 1 | 1 | 100.50 | 20.00
        2025-03 | all | H2 | 1 | 1 | 0 | 0 | 0 | 0
        2025-03 | group:住院行为 | H1 | 2 | 1 | 0 | 0 | 0 | 0
        2025-03 | group:住院行为 | H2 | 1 | 1 | 0 | 0 | 0 | 0
        2025-03 | group:收费项目 | H1 | 1 | 1 | 0 | 0 | 0 | 0`),
    },
    `region_code | cut | suspicions | clues | verified | recovered_yuan | outstanding_yuan
     620700 | all | 4 | 2 | 1 | 100.5 | 20
     620700 | group:住院行为 | 3 | 2 | 0 | 0 | 0
     620700 | group:收费项目 | 1 | 1 | 0 | 0 | 0
     620721 | all | 3 | 1 | 1 | 100.5 | 20
     620721 | group:住院行为 | 2 | 1 | 0 | 0 | 0
     620721 | group:收费项目 | 1 | 1 | 0 | 0 | 0`,
  ));

test("suspicions and the ledger add up by month, cut and institution", () =>
  tables.expect(
    "marts.supervision_count",
    {
      "marts.supervision_found": `rule | rule_group | subject | month | fixmedins_code | is_new_clue | is_new_in_group
        R01 | 住院行为 | S1 | 2025-03 | H1 | 1 | 1
        R02 | 住院行为 | S1 | 2025-03 | H1 | 0 | 0
        R07 | 收费项目 | S1 | 2025-03 | H1 | 0 | 1`,
      "source.supervision_event": `month | cut | fixmedins_code | suspicions | clues | checked | verified | recovered_yuan | outstanding_yuan
        2025-03 | all | H1 | 0 | 0 | 1 | 1 | 100.50 | 20.00
        2025-03 | name:规则筛查 | null | 3132 | 3132 | 3132 | 1850 | 62500.00 | 0`,
    },
    `cut | fixmedins_code | suspicions | clues | verified | recovered_yuan | outstanding_yuan
     all | H1 | 3 | 1 | 1 | 100.5 | 20
     group:住院行为 | H1 | 2 | 1 | 0 | 0 | 0
     group:收费项目 | H1 | 1 | 1 | 0 | 0 | 0
     name:规则筛查 |  | 3132 | 3132 | 1850 | 62500 | 0`,
  ));

test("what is not recovered is carried into the next year, what was counted is not", () =>
  tables.expect(
    MONTH,
    {
      ...REGIONS,
      ...months("2024-12", "2025-01", "2025-02"),
      ...counted(`2024-12 | all | null | 0 | 0 | 1 | 1 | 0 | 500.00
        2025-02 | all | null | 0 | 0 | 0 | 0 | 500.00 | -500.00`),
    },
    `month | verified_ytd | recovered_ytd_yuan | outstanding_yuan
     2024-12 | 1 | 0 | 500
     2025-01 | 0 | 0 | 500
     2025-02 | 0 | 500 | 0`,
  ));

test("months of which the region has no other numbers wait", () =>
  tables.expect(
    MONTH,
    {
      ...REGIONS,
      ...months("2025-03"),
      ...counted("2025-04 | all | null | 1 | 1 | 1 | 0 | 0 | 0"),
    },
    "month",
  ));

test("suspicions as they stood at the end of their month, clues new once", () =>
  tables.expect(
    "marts.supervision_found",
    {
      "rules.split_admission": `subject_type | subject | setl_id | evidence_type | evidence | amount_yuan | exclusion | month
        settlement | S1 | S1 | settlement | S1 | 10 | null | 2025-03
        settlement | S2 | S2 | settlement | S2 | 10 | 放化疗 | 2025-03
        settlement | S3 | S3 | settlement | S3 | 10 | null | 2025-03
        settlement | S4 | S4 | settlement | S4 | 10 | null | 2025-03`,
      "rules.over_price_cap": `subject_type | subject | setl_id | evidence_type | evidence | amount_yuan | exclusion | month
        fee_line | L1 | S1 | fee_line | L1 | 3 | null | 2025-03
        fee_line | L2 | S1 | fee_line | L2 | 3 | null | 2025-03`,
      "core.refunded": "setl_id | month\nS3 | 2025-03\nS4 | 2025-05",
    },
    `rule | subject | is_new_clue | is_new_in_group
     R01 | S1 | 1 | 1
     R01 | S4 | 1 | 1
     R13 | L1 | 0 | 1
     R13 | L2 | 0 | 0`,
  ));
