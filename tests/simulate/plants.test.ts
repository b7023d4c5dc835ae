import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../bin/session.ts";
import { act } from "../../bin/simulate.ts";
import { planLike } from "../../models/simulation/plan.ts";
import { PLANTS } from "../../pipelines/simulate/plants/index.ts";
import { simulate, type Wish } from "../../pipelines/simulate/simulate.ts";
import { Store } from "../../pipelines/store.ts";

const room = mkdtempSync(path.join(tmpdir(), "fundwatch-plants-"));
const RULES = Array.from({ length: 21 }, (_, i) => `R${String(i + 1).padStart(2, "0")}`);
const SOURCES = ["settlement", "fee_line", "encounter", "diagnosis", "prescription", "drug_trace"];

const wish = (out: string, more: Partial<Wish> = {}): Wish => ({
  people: 3000,
  from: "2025-11",
  months: 4,
  seed: 7,
  plan: planLike(2023),
  out: path.join(room, out),
  format: "parquet",
  feeLines: true,
  plant: PLANTS,
  ...more,
});

function hashes(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort();
  const of = (name: string) =>
    createHash("sha256")
      .update(readFileSync(path.join(folder, name)))
      .digest("hex");
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}

let store: Store;
let planted: Record<string, string>;
const none = async (sql: string): Promise<void> => {
  expect((await store.rows(`${sql} limit 3`)).map((row) => JSON.stringify(row))).toEqual([]);
};

beforeAll(async () => {
  const { out } = await simulate(wish("one", { workers: 1 }));
  planted = hashes(out);
  store = await Store.open(":memory:");
  for (const source of SOURCES)
    await store.run(
      `create view ${source} as from read_parquet('${path.join(out, source, "*.parquet")}')`,
    );
  for (const source of ["catalogue", "mutex_pair", "institution", "dip_score", "chronic_reg"])
    await store.run(
      `create view ${source} as from read_parquet('${path.join(out, "reference", source)}.parquet')`,
    );
  await store.run(
    `create table truth as from read_csv('${path.join(out, "truth/truth.csv")}', all_varchar = true)`,
  );
  await store.run(`create table evidence as
select *, unnest(string_split(evidence_ids, ' ')) as id from truth where rule <= 'R21'`);
  await store.run(`create table stay as select psn_no, setl_id, begndate, enddate, fixmedins_code from settlement
where med_type in ('21', '22', '52') and refd_setl_flag = '0'`);
}, 120_000);

afterAll(() => {
  store?.close();
  rmSync(room, { recursive: true, force: true });
});

describe("the truth", () => {
  test("names planted cases and look-alikes of every rule, at least three each", async () => {
    const rows = await store.rows<{ rule: string; label: string; n: string }>(
      "select rule, label, count(*) as n from truth where rule <= 'R21' group by all order by all",
    );
    expect(rows.map(({ rule, label }) => `${rule} ${label}`)).toEqual(
      RULES.flatMap((rule) => [`${rule} look_alike`, `${rule} planted`]),
    );
    for (const { rule, label, n } of rows)
      expect(Number(n), `${rule} ${label}`).toBeGreaterThanOrEqual(3);
  });

  test("points to settlements, lines, prescriptions and institutions that are in the files", async () => {
    await none(`select rule, id from evidence where id not in (select setl_id from settlement)
  and id not in (select bkkp_sn from fee_line) and id not in (select rx_drord_no from prescription)`);
    await none(`select rule, subject_id from truth where rule <= 'R21' and subject_id not in (select setl_id from settlement)
  and subject_id not in (select bkkp_sn from fee_line) and subject_id not in (select rx_drord_no from prescription)
  and subject_id not in (select fixmedins_code from institution) and subject_id not in (select psn_no from settlement)`);
    await none(
      "select rule, note from truth where note = '' or try_cast(amount_yuan as decimal(16, 2)) is null",
    );
    await none(
      "select rule, subject_id from truth where label = 'planted' and rule <= 'R21' and cast(amount_yuan as decimal(16, 2)) <= 0",
    );
  });

  test("gives a settlement to one rule alone", async () => {
    await none(`with of_settlement as (
  select rule, label, case when length(id) = 16 then id else substr(replace(id, 'R', ''), 1, 16) end as setl_id from evidence
)
select setl_id, count(distinct rule) as n from of_settlement group by setl_id having n > 1`);
  });
});

describe("money of what is planted", () => {
  test.each([
    "fund_pay_sumamt <> hifp_pay + cvlserv_pay + hifmi_pay + hifob_pay + maf_pay + oth_pay",
    "medfee_sumamt <> fund_pay_sumamt + acct_pay + psn_cash_pay + hosp_part_amt",
    "medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt",
    "refd_setl_flag = '0' and least(acct_pay, psn_cash_pay, inscp_amt, hifp_pay, hifmi_pay, maf_pay, hosp_part_amt) < 0",
    "refd_setl_flag = '0' and strftime(setl_time, '%Y%m') <> substr(setl_id, 1, 6)",
  ])("no settlement where %s", (condition) =>
    none(`select setl_id from settlement where ${condition}`),
  );

  test("lines are their settlement to the fen, ids are used once", async () => {
    await none(`with summed as (
  select setl_id, sum(det_item_fee_sumamt) as t, sum(fulamt_ownpay_amt) as o, sum(overlmt_selfpay) as v,
    sum(preselfpay_amt) as p, sum(inscp_amt) as i
  from fee_line group by setl_id
)
select setl_id from settlement full join summed using (setl_id)
where vali_flag is distinct from '0' and (t is distinct from medfee_sumamt or o <> fulamt_ownpay_amt
  or v <> overlmt_selfpay or p <> preselfpay_amt or i <> inscp_amt)`);
    await none("select bkkp_sn from fee_line where round(pric * cnt, 2) <> det_item_fee_sumamt");
    await none("select setl_id from settlement group by setl_id having count(*) > 1");
    await none("select bkkp_sn from fee_line group by bkkp_sn having count(*) > 1");
    await none("select mdtrt_id from encounter group by mdtrt_id having count(*) > 1");
  });
});

describe("what one rule plants is not another's", () => {
  test("stays overlap in R02 alone, visits fall into stays in R03 alone", async () => {
    await none(`select a.setl_id, b.setl_id from stay a join stay b using (psn_no)
where a.setl_id < b.setl_id and a.begndate <= b.enddate and b.begndate <= a.enddate
  and a.setl_id not in (select id from evidence where rule = 'R02')`);
    await none(`select o.setl_id, s.setl_id from settlement o join stay s using (psn_no)
where o.med_type not in ('21', '22', '52') and o.refd_setl_flag = '0'
  and cast(o.setl_time as date) > s.begndate and cast(o.setl_time as date) < s.enddate
  and s.setl_id not in (select id from evidence where rule = 'R03')`);
  });

  test("prices are above the line's own limit in R13 alone", async () => {
    await none(`select bkkp_sn from fee_line where pric > pric_uplmt_amt and overlmt_selfpay = 0
  and bkkp_sn not in (select id from evidence where rule = 'R13')`);
  });

  test("codes are in their lists", async () => {
    await none("select hilist_code from fee_line anti join catalogue using (hilist_code)");
    await none(
      "select dip_code from encounter anti join dip_score using (dip_code) where dip_code is not null",
    );
    await none(`select s.setl_id from settlement s anti join chronic_reg c on c.psn_no = s.psn_no and c.dise_no = s.dise_no
where s.med_type = '14' and s.setl_id not in (select unnest(string_split(evidence_ids, ' ')) from truth where rule > 'R21')`);
    await none(`select f.bkkp_sn from fee_line f anti join prescription p on p.rx_drord_no = f.rx_drord_no
where f.rx_drord_no is not null`);
    await none(`select f.bkkp_sn from fee_line f anti join drug_trace t on t.drug_trac_codg = f.trac_code
where f.trac_code is not null`);
  });
});

describe("look-alikes say in a column what they are", () => {
  test.each([
    ["R01", "计划性再入院", "plan_readm_flag = '1'"],
    ["R02", "转院当日，前次离院方式为转院", "dscg_way in ('1', '2')"],
    ["R04", "登记请假的住院日没有费用", "leave_days > 0"],
    ["R06", "日间病房", "dept_name = '日间病房'"],
    ["R07", "康复按床日付费", "remark = '康复按床日付费'"],
    ["R08", "聚集性疫情", "remark like '聚集性疫情%'"],
  ])("%s %s: %s", async (rule, note, condition) => {
    await none(`select e.setl_id from encounter e join evidence v on v.id = e.setl_id
where v.rule = '${rule}' and v.note = '${note}' and v.id = v.subject_id and not coalesce(${condition}, false)`);
  });

  test.each([
    ["R18", "节前备药", "remark = '节前备药'"],
    ["R19", "两种规格并用", "true"],
    ["R20", "缺货分次调配", "remark = '缺货分次调配'"],
  ])("%s %s: %s", async (rule, note, condition) => {
    const found =
      await store.rows(`select 1 from prescription p join evidence v on v.id = p.rx_drord_no
where v.rule = '${rule}' and v.note = '${note}' and ${condition}`);
    expect(found.length).toBeGreaterThanOrEqual(3);
  });
});

test("same seed, same bytes, for any number of workers", async () => {
  const { out } = await simulate(wish("two", { workers: 2 }));
  expect(hashes(out)).toEqual(planted);
}, 120_000);

test("the command line plants all, or nothing", async () => {
  const session = {
    stop: () => new AbortController().signal,
    answer: () => {},
    remark: () => {},
  } as unknown as Session;
  const at = (name: string) => path.join(room, name);
  const city = { people: "300", months: "1", from: "2025-11", seed: "7" };
  await act(session, [], { ...city, plants: "none", out: at("none") });
  await act(session, [], { ...city, out: at("all") });
  await expect(act(session, [], { ...city, plants: "some", out: at("some") })).rejects.toThrow(
    "--plants",
  );
  const { plant: _, ...plain } = wish("plain", { people: 300, months: 1 });
  await simulate(plain);
  expect(hashes(at("none"))).toEqual(hashes(at("plain")));
  const truth = (name: string) => readFileSync(path.join(at(name), "truth/truth.csv"), "utf8");
  expect(truth("none").trim().split("\n")).toHaveLength(1);
  expect(truth("all").trim().split("\n").length).toBeGreaterThan(50);
}, 60_000);
