import { describe, test } from "vitest";
import { useTables } from "./tables.ts";

const tables = useTables();

const YEAR = `
  month   | item              | ytd_yuan
  2018-07 | expenditure.total | 65
  2018-12 | expenditure.total | 120
  2019-06 | expenditure.total | 60
  2019-07 | expenditure.total | 70`;

describe("marts.fund_month: spending", () => {
  test("近12个月 = this year to date + last year − last year to date", () =>
    tables.expect(
      "marts.fund_month",
      { "core.fund_flow": YEAR },
      `
      month   | spending_ytd_yuan | spending_12_yuan | spending_prior_year_yuan
      2018-07 | 65                | null             | null
      2018-12 | 120               | 120              | null
      2019-06 | 60                | null             | 120
      2019-07 | 70                | 125              | 120`,
    ));

  test("what rounding leaves open adds up", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          month   | item              | ytd_yuan | ytd_half_yuan
          2018-07 | expenditure.total | 65       | 0.5
          2018-12 | expenditure.total | 120      | 5
          2019-07 | expenditure.total | 70       | 0.05
          2019-07 | income.total      | 80       | 0.005`,
      },
      `
      month   | spending_12_half_yuan | spending_prior_year_half_yuan | current_half_yuan
      2018-07 | null                  | null                          | null
      2018-12 | 5                     | null                          | null
      2019-07 | 5.55                  | 5                             | 0.055`,
    ));

  test("上解 and 补助下级 are left out of spending; gross is given only where there are any", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          month   | item                        | ytd_yuan
          2018-07 | expenditure.total           | 65
          2018-12 | expenditure.total           | 120
          2018-12 | expenditure.remit_upper     | 30
          2019-07 | expenditure.total           | 70
          2019-07 | expenditure.remit_upper     | 10
          2019-07 | expenditure.subsidize_lower | 5
          2019-07 | income.subordinate_remit    | 99`,
      },
      `
      month   | expenditure_ytd_yuan | spending_ytd_yuan | gross_ytd_yuan | spending_12_yuan | gross_12_yuan | spending_prior_year_yuan | gross_prior_year_yuan
      2018-07 | 65                   | 65                | null           | null             | null          | null                     | null
      2018-12 | 120                  | 90                | 120            | 90               | 120           | null                     | null
      2019-07 | 70                   | 55                | 70             | 80               | 125           | 90                       | 120`,
    ));

  test("another 口径 is another history", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          month   | policy       | item              | ytd_yuan
          2018-07 | 不含生育保险 | expenditure.total | 65
          2018-12 | 不含生育保险 | expenditure.total | 120
          2019-07 | 含生育保险   | expenditure.total | 70
          2019-12 | 含生育保险   | expenditure.total | 130
          2020-07 | 含生育保险   | expenditure.total | 75
          2020-08 | 含生育保险   | expenditure.total | 88`,
        "core.fund_balance": `
          month   | policy       | closing_yuan
          2018-12 | 不含生育保险 | 500`,
      },
      `
      month   | spending_12_yuan | spending_prior_year_yuan | opening_yuan
      2018-07 | null             | null                     | null
      2018-12 | 120              | null                     | null
      2019-07 | null             | null                     | null
      2019-12 | 130              | null                     | null
      2020-07 | 135              | 130                      | null
      2020-08 | null             | 130                      | null`,
    ));
});

test("近12个月 needs last year's month of the same 口径", () =>
  tables.expect(
    "marts.fund_month",
    {
      "core.fund_flow": `
        month   | policy       | item              | ytd_yuan
        2018-07 | 不含生育保险 | expenditure.total | 65
        2018-12 | 含生育保险   | expenditure.total | 120
        2019-07 | 含生育保险   | expenditure.total | 70`,
    },
    `
    month   | spending_12_yuan | spending_prior_year_yuan
    2018-07 | null             | null
    2018-12 | 120              | null
    2019-07 | null             | 120`,
  ));

describe("marts.fund_month: balances", () => {
  test("opening as printed, else last December's closing, else what the closing implies", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          month   | item              | ytd_yuan
          2017-07 | income.total      | 80
          2017-07 | expenditure.total | 70
          2019-07 | income.total      | 80
          2019-07 | expenditure.total | 70
          2020-07 | income.total      | 80
          2020-07 | expenditure.total | 70`,
        "core.fund_balance": `
          month   | opening_yuan | closing_yuan
          2017-07 |              | 500
          2018-12 |              | 510
          2019-07 |              | 521
          2019-12 |              | 530
          2020-07 | 529          |`,
      },
      `
      month   | opening_yuan | current_yuan | closing_yuan
      2017-07 | 490          | 10           | 500
      2018-12 | null         | null         | 510
      2019-07 | 510          | 10           | 521
      2019-12 | 510          | null         | 530
      2020-07 | 529          | 10           | 539`,
    ));

  test("an opening printed in January alone holds for the year", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          month   | item              | ytd_yuan
          2019-01 | income.total      | 10
          2019-01 | expenditure.total | 7
          2019-02 | income.total      | 20
          2019-02 | expenditure.total | 16`,
        "core.fund_balance": `
          month   | opening_yuan | closing_yuan
          2018-12 |              | 99
          2019-01 | 100          |`,
      },
      `
      month   | opening_yuan | closing_yuan
      2018-12 | null         | 99
      2019-01 | 100          | 103
      2019-02 | 100          | 104`,
    ));

  test("当期结余 is worked out from income and expenditure, as printed only without them", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          month   | item              | ytd_yuan
          2019-06 | balance.current   | 8
          2019-07 | income.total      | 80
          2019-07 | expenditure.total | 70
          2019-07 | balance.current   | 9`,
      },
      `
      month   | current_yuan
      2019-06 | 8
      2019-07 | 10`,
    ));

  test("what can be paid from is the pooled balance; the whole one where accounts are not kept", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_balance": `
          fund     | account  | month   | closing_yuan
          employee | all      | 2019-06 | 10
          employee | all      | 2019-07 | 10
          employee | pooled   | 2019-07 | 7
          employee | personal | 2019-07 | 3
          resident | all      | 2019-07 | 20`,
      },
      `
      fund     | account  | month   | payable_yuan | payable_total_yuan
      employee | all      | 2019-06 | null         | 10
      employee | all      | 2019-07 | 7            | 10
      employee | pooled   | 2019-07 | 7            | null
      employee | personal | 2019-07 | null         | null
      resident | all      | 2019-07 | 20           | null`,
    ));
});

describe("marts.fund_month: budgets", () => {
  test("each month has the version then in force, the whole fund alone", () =>
    tables.expect(
      "marts.fund_month",
      {
        "core.fund_flow": `
          account | month   | item         | ytd_yuan
          all     | 2019-07 | income.total | 50
          pooled  | 2019-07 | income.total | 40
          all     | 2019-08 | income.total | 60
          all     | 2020-01 | income.total | 9`,
        "core.fund_budget": `
          year | item                    | in_force_from | amount_yuan
          2019 | income.total            | 2019-01       | 100
          2019 | income.total            | 2019-08       | 110
          2019 | expenditure.total       | 2019-01       | 90
          2019 | expenditure.remit_upper | 2019-01       | 30`,
      },
      `
      account | month   | income_budget_yuan | expenditure_budget_yuan | spending_budget_yuan | gross_budget_yuan
      all     | 2019-07 | 100                | 90                      | 60                   | 90
      pooled  | 2019-07 | null               | null                    | null                 | null
      all     | 2019-08 | 110                | 90                      | 60                   | 90
      all     | 2020-01 | null               | null                    | null                 | null`,
    ));
});

describe("marts.insured_month", () => {
  test("each category beside the whole; the working beside the retired", () =>
    tables.expect(
      "marts.insured_month",
      {
        "core.insured": `
          month   | category | persons | half_unit_persons
          2024-12 | all      | 100     | 5
          2024-12 | working  | 70      | 5
          2024-12 | retired  | 30      | 0.5`,
      },
      `
      account | category | persons | whole_persons | retired_persons | retired_persons_half
      all     | all      | 100     | null          | null            | null
      all     | working  | 70      | 100           | 30              | 0.5
      all     | retired  | 30      | 100           | null            | null`,
    ));
});

describe("checks", () => {
  test("opening_consistent compares every two months of a year and a 口径", () =>
    tables.expect(
      "checks.opening_consistent",
      {
        "marts.fund_month": `
          month   | policy | closing_yuan | income_ytd_yuan | income_ytd_half_yuan | expenditure_ytd_yuan
          2025-03 | a      | 110          | 30              | 0.5                  | 20
          2025-04 | a      | 113          | 41              | 0.5                  | 27
          2025-05 | a      | 116          | 50              | 0.5                  | 40
          2025-06 | a      | 117          | 61              | 0                    | 45
          2025-07 | b      | 999          | 61              | 0                    | 45
          2026-01 | a      | 117          | 3               | 0                    | 2`,
      },
      `
      earlier_month | month   | earlier_opening_yuan | opening_yuan
      2025-03       | 2025-05 | 100                  | 106
      2025-04       | 2025-05 | 99                   | 106
      2025-05       | 2025-06 | 106                  | 101
      2025-04       | 2025-06 | 99                   | 101
      2025-03       | 2025-06 | 100                  | 101`,
    ));

  test("fund_balance_closes allows for rounding", () =>
    tables.expect(
      "checks.fund_balance_closes",
      {
        "marts.fund_month": `
          month   | opening_yuan | income_ytd_yuan | expenditure_ytd_yuan | closing_yuan | closing_half_yuan
          2025-03 | 100          | 30              | 20                   | 111          | 1
          2025-04 | 100          | 30              | 20                   | 112          | 1`,
      },
      `
      month
      2025-04`,
    ));

  test("completion_plausible and fund_magnitude catch a mistaken unit", async () => {
    const given = {
      "marts.fund_month": `
        month   | income_ytd_yuan | income_budget_yuan | expenditure_ytd_yuan | expenditure_budget_yuan
        2025-01 | 50              | 100                | 50                   | 100
        2025-02 | 501             | 100                | 50                   | 100
        2025-03 | 50              | 100                | 50                   | 100000
        2025-04 | 6000000000000   | null               | 50                   | null`,
    };
    await tables.expect("checks.completion_plausible", given, "month\n2025-02\n2025-03");
    await tables.expect("checks.fund_magnitude", given, "month\n2025-04");
  });
});
