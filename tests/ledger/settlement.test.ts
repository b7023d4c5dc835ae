import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { attachMoved } from "../../pipelines/moved-settlements.ts";
import { useLedger } from "./desk.ts";

const tables = useLedger({ med_types: [{ code: "28", title: "日间手术", care: "inpatient" }] });
const IN_FORCE = "core.settlement";

describe("which row of a settlement counts", () => {
  test("the newest updt_time, then the latest arrival, then the last row", () =>
    tables.expect(
      IN_FORCE,
      {
        "source.settlement": `
          setl_id | month   | updt_time  | arrival_order | row_no | medfee_sumamt
          a       | 2025-01 | 2025-02-02 | 1             | 1      | 10
          a       | 2025-01 | 2025-02-01 | 2             | 1      | 20
          b       | 2025-01 | 2025-02-01 | 1             | 1      | 10
          b       | 2025-01 | 2025-02-01 | 2             | 2      | 20
          c       | 2025-01 | null       | 1             | 1      | 10
          c       | 2025-01 | null       | 1             | 2      | 20
          d       | 2025-01 | null       | 1             | 3      | 5`,
      },
      `setl_id | medfee_sumamt | copies
       a       | 10            | 2
       b       | 20            | 2
       c       | 20            | 2
       d       | 5             | 1`,
    ));

  test("nothing where the newest is not valid", () =>
    tables.expect(
      IN_FORCE,
      {
        "source.settlement": `
          setl_id | month   | updt_time  | row_no | vali_flag | medfee_sumamt
          a       | 2025-01 | 2025-02-02 | 2      | 0         | 10
          a       | 2025-01 | 2025-02-01 | 1      | 1         | 20
          b       | 2025-01 | 2025-02-01 | 3      | 有效      | 30`,
      },
      `setl_id | medfee_sumamt
       b       | 30`,
    ));

  test("one month's, where its setl_time was corrected", async () => {
    const given = {
      "source.settlement": `
        setl_id | month   | updt_time  | arrival_order | medfee_sumamt
        a       | 2025-01 | 2025-02-01 | 1             | 10
        a       | 2025-02 | 2025-02-05 | 2             | 20
        b       | 2025-01 | 2025-02-09 | 1             | 30
        b       | 2025-03 | 2025-02-05 | 2             | 40
        c       | 2025-02 | null       | 1             | 50`,
    };
    await tables.expect(IN_FORCE, given, "setl_id\na\na\nb\nb\nc");
    const state = mkdtempSync(path.join(tmpdir(), "moved-"));
    const months = new Map(["2025-01", "2025-02", "2025-03"].map((month) => [month, "x"]));
    const prints = await attachMoved(tables.store, { state }, months);
    expect([...prints.keys()].sort()).toEqual(["2025-01", "2025-03"]);
    const rows = "select setl_id, month from source.settlement_moved order by setl_id";
    expect(await tables.store.rows(rows)).toEqual([
      { setl_id: "a", month: "2025-01" },
      { setl_id: "b", month: "2025-03" },
    ]);
    expect(await attachMoved(tables.store, { state }, months)).toEqual(prints);
    const moved = `setl_id | month\na | 2025-01\nb | 2025-03`;
    await tables.expect(
      IN_FORCE,
      { ...given, "source.settlement_moved": moved },
      `setl_id | month   | medfee_sumamt
       a       | 2025-02 | 20
       b       | 2025-01 | 30
       c       | 2025-02 | 50`,
    );
    rmSync(state, { recursive: true });
  });
});

test("a refund is negative however it was written, and takes no visit", () =>
  tables.expect(
    IN_FORCE,
    {
      "source.settlement": `
        setl_id | month   | row_no | refd_setl_flag | medfee_sumamt | hifp_pay | acct_pay | enddate    | begndate
        a       | 2025-01 | 1      | 0              | 100           | 60       | 10       | 2025-01-09 | 2025-01-05
        b       | 2025-01 | 2      | 1              | 100           | 60       | 10       | 2025-01-09 | 2025-01-05
        c       | 2025-01 | 3      | 1              | -100          | -60      | -10      | 2025-01-09 | 2025-01-05`,
    },
    `setl_id | visits | bed_days | medfee_sumamt | hifp_pay | acct_pay | fund_pay_sumamt
     a       | 1      | 4        | 100           | 60       | 10       | 60
     b       | 0      | 0        | -100          | -60      | -10      | -60
     c       | 0      | 0        | -100          | -60      | -10      | -60`,
  ));

test("codes and names say the same", () =>
  tables.expect(
    IN_FORCE,
    {
      "core.region": `
        region_code | region_name
        620725      | 甲县`,
      "source.settlement": `
        setl_id | month   | row_no | insutype         | psn_type     | med_type | insu_admdvs  | hosp_lv  | pay_loc  | sp_psn_type | fixmedins_code
        a       | 2025-01 | 1      | 310              | 1101         | 2101     | 620725       | 3        | 3        | null        | H62072500001
        b       | 2025-01 | 2      | 职工基本医疗保险 | 在职         | 普通住院 | 620725000000 | 三级甲等 | 省内异地 | 低保对象    | H62072500001
        c       | 2025-01 | 3      | 390              | 居民（成年） | 日间手术 | 甲县         | null     | null     | 低保        | H11010500001
        d       | 2025-01 | 4      | 999              | 99           | 7701     | null         | x        | 2        | 移民        | P62072500001`,
    },
    `setl_id | fund     | person_category | med_type | care      | region_code | institution_region_code | hosp_lv | pay_loc | is_out_of_area | special_group
     a       | employee | working         | 2101     | inpatient | 620725      | 620725                  | 3       | 3       | 1              |
     b       | employee | working         | 21       | inpatient | 620725      | 620725                  | 3       | 3       | 1              | 低保
     c       | resident | adult           | 28       | inpatient | 620725      | 110105                  | null    |         | 1              | 低保
     d       | 999      | other           | 7701     | other     | 620725      | 620725                  | null    | 2       | 0              | 移民`,
  ));

test("lines of a stay count where it is settled", () =>
  tables.expect(
    "marts.service_cell",
    {
      "core.settlement": `
        setl_id | month   | fund     | person_category | special_group | fixmedins_code | med_type | care      | is_out_of_area | visits | medfee_sumamt
        a       | 2025-02 | employee | working         |               | H1             | 21       | inpatient | 0              | 1      | 100
        b       | 2025-02 | employee | working         |               | H1             | 21       | inpatient | 0              | 1      | 50`,
      "core.settlement_fee": `
        setl_id | month   | lines | total_yuan | drug_yuan | is_settled
        a       | 2025-01 | 2     | 30         | 10        | 0
        a       | 2025-02 | 3     | 70         | 20        | 1
        z       | 2025-01 | 1     | 5          | 5         | 0`,
      "core.institution": `
        fixmedins_code | hosp_lv
        H1             | 二级`,
    },
    `fixmedins_code | hosp_lv | visits | itemised_visits | medfee_yuan | itemised_medfee_yuan | itemised_yuan | drug_yuan
     H1             | 2       | 2      | 1               | 150         | 100                  | 100           | 30`,
  ));

test("a region is part of what the config says, else of what its code says where that is known", () =>
  tables.expect(
    "core.region_scope",
    {
      "core.region": `
        region_code | parent_code
        620725      | null
        620799      | null
        110105      | null
        330825      | 330800
        440100      | null
        440103      | null
        440000      | null`,
    },
    `region_code | scope_code | distance
     620725      | 620725     | 0
     620725      | 620700     | 1
     620799      | 620799     | 0
     620799      | 620700     | 1
     620700      | 620700     | 0
     110105      | 110105     | 0
     330825      | 330825     | 0
     330825      | 330800     | 1
     440100      | 440100     | 0
     440100      | 440000     | 1
     440103      | 440103     | 0
     440103      | 440100     | 1
     440103      | 440000     | 2
     440000      | 440000     | 0`,
  ));
