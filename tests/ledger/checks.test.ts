import { expect, test } from "vitest";
import { checks } from "../../pipelines/assets.ts";
import { useLedger } from "./desk.ts";

const tables = useLedger();
const OURS = /^(settlement|fee_line|inpatient_itemised|reconciliation)/;

test("nothing is broken where nothing was loaded", async () => {
  for (const { name } of checks().filter((check) => OURS.test(check.name))) {
    const { sql } = checks().find((check) => check.name === name)!;
    expect([name, await tables.store.rows(sql)]).toEqual([name, []]);
  }
});

test("sums, signs, codes and repeated ids, counted by institution", () =>
  tables.expect(
    "core.settlement_quality",
    {
      "core.settlement": `
        setl_id | month   | fund     | med_type | fixmedins_code | visits | is_refund | copies | medfee_sumamt | fund_pay_sumamt | hifp_pay | maf_pay | psn_part_amt | acct_pay | psn_cash_pay
        a       | 2025-01 | employee | 21       | H1             | 1      | 0         | 1      | 100.01        | 60              | 50       | 10      | 40           | null     | null
        b       | 2025-01 | employee | 2101     | H1             | 1      | 0         | 3      | 100.02        | 60.02           | 50       | 10      | 40           | null     | null
        c       | 2025-01 | employee | 77       | H1             | 1      | 0         | 1      | -100          | -60             | -60      | null    | null         | -10      | -30
        d       | 2025-01 | x        | 21       | H1             | 0      | 1         | 1      | -100          | -60             | -60      | null    | null         | -10      | -20`,
    },
    `settlements | visits | refunds | repeated_rows | negative_totals | fund_parts_off | fee_parts_off | unknown_funds | unknown_med_types
     4           | 3      | 1       | 2             | 1               | 1              | 1             | 1             | 1`,
  ));

test("a refund names a settlement that is there", () =>
  tables.expect(
    "checks.settlement_refund_has_original",
    {
      "core.settlement": `
        setl_id | is_refund | init_setl_id
        a       | 0         | null
        b       | 1         | a
        c       | 1         | null
        d       | 1         | z`,
    },
    `setl_id | init_setl_id
     c       | null
     d       | z`,
  ));

test("months missing between the first and the last of a region", () =>
  tables.expect(
    "checks.settlement_months_present",
    {
      "core.settlement_pay": `
        region_code | month
        620725      | 2024-12
        620725      | 2025-01
        620725      | 2025-04
        620726      | 2025-04`,
    },
    `region_code | last_before | first_after | missing_months
     620725      | 2025-01     | 2025-04     | 2`,
  ));

test("lines and settlements differ by more than five in a thousand", () =>
  tables.expect(
    "checks.settlement_itemised",
    {
      "marts.service_cell": `
        month   | itemised_yuan | itemised_medfee_yuan
        2025-01 | 1005          | 1000
        2025-02 | 1005.01       | 1000
        2025-03 | 0             | 0`,
    },
    "month\n2025-02",
  ));

test("stays without lines, where there are lines at all", () =>
  tables.expect(
    "checks.inpatient_itemised",
    {
      "marts.service_cell": `
        month   | care      | visits | itemised_visits
        2025-01 | inpatient | 1000   | 999
        2025-02 | inpatient | 1000   | 998
        2025-03 | inpatient | 1000   | 0
        2025-04 | pharmacy  | 1000   | 1`,
    },
    `month   | without_lines
     2025-02 | 2`,
  ));

test("lines that no settlement claims, two months later", () =>
  tables.expect(
    "checks.fee_line_settled",
    {
      "core.settlement_pay": `
        month
        2025-01
        2025-02
        2025-03
        2025-04`,
      "core.settlement": `
        setl_id | month
        later   | 2025-03`,
      "core.settlement_fee": `
        setl_id | month   | lines | is_settled
        a       | 2025-01 | 997   | 1
        later   | 2025-01 | 1     | 0
        z       | 2025-01 | 2     | 0
        open    | 2025-02 | 9     | 0
        early   | 2024-12 | 9     | 0`,
    },
    `month   | orphan_lines | fee_lines
     2025-01 | 2            | 1000`,
  ));

test("ids repeated in a file, above one in a thousand", async () => {
  await tables.expect(
    "checks.settlement_not_repeated",
    {
      "core.settlement_quality": `
        month   | settlements | repeated_rows
        2025-01 | 1000        | 1
        2025-02 | 1000        | 2`,
    },
    "month\n2025-02",
  );
  await tables.expect(
    "checks.fee_line_not_repeated",
    {
      "core.settlement_fee": `
        month   | lines | repeated_lines
        2025-01 | 1000  | 1
        2025-02 | 1000  | 2`,
    },
    "month\n2025-02",
  );
});

test("what the clearing rule leaves unexplained, above one in a hundred", () =>
  tables.expect(
    "checks.reconciliation_explained",
    {
      "marts.settlement_reconciliation": `
        month   | statement_ytd_yuan | unexplained_ytd_yuan | note
        2025-01 | 1000               | -10                  | null
        2025-02 | 1000               | -10.01               | null
        2025-03 | 1000               | 500                  | 年初以前的结算未载入，其滞后支付不在内`,
    },
    "month\n2025-02",
  ));
