import { describe, test } from "vitest";
import { figureSql } from "../../pipelines/figures.ts";
import { literal } from "../../pipelines/quote.ts";
import { useTables } from "./tables.ts";

const tables = useTables();

/** Figures of the metrics named, from rows of the mart. */
const figures = (metrics: string[], given: Record<string, string>, expected: string) =>
  tables.expectFrom(
    `select * from (${figureSql()}) as f where metric in (${metrics.map(literal).join(", ")})`,
    given,
    expected,
  );

describe("marts.figure: periods", () => {
  test("a month, and at their ends a quarter and a year", () =>
    figures(
      ["income_ytd"],
      {
        "marts.fund_month": `
          month   | income_ytd_yuan
          2019-08 | 80
          2019-09 | 90
          2019-12 | 120`,
      },
      `
      period  | month   | amount
      2019-08 | 2019-08 | 80
      2019-09 | 2019-09 | 90
      2019-12 | 2019-12 | 120
      2019Q3  | 2019-09 | 90
      2019Q4  | 2019-12 | 120
      2019    | 2019-12 | 120`,
    ));
});

describe("marts.figure: comparisons", () => {
  test("an amount changes by a fraction of itself", () =>
    figures(
      ["expenditure_month.yoy", "expenditure_month.mom"],
      {
        "marts.fund_month": `
          month   | expenditure_month_yuan
          2018-07 | 8
          2019-06 | 4
          2019-07 | 10`,
      },
      `
      metric                | period  | amount | quotient | note
      expenditure_month.yoy | 2019-07 | null   | 0.25     | null
      expenditure_month.mom | 2019-07 | null   | 1.5      | null`,
    ));

  test("a rate changes by the difference", () =>
    figures(
      ["income_completion", "income_completion.yoy"],
      {
        "marts.fund_month": `
          month   | income_ytd_yuan | income_budget_yuan
          2018-07 | 50              | 100
          2019-07 | 75              | 100`,
      },
      `
      metric                | period  | quotient
      income_completion     | 2018-07 | 0.5
      income_completion     | 2019-07 | 0.75
      income_completion.yoy | 2019-07 | 0.25`,
    ));

  test("a base that is not positive gives no rate and says so", () =>
    figures(
      ["current_balance.yoy"],
      {
        "marts.fund_month": `
          month   | current_yuan
          2017-07 | 0
          2018-07 | -4
          2019-07 | 2
          2020-07 | -1`,
      },
      `
      period  | quotient | low  | note
      2018-07 | null     | null | 基数不为正数
      2019-07 | null     | null | 基数不为正数
      2020-07 | -1.5     | -1.5 | null`,
    ));

  test("another 口径 gives no rate and says so", () =>
    figures(
      ["income_ytd.yoy", "balance_rate.yoy"],
      {
        "marts.fund_month": `
          month   | policy       | income_ytd_yuan | expenditure_ytd_yuan
          2018-07 | 不含生育保险 | 50              | 40
          2019-07 | 含生育保险   | 75              | 60`,
      },
      `
      metric           | period  | quotient | low  | high | note
      income_ytd.yoy   | 2019-07 | null     | null | null | 口径不一致
      balance_rate.yoy | 2019-07 | null     | null | null | 口径不一致`,
    ));

  test("January is not compared with December in what counts from January", () =>
    figures(
      ["income_ytd.mom", "income_month.mom", "closing_balance.mom"],
      {
        "marts.fund_month": `
          month   | income_ytd_yuan | income_month_yuan | closing_yuan
          2018-12 | 100             | 10                | 50
          2019-01 | 12              | 12                | 55
          2019-02 | 24              | 12                | 66`,
      },
      `
      metric              | period  | quotient | note
      income_ytd.mom      | 2019-01 | null     | 跨年不可比
      income_ytd.mom      | 2019-02 | 1        | null
      income_month.mom    | 2019-01 | 0.2      | null
      income_month.mom    | 2019-02 | 0        | null
      closing_balance.mom | 2019-01 | 0.1      | null
      closing_balance.mom | 2019-02 | 0.2      | null`,
    ));

  test("quarters with the quarter before, quarters and years with the year before", () =>
    figures(
      ["closing_balance.yoy", "closing_balance.mom", "income_ytd.yoy", "income_ytd.mom"],
      {
        "marts.fund_month": `
          month   | closing_yuan | income_ytd_yuan
          2018-12 | 50           | 100
          2019-03 | 60           | 30
          2019-09 | 80           | 80
          2019-12 | 100          | 120`,
      },
      `
      metric              | period  | quotient | note
      closing_balance.mom | 2019Q1  | 0.2      | null
      closing_balance.mom | 2019Q4  | 0.25     | null
      closing_balance.yoy | 2019-12 | 1        | null
      closing_balance.yoy | 2019Q4  | 1        | null
      closing_balance.yoy | 2019    | 1        | null
      income_ytd.mom      | 2019Q1  | null     | 跨年不可比
      income_ytd.mom      | 2019Q4  | 0.5      | null
      income_ytd.yoy      | 2019-12 | 0.2      | null
      income_ytd.yoy      | 2019Q4  | 0.2      | null
      income_ytd.yoy      | 2019    | 0.2      | null`,
    ));

  test("bounds take the corner that lies furthest out, also for a deficit", () =>
    figures(
      ["current_balance.yoy"],
      {
        "marts.fund_month": `
          month   | current_yuan | current_half_yuan
          2018-07 | 10           | 2
          2019-07 | -16          | 8
          2020-07 | 24           | 8`,
      },
      `
      period  | quotient | low  | high | note
      2019-07 | -2.6     | -4   | -1.66666666667 | null
      2020-07 | null     | null | null | 基数不为正数`,
    ));
});

describe("marts.figure: insured", () => {
  test("each category is a basis, the whole has none", () =>
    figures(
      ["insured", "insured_share", "dependency_ratio"],
      {
        "marts.insured_month": `
          account | month   | category | persons | persons_half | whole_persons | whole_persons_half | retired_persons | retired_persons_half
          all     | 2024-11 | all      | 100     | 0            | null          | null               | null            | null
          all     | 2024-11 | working  | 75      | 0            | 100           | 0                  | 25              | 0
          all     | 2024-11 | retired  | 25      | 0            | 100           | 0                  | null            | null`,
      },
      `
      metric           | basis   | amount | quotient
      insured          |         | 100    | null
      insured          | working | 75     | null
      insured          | retired | 25     | null
      insured_share    | working | null   | 0.75
      insured_share    | retired | null   | 0.25
      dependency_ratio |         | null   | 3`,
    ));
});

describe("marts.figure: 可支付月数", () => {
  test("one figure for each numerator and denominator; gross where there are transfers", () =>
    figures(
      ["months_payable"],
      {
        "marts.fund_month": `
          month   | payable_yuan | payable_total_yuan | spending_ytd_yuan | gross_ytd_yuan | spending_12_yuan | spending_budget_yuan | spending_prior_year_yuan
          2019-08 | 60           | 90                 | 80                | 96             | 144              | 180                  | 120`,
      },
      `
      basis                   | quotient
      budget                  | 4
      budget_total            | 6
      prior_year              | 6
      prior_year_total        | 9
      trailing_12             | 5
      trailing_12_total       | 7.5
      ytd_average             | 6
      ytd_average_gross       | 5
      ytd_average_total       | 9
      ytd_average_total_gross | 7.5`,
    ));

  test("nothing is divided by nothing", () =>
    figures(
      ["months_payable", "income_completion"],
      {
        "marts.fund_month": `
          month   | payable_yuan | spending_ytd_yuan | income_ytd_yuan | income_budget_yuan
          2019-08 | 60           | 0                 | 10              | 0`,
      },
      "metric | quotient",
    ));
});
