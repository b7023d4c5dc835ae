import { describe, test } from "vitest";
import { useTables } from "./tables.ts";

const tables = useTables();

describe("core.fund_flow: months and the year to date", () => {
  test("本年累计 is the sum of the months, where every one is known", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          month   | item         | measure | amount_yuan | half_unit_yuan
          2019-01 | income.total | month   | 10          | 0.5
          2019-02 | income.total | month   | 12          | 0.5
          2019-04 | income.total | month   | 11          | 0.5`,
      },
      `
      month   | month_yuan | month_half_yuan | ytd_yuan | ytd_half_yuan
      2019-01 | 10         | 0.5             | 10       | 0.5
      2019-02 | 12         | 0.5             | 22       | 1
      2019-04 | 11         | 0.5             | null     | null`,
    ));

  test("本月数 is the difference of two neighbouring 累计; January's is its own", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          month   | item         | measure | amount_yuan | half_unit_yuan
          2018-12 | income.total | ytd     | 99          | 0.5
          2019-01 | income.total | ytd     | 10          | 0.5
          2019-02 | income.total | ytd     | 22          | 0.5
          2019-04 | income.total | ytd     | 40          | 0.5`,
      },
      `
      month   | month_yuan | month_half_yuan | ytd_yuan
      2018-12 | null       | null            | 99
      2019-01 | 10         | 0.5             | 10
      2019-02 | 12         | 1               | 22
      2019-04 | null       | null            | 40`,
    ));

  test("what is printed comes before what could be worked out", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          month   | item         | measure | amount_yuan
          2019-01 | income.total | month   | 10
          2019-01 | income.total | ytd     | 10
          2019-02 | income.total | month   | 12
          2019-02 | income.total | ytd     | 23`,
      },
      `
      month   | month_yuan | ytd_yuan
      2019-01 | 10         | 10
      2019-02 | 12         | 23`,
    ));

  test("a year's months are not added to the next year's", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          month   | item         | measure | amount_yuan
          2018-12 | income.total | month   | 9
          2019-01 | income.total | month   | 10`,
      },
      `
      month   | ytd_yuan
      2018-12 | null
      2019-01 | 10`,
    ));
});

describe("core.fund_flow: accounts", () => {
  test("the whole is pooled and personal together", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          account  | month   | item         | measure | amount_yuan | half_unit_yuan
          pooled   | 2019-01 | income.total | month   | 7           | 0.5
          personal | 2019-01 | income.total | month   | 3           | 0.05
          pooled   | 2019-02 | income.total | month   | 8           | 0.5
          personal | 2019-02 | income.total | month   | 2           | 0.05`,
      },
      `
      account  | month   | month_yuan | ytd_yuan | ytd_half_yuan
      pooled   | 2019-01 | 7          | 7        | 0.5
      personal | 2019-01 | 3          | 3        | 0.05
      all      | 2019-01 | 10         | 10       | 0.55
      pooled   | 2019-02 | 8          | 15       | 1
      personal | 2019-02 | 2          | 5        | 0.1
      all      | 2019-02 | 10         | 20       | 1.1`,
    ));

  test("the whole fund's own line comes first, month by month", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          account  | month   | item         | measure | amount_yuan
          all      | 2019-01 | income.total | month   | 11
          pooled   | 2019-01 | income.total | month   | 7
          personal | 2019-01 | income.total | month   | 3
          pooled   | 2019-02 | income.total | month   | 8
          personal | 2019-02 | income.total | month   | 2`,
      },
      `
      account  | month   | month_yuan | ytd_yuan
      all      | 2019-01 | 11         | 11
      pooled   | 2019-01 | 7          | 7
      personal | 2019-01 | 3          | 3
      all      | 2019-02 | 10         | 21
      pooled   | 2019-02 | 8          | 15
      personal | 2019-02 | 2          | 5`,
    ));

  test("one account alone is not the whole", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          account  | month   | item              | measure | amount_yuan
          pooled   | 2019-01 | expenditure.total | ytd     | 7`,
      },
      `
      account | ytd_yuan
      pooled  | 7`,
    ));

  test("a line of one account is the whole's, where both accounts give their totals", () =>
    tables.expect(
      "core.fund_flow",
      {
        "core.fund_cell": `
          account  | month   | item                    | measure | amount_yuan
          pooled   | 2019-01 | expenditure.total       | ytd     | 7
          pooled   | 2019-01 | expenditure.remit_upper | ytd     | 2
          personal | 2019-01 | expenditure.total       | ytd     | 3
          pooled   | 2019-02 | expenditure.total       | ytd     | 9
          pooled   | 2019-02 | expenditure.remit_upper | ytd     | 4`,
      },
      `
      account  | month   | item                    | ytd_yuan
      pooled   | 2019-01 | expenditure.total       | 7
      personal | 2019-01 | expenditure.total       | 3
      all      | 2019-01 | expenditure.total       | 10
      pooled   | 2019-01 | expenditure.remit_upper | 2
      all      | 2019-01 | expenditure.remit_upper | 2
      pooled   | 2019-02 | expenditure.total       | 9
      pooled   | 2019-02 | expenditure.remit_upper | 4`,
    ));
});
