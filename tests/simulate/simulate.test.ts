import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planLike } from "../../models/simulation/plan.ts";
import { type Simulated, simulate, type Wish } from "../../pipelines/simulate/simulate.ts";
import { Store } from "../../pipelines/store.ts";

const room = mkdtempSync(path.join(tmpdir(), "fundwatch-simulate-"));
let count = 0;
const fresh = (): string => path.join(room, String(++count));

const wish = (more: Partial<Wish> = {}): Wish => ({
  people: 3000,
  from: "2025-11",
  months: 4,
  seed: 7,
  plan: planLike(2023),
  out: fresh(),
  format: "parquet",
  feeLines: true,
  ...more,
});

function hashes(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(path.join(folder, name)))
        .digest("hex"),
    ]),
  );
}

let made: Simulated;
let store: Store;
const one = async (sql: string): Promise<number> =>
  Number(Object.values(await store.row(sql))[0] as string);

beforeAll(async () => {
  made = await simulate(wish({ workers: 1 }));
  store = await Store.open(":memory:");
  for (const source of Object.keys(made.rows)) {
    const at = existsSync(path.join(made.out, source)) ? source : "reference";
    const csv = source.startsWith("fund_") || source === "insured";
    const files = path.join(made.out, at, `${source}*.${csv ? "csv" : "parquet"}`);
    // Few people may hand in no paper bill all the time: then there is no file of them.
    if (made.rows[source] === 0) continue;
    await store.run(
      `create view ${source} as from ${csv ? "read_csv" : "read_parquet"}('${files}'${csv ? ", all_varchar = true" : ""})`,
    );
  }
}, 60_000);

afterAll(() => {
  store?.close();
  rmSync(room, { recursive: true, force: true });
});

describe("same seed, same bytes", () => {
  test("for any number of workers; another seed is another region", async () => {
    const again = await simulate(wish({ workers: 2 }));
    expect(hashes(again.out)).toEqual(hashes(made.out));
    const other = await simulate(wish({ seed: 8, months: 1 }));
    const name = "settlement/settlement_2025-11.parquet";
    expect(hashes(other.out)[name]).not.toBe(hashes(made.out)[name]);
  }, 60_000);

  test("csv holds the same rows as parquet", async () => {
    const { out, rows } = await simulate(wish({ format: "csv" }));
    expect(rows).toEqual(made.rows);
    const sums = (from: string) =>
      store.row(
        `select cast(sum(cast(medfee_sumamt as decimal(16, 2))) as varchar) as a, count(distinct setl_id) as n from ${from}`,
      );
    expect(await sums(`read_csv('${out}/settlement/*.csv')`)).toEqual(await sums("settlement"));
  }, 60_000);
});

describe("money", () => {
  test.each([
    "fund_pay_sumamt <> hifp_pay + cvlserv_pay + hifmi_pay + hifob_pay + maf_pay + oth_pay",
    "medfee_sumamt <> fund_pay_sumamt + acct_pay + psn_cash_pay + hosp_part_amt",
    "psn_part_amt <> acct_pay + psn_cash_pay",
    "medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt",
    "refd_setl_flag = '0' and least(acct_pay, psn_cash_pay, inscp_amt, hifp_pay, hifmi_pay, maf_pay, hosp_part_amt) < 0",
    "refd_setl_flag = '1' and (medfee_sumamt >= 0 or init_setl_id is null)",
    "updt_time is null or updt_time < setl_time",
    "strftime(setl_time, '%Y-%m') not between '2025-11' and '2026-02'",
  ])("no settlement where %s", async (condition) => {
    expect(await one(`select count(*) from settlement where ${condition}`)).toBe(0);
  });

  test("fee lines add up to their settlement, and price times count to the line", async () => {
    expect(
      await one(`
with summed as (
  select setl_id, sum(det_item_fee_sumamt) as t, sum(fulamt_ownpay_amt) as o, sum(overlmt_selfpay) as v,
    sum(preselfpay_amt) as p, sum(inscp_amt) as i
  from fee_line group by setl_id
)
select count(*) from settlement full join summed using (setl_id)
where vali_flag is distinct from '0' and (t is distinct from medfee_sumamt or o <> fulamt_ownpay_amt
  or v <> overlmt_selfpay or p <> preselfpay_amt or i <> inscp_amt)`),
    ).toBe(0);
    expect(
      await one(`select count(*) from fee_line
where round(pric * cnt, 2) <> det_item_fee_sumamt or (overlmt_selfpay = 0 and pric > pric_uplmt_amt)`),
    ).toBe(0);
    expect(await one("select count(*) - count(distinct bkkp_sn) from fee_line")).toBe(0);
  });

  test("a bed is charged for the days of the stay, nursing and consultation for no more", async () => {
    const booked = `from fee_line f join settlement s using (setl_id)
      where s.med_type in ('21', '22', '52') and s.refd_setl_flag = '0'`;
    const days = "greatest(1, date_diff('day', s.begndate, s.enddate))";
    expect(
      await one(`select count(*) ${booked} and med_chrgitm_type = '01' and cnt <> ${days}`),
    ).toBe(0);
    expect(
      await one(`select count(*) ${booked} and med_chrgitm_type in ('02', '07') and cnt > ${days}`),
    ).toBe(0);
  });

  test("ids are used once, refunds mirror what they refund", async () => {
    expect(await one("select count(*) - count(distinct setl_id) from settlement")).toBe(0);
    expect(await one("select count(*) from settlement where refd_setl_flag = '1'")).toBeGreaterThan(
      0,
    );
    expect(
      await one(`select count(*) from settlement r join settlement s on s.setl_id = r.init_setl_id
where r.medfee_sumamt <> -s.medfee_sumamt or r.setl_time < s.setl_time`),
    ).toBe(0);
  });
});

describe("people", () => {
  test("stays of a person do not overlap, and nothing else happens in them", async () => {
    await store.run(`create temp table stay as select psn_no, setl_id, begndate, enddate from settlement
where med_type in ('21', '22', '52') and refd_setl_flag = '0'`);
    expect(
      await one(`select count(*) from stay a join stay b using (psn_no)
where a.setl_id < b.setl_id and a.begndate <= b.enddate and b.begndate <= a.enddate`),
    ).toBe(0);
    expect(
      await one(`select count(*) from settlement o join stay s using (psn_no)
where o.med_type not in ('21', '22', '52') and o.refd_setl_flag = '0'
  and cast(o.setl_time as date) > s.begndate and cast(o.setl_time as date) < s.enddate`),
    ).toBe(0);
  });

  test("the dead come no more, chronic visits are registered, codes are in their lists", async () => {
    const none = [
      "select count(*) from settlement join death using (psn_no) where refd_setl_flag = '0' and cast(setl_time as date) > death_date",
      "select count(*) from settlement s anti join chronic_reg c on c.psn_no = s.psn_no and c.dise_no = s.dise_no where s.med_type = '14'",
      "select count(*) from settlement anti join institution using (fixmedins_code)",
      "select count(*) from fee_line anti join catalogue using (hilist_code)",
      "select count(*) from fee_line f anti join practitioner p on p.prac_psn_code = f.bilg_dr_code",
      "select count(*) from encounter e anti join dip_score d using (dip_code)",
      "select count(*) from fee_line f anti join prescription p on p.rx_drord_no = f.rx_drord_no where f.rx_drord_no is not null",
      "select count(*) from fee_line f anti join drug_trace t on t.drug_trac_codg = f.trac_code where f.trac_code is not null",
    ];
    for (const sql of none) expect(await one(sql), sql).toBe(0);
  });

  test("no name, certificate, phone or address is written", async () => {
    const columns = await store.rows<{ column_name: string }>(
      "select column_name from duckdb_columns()",
    );
    const personal = /psn_name|certno|tel|addr/;
    expect(columns.filter(({ column_name }) => personal.test(column_name))).toEqual([]);
  });
});

test("a month's expenditure is what clearing makes of the settlements", async () => {
  // 职工, 统筹: this month's centre claims, 95 % of last month's online ones, stays elsewhere of two months ago.
  const wanted = await store.rows<{ region: string; paid: string }>(`
with s as (
  select insu_admdvs as region, strftime(setl_time, '%Y-%m') as month, pay_loc, hifp_pay + hifob_pay + oth_pay as pooled
  from settlement where vali_flag = '1' and insutype = '310'
), flows as (
  select region, pay_loc, sum(pooled) as pooled from s
  where (pay_loc = '1' and month = '2026-02') or (pay_loc = '2' and month = '2026-01') or (pay_loc in ('3', '4') and month = '2025-12')
  group by all
)
select region, cast(sum(case pay_loc when '2' then round(pooled * 0.95, 2) else pooled end) as decimal(16, 2)) as paid
from flows group by region order by region`);
  const printed = await store.rows<{ region: string; paid: string }>(`
select 统筹区代码 as region, cast(本月数 as decimal(16, 2)) as paid from fund_statement
where 险种 = '职工' and 账户 = '统筹基金' and 所属期 = '2026-02' and 科目 = '待遇支出' and 统筹区代码 <> '990100' order by region`);
  expect(printed).toEqual(wanted);
});

test("what is planted shows in the files, in the statements and in the truth", async () => {
  const plant = {
    month: (month: string) => [
      `insert into stage.settlement select * replace (sn + 90 as sn) from stage.settlement where kind = 1 and sign > 0 limit 1`,
      `insert into truth select 'double', 'R01', 'settlement', cast(max(sn) as varchar), '', '0', '${month}' from stage.settlement where sn % 100 = 90`,
    ],
  };
  const { out, rows } = await simulate(wish({ plant, months: 2, feeLines: false }));
  const plain = await simulate(wish({ months: 2, feeLines: false }));
  expect(rows.settlement).toBe(plain.rows.settlement! + 2);
  expect(readFileSync(path.join(out, "truth/truth.csv"), "utf8").trim().split("\n")).toHaveLength(
    3,
  );
  expect(readFileSync(path.join(plain.out, "truth/truth.csv"), "utf8")).toBe(
    "label,rule,subject_type,subject_id,evidence_ids,amount_yuan,note\n",
  );
  expect(existsSync(path.join(out, "truth/.fundwatchignore"))).toBe(true);
}, 60_000);

describe("the folder", () => {
  test("is refused when there is something in it, and left alone", async () => {
    const out = fresh();
    mkdirSync(out);
    writeFileSync(path.join(out, "a"), "");
    await expect(simulate(wish({ out }))).rejects.toThrow("不是空的");
    expect(readdirSync(out)).toEqual(["a"]);
  });

  test("is not there when the work was stopped", async () => {
    const stop = new AbortController();
    const out = fresh();
    const work = simulate(wish({ out, signal: stop.signal, progress: () => stop.abort() }));
    await expect(work).rejects.toThrow();
    expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false]);
  });
});

test("averages are within a tenth of the national ones", async () => {
  const { calibration } = await simulate(
    wish({ people: 100_000, months: 12, from: "2025-01", feeLines: false, seed: 1 }),
  );
  expect(calibration).toHaveLength(10);
  for (const { fund, measure, ratio } of calibration) {
    expect(ratio, `${fund} ${measure}`).toBeGreaterThan(0.9);
    expect(ratio, `${fund} ${measure}`).toBeLessThan(1.1);
  }
}, 120_000);
