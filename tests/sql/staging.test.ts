import { test } from "vitest";
import { useTables } from "./tables.ts";

const tables = useTables();

test("万元 and 亿元 become 元, and half a unit of the last digit goes along", () =>
  tables.expect(
    "staging.fund_statement",
    {
      "source.fund_statement": `
        row_no | amount    | unit | decimals
        1      | 5.36      | 亿元 | 2
        2      | 8229      | 万元 | 0
        3      | -12.5     | 元   | 1
        4      | 4326.1507 | 万元 | 4`,
    },
    `
    row_no | amount_yuan | half_unit_yuan
    1      | 536000000   | 500000
    2      | 82290000    | 5000
    3      | -12.5       | 0.05
    4      | 43261507    | 0.5`,
  ));

test("万人 become 人, which are counted and not rounded", () =>
  tables.expect(
    "staging.insured",
    {
      "source.insured": `
        row_no | amount | unit | decimals
        1      | 93.57  | 万人 | 2
        2      | 39412  | 人   | 0`,
    },
    `
    row_no | persons | half_unit_persons
    1      | 935700  | 50
    2      | 39412   | 0`,
  ));

test("a budget's approval date is empty where none was given", () =>
  tables.expect(
    "staging.fund_budget",
    {
      "source.fund_budget": `
        row_no | amount | unit | decimals | approved_on
        1      | 3.1    | 亿元 | 1        | 2019-07
        2      | 3.1    | 亿元 | 1        |`,
    },
    `
    row_no | amount_yuan | half_unit_yuan | approved_month
    1      | 310000000   | 5000000        | 2019-07
    2      | 310000000   | 5000000        | null`,
  ));

test("long amounts and many decimals are kept, to the fen", () =>
  tables.expect(
    "staging.fund_statement",
    {
      "source.fund_statement": `
        row_no | amount           | unit | decimals
        1      | 35921.3212345678 | 亿元 | 10
        2      | 9999999999999.99 | 元   | 2
        3      | -0.0000000001    | 亿元 | 10
        4      | 12345678.1234    | 万元 | 4`,
    },
    `
    row_no | amount_yuan
    1      | 3592132123456.78
    2      | 9999999999999.99
    3      | -0.01
    4      | 123456781234`,
  ));
