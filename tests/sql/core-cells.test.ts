import { describe, test } from "vitest";
import { useTables } from "./tables.ts";

const tables = useTables();

describe("core.fund_cell", () => {
  test("a later arrival restates a cell, and no other", () =>
    tables.expect(
      "core.fund_cell",
      {
        "staging.fund_statement": `
          batch | arrival_order | month   | item         | measure | amount_yuan
          b1    | 1             | 2019-06 | income.total | ytd     | 100
          b1    | 1             | 2019-07 | income.total | ytd     | 120
          b2    | 2             | 2019-07 | income.total | ytd     | 125`,
      },
      `
      batch | month   | amount_yuan
      b1    | 2019-06 | 100
      b2    | 2019-07 | 125`,
    ));

  test("within one arrival the lowest row counts, then the column furthest right", () =>
    tables.expect(
      "core.fund_cell",
      {
        "staging.fund_statement": `
          row_no | col | month   | item         | measure | amount_yuan
          3      | C   | 2019-07 | income.total | ytd     | 1
          4      | B   | 2019-07 | income.total | ytd     | 2
          4      | C   | 2019-07 | income.total | ytd     | 3`,
      },
      `
      row_no | col | amount_yuan
      4      | C   | 3`,
    ));

  test("a balance printed as 其中 统筹基金 is the account's closing balance", () =>
    tables.expect(
      "core.fund_cell",
      {
        "staging.fund_statement": `
          row_no | month   | item                     | measure | amount_yuan
          1      | 2019-07 | balance.closing          | point   | 10
          2      | 2019-07 | balance.closing_pooled   | point   | 7
          3      | 2019-07 | balance.closing_personal | point   | 3`,
      },
      `
      account  | item            | amount_yuan
      all      | balance.closing | 10
      pooled   | balance.closing | 7
      personal | balance.closing | 3`,
    ));

  test("the account's own row comes before a 其中", () =>
    tables.expect(
      "core.fund_cell",
      {
        "staging.fund_statement": `
          row_no | account | month   | item                   | measure | amount_yuan
          1      | pooled  | 2019-07 | balance.closing        | point   | 7
          2      | all     | 2019-07 | balance.closing_pooled | point   | 8`,
      },
      `
      account | amount_yuan
      pooled  | 7`,
    ));
});

describe("core.fund_balance", () => {
  test("a closing balance printed only by account is the sum of its accounts", () =>
    tables.expect(
      "core.fund_balance",
      {
        "core.fund_cell": `
          account  | month   | item            | measure | amount_yuan | half_unit_yuan
          pooled   | 2019-07 | balance.closing | point   | 7           | 0.5
          personal | 2019-07 | balance.closing | point   | 3           | 0.05`,
      },
      `
      account  | opening_yuan | closing_yuan | closing_half_yuan
      pooled   | null         | 7            | 0.5
      personal | null         | 3            | 0.05
      all      | null         | 10           | 0.55`,
    ));

  test("the whole fund's own balance comes first, and one account alone is no whole", () =>
    tables.expect(
      "core.fund_balance",
      {
        "core.fund_cell": `
          account  | month   | item            | measure | amount_yuan
          all      | 2019-06 | balance.closing | point   | 11
          pooled   | 2019-06 | balance.closing | point   | 7
          personal | 2019-06 | balance.closing | point   | 3
          pooled   | 2019-07 | balance.closing | point   | 8`,
      },
      `
      account  | month   | closing_yuan
      all      | 2019-06 | 11
      pooled   | 2019-06 | 7
      personal | 2019-06 | 3
      pooled   | 2019-07 | 8`,
    ));
});

describe("core.region", () => {
  test("the config names a region, else the files do", () =>
    tables.expect(
      "core.region",
      {
        "source.region": `
          code   | name | parent
          620700 | 某市 | 620000`,
        "source.named_region": `
          region_code | region_name
          620700      | 某某市
          620725      | 某县`,
      },
      `
      region_code | region_name | parent_code
      620700      | 某市        | 620000
      620725      | 某县        | null`,
    ));
});

describe("core.insured", () => {
  test("合计 is the sum of its parts where it was not printed", () =>
    tables.expect(
      "core.insured",
      {
        "staging.insured": `
          fund     | month   | category | persons | half_unit_persons
          employee | 2024-11 | working  | 70      | 5
          employee | 2024-11 | retired  | 30      | 5
          employee | 2024-12 | working  | 71      | 5
          resident | 2024-12 | resident | 200     | 0
          employee | 2024-10 | all      | 99      | 5
          employee | 2024-10 | working  | 69      | 5
          employee | 2024-10 | retired  | 29      | 5`,
      },
      `
      fund     | month   | category | persons | half_unit_persons | batch
      employee | 2024-10 | all      | 99      | 5                 | b
      employee | 2024-10 | working  | 69      | 5                 | b
      employee | 2024-10 | retired  | 29      | 5                 | b
      employee | 2024-11 | all      | 100     | 10                | null
      employee | 2024-11 | working  | 70      | 5                 | b
      employee | 2024-11 | retired  | 30      | 5                 | b
      employee | 2024-12 | working  | 71      | 5                 | b
      resident | 2024-12 | all      | 200     | 0                 | null
      resident | 2024-12 | resident | 200     | 0                 | b`,
    ));

  test("a later arrival restates; special groups are not counted in", () =>
    tables.expect(
      "core.insured",
      {
        "staging.insured": `
          arrival_order | row_no | month   | category | special_group | persons
          1             | 1      | 2024-12 | all      |               | 100
          2             | 1      | 2024-12 | all      |               | 105
          2             | 2      | 2024-12 | all      | 低保          | 7`,
      },
      `
      category | persons
      all      | 105`,
    ));
});

describe("core.fund_budget", () => {
  test("a dated adjustment is in force from its month, an undated one all year", () =>
    tables.expect(
      "core.fund_budget",
      {
        "staging.fund_budget": `
          year | item              | version  | approved_month | amount_yuan
          2019 | income.total      | 年初预算 |                | 100
          2019 | income.total      | 调整预算 | 2019-08        | 110
          2019 | expenditure.total | 年初预算 |                | 90
          2019 | expenditure.total | 调整预算 |                | 95
          2020 | expenditure.total | 年初预算 | 2020-03        | 99`,
      },
      `
      year | item              | in_force_from | version  | amount_yuan
      2019 | income.total      | 2019-01       | 年初预算 | 100
      2019 | income.total      | 2019-08       | 调整预算 | 110
      2019 | expenditure.total | 2019-01       | 调整预算 | 95
      2020 | expenditure.total | 2020-01       | 年初预算 | 99`,
    ));

  test("of two equal versions the later arrival counts", () =>
    tables.expect(
      "core.fund_budget",
      {
        "staging.fund_budget": `
          arrival_order | year | item         | amount_yuan
          2             | 2019 | income.total | 101
          1             | 2019 | income.total | 100`,
      },
      `
      amount_yuan
      101`,
    ));
});
