import { test } from "vitest";
import { useLedger } from "./desk.ts";

const tables = useLedger({
  clearing: {
    lag_months: { "1": 0, "2": 1, "3": 2, "4": 2 },
    deposit_share: "0.05",
    deposit_returned_in: 3,
    advance: { paid_in: 1, taken_back_in: [10, 11, 12], months: 1 },
  },
});

// 2024-12 is month 24299. Its deposit: 1000.10 less 95 % half up, 950.10. The advance: a twelfth of
// 12000.06, half up 1000.01, taken back as 333.34, 333.34 and the rest.
const FLOW = `
  region_code | account  | month_no | settled_yuan | lagged_yuan | retained_yuan | advanced_yuan
  620725      | pooled   | 24299    | 1000.1       | -1000.1     | 0             | 0
  620725      | pooled   | 24300    | 2400         | -1099.9     | -50           | 1000.01
  620725      | pooled   | 24301    | 0            | 2000        | -100          | 0
  620725      | pooled   | 24302    | 0            | 100         | 50            | 0
  620725      | pooled   | 24309    | 0            | 0           | 0             | -333.34
  620725      | pooled   | 24310    | 0            | 0           | 0             | -333.34
  620725      | pooled   | 24311    | 0            | 0           | 0             | -333.33
  620725      | pooled   | 24314    | 0            | 0           | 100           | 0
  620725      | personal | 24300    | 50           | 0           | 0             | 0`;
const PAID = `
  region_code | pay_loc | month   | hifp_pay | hifmi_pay | hifob_pay | oth_pay | acct_pay | acct_mulaid_pay
  620725      | 2       | 2024-12 | 1000.10  | 0         | 0         | 0       | 0        | 0
  620725      | 1       | 2025-01 | 250      | 7         | 0         | 50      | 0        | 0
  620725      | 2       | 2025-01 | 1900     | 0         | 100       | 0       | 40       | 10
  620725      | 4       | 2025-01 | 100      | 0         | 0         | 0       | 0        | 0`;

test("money moves by the clearing rule, rounded half up at each of its sums", () =>
  tables.expect(
    "core.clearing_flow",
    {
      "core.settlement_pay": PAID,
      "core.fund_budget": `
        region_code | year | item                | in_force_from | amount_yuan
        620725      | 2025 | expenditure.benefit | 2025-01       | 12000.06
        620725      | 2025 | expenditure.benefit | 2025-07       | 99999`,
    },
    FLOW,
  ));

test("the statement's expenditure is what was settled, moved by the rule, and a rest", () =>
  tables.expect(
    "marts.settlement_reconciliation",
    {
      "core.settlement_pay": PAID,
      "core.clearing_flow": FLOW.split("\n")
        .map((line, i) => (i === 1 ? `${line} | item` : line && `${line} | expenditure.benefit`))
        .join("\n"),
      "core.region_scope": `
        region_code | scope_code | distance
        620725      | 620725     | 0`,
      "core.fund_flow": `
        region_code | account  | month   | item                | month_yuan | ytd_yuan
        620725 | pooled   | 2025-01 | expenditure.benefit | 2250.11    | 2250.11
        620725 | pooled   | 2025-02 | expenditure.benefit | 1905       | 4155.11
        620725 | personal | 2025-01 | expenditure.benefit | 50         | 50
        620725 | all      | 2025-01 | expenditure.total   | 2310.11    | 2310.11
        620725 | all      | 2025-01 | expenditure.other   | 10         | 10`,
    },
    `account  | month   | statement_yuan | settled_yuan | lag_effect_yuan | retention_effect_yuan | advance_effect_yuan | unexplained_yuan | unexplained_ytd_yuan
     pooled   | 2025-01 | 2250.11        | 2400         | -1099.9         | -50                   | 1000.01             | 0                | 0
     pooled   | 2025-02 | 1905           | 0            | 2000            | -100                  | 0                   | 5                | 5
     personal | 2025-01 | 50             | 50           | 0               | 0                     | 0                   | 0                | 0
     all      | 2025-01 | 2300.11        | 2450         | -1099.9         | -50                   | 1000.01             | 0                | 0`,
  ));

test("a city is the sum of its counties, its advance theirs", () =>
  tables.expect(
    "marts.settlement_reconciliation",
    {
      "core.settlement_pay": `
        region_code | month
        620725      | 2025-01
        620726      | 2025-01`,
      "core.region_scope": `
        region_code | scope_code | distance
        620725      | 620725     | 0
        620726      | 620726     | 0
        620725      | 620700     | 1
        620726      | 620700     | 1
        620700      | 620700     | 0`,
      "core.clearing_flow": `
        region_code | account | item                | month_no | settled_yuan | lagged_yuan | retained_yuan | advanced_yuan
        620725      | pooled  | expenditure.benefit | 24300    | 10           | -3          | 0             | 5
        620726      | pooled  | expenditure.benefit | 24300    | 20           | 0           | 0             | 6
        620700      | pooled  | expenditure.benefit | 24300    | 0            | 0           | 0             | 12`,
      "core.fund_flow": `
        region_code | account | month   | item                | month_yuan | ytd_yuan
        620700      | pooled  | 2025-01 | expenditure.benefit | 38         | 38`,
    },
    `region_code | settled_yuan | lag_effect_yuan | advance_effect_yuan | unexplained_yuan
     620700      | 30           | -3              | 11                  | 0`,
  ));
