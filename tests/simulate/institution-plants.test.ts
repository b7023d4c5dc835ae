import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planLike } from "../../models/simulation/plan.ts";
import { PLANTS } from "../../pipelines/simulate/plants/index.ts";
import { simulate } from "../../pipelines/simulate/simulate.ts";
import { Store } from "../../pipelines/store.ts";

const room = mkdtempSync(path.join(tmpdir(), "fundwatch-further-plants-"));
const RULES = Array.from({ length: 21 }, (_, i) => `R${i + 22}`);
/** Of these an institution or a pharmacist is the case: one of each in a small city. */
const FEW = new Set(["R23", "R25", "R27", "R28", "R33", "R39", "outlier"]);
const MONTHLY = [
  ...["settlement", "fee_line", "encounter", "prescription", "drug_trace", "stock"],
  ...["reimbursement", "diagnosis", "operation"],
];
const REFERENCE = [
  ...["catalogue", "institution", "practitioner", "dip_score", "chronic_reg", "special_list"],
  ...["dual_drug", "dual_reg", "death"],
];

let store: Store;
const none = async (sql: string): Promise<void> => {
  expect((await store.rows(`${sql} limit 3`)).map((row) => JSON.stringify(row))).toEqual([]);
};
const count = async (sql: string): Promise<number> =>
  Number(Object.values(await store.row(`select count(*) as n from (${sql})`))[0] as string);

beforeAll(async () => {
  const { out } = await simulate({
    people: 5000,
    from: "2025-06",
    months: 4,
    seed: 7,
    plan: planLike(2023),
    out: path.join(room, "city"),
    format: "parquet",
    feeLines: true,
    plant: PLANTS,
  });
  store = await Store.open(":memory:");
  for (const source of MONTHLY)
    await store.run(
      `create view ${source} as from read_parquet('${path.join(out, source, "*.parquet")}')`,
    );
  for (const source of REFERENCE)
    await store.run(
      `create view ${source} as from read_parquet('${path.join(out, "reference", source)}.parquet')`,
    );
  await store.run(
    `create table truth as select * from read_csv('${path.join(out, "truth/truth.csv")}', all_varchar = true) where rule > 'R21'`,
  );
  await store.run(
    "create table evidence as select *, unnest(string_split(case rule when 'R24' then replace(evidence_ids, '/', ' ') else evidence_ids end, ' ')) as id from truth",
  );
}, 120_000);

afterAll(() => {
  store?.close();
  rmSync(room, { recursive: true, force: true });
});

describe("the truth", () => {
  test("names planted cases and look-alikes of every rule", async () => {
    const rows = await store.rows<{ rule: string; label: string; n: string }>(
      "select rule, label, count(*) as n from truth group by all order by all",
    );
    expect(rows.map(({ rule, label }) => `${rule} ${label}`)).toEqual(
      [...RULES, "outlier"].flatMap((rule) => [`${rule} look_alike`, `${rule} planted`]),
    );
    for (const { rule, label, n } of rows)
      expect(Number(n), `${rule} ${label}`).toBeGreaterThanOrEqual(FEW.has(rule) ? 1 : 3);
  });

  test("points to what is in the files", async () => {
    await none(`select rule, id from evidence where id not in (select setl_id from settlement)
  and id not in (select bkkp_sn from fee_line) and id not in (select rx_drord_no from prescription)
  and id not in (select fixmedins_code from institution) and id not in (select hilist_code from catalogue)
  and id not in (select invoice_no from reimbursement)`);
    await none(`select rule, subject_id from (select *, unnest(string_split(case rule when 'R24' then replace(subject_id, '/', ' ') else subject_id end, ' ')) as s from truth)
where s not in (select setl_id from settlement) and s not in (select psn_no from settlement)
  and s not in (select bkkp_sn from fee_line) and s not in (select rx_drord_no from prescription)
  and s not in (select fixmedins_code from institution) and s not in (select prac_psn_code from practitioner)
  and s not in (select hilist_code from catalogue)
  and s not in (select drug_trac_codg from drug_trace) and s not in (select invoice_no from reimbursement)`);
  });
});

describe("what is changed in place stays whole", () => {
  test.each([
    "fund_pay_sumamt <> hifp_pay + cvlserv_pay + hifmi_pay + hifob_pay + maf_pay + oth_pay",
    "medfee_sumamt <> fund_pay_sumamt + acct_pay + psn_cash_pay + hosp_part_amt",
    "medfee_sumamt <> fulamt_ownpay_amt + overlmt_selfpay + preselfpay_amt + inscp_amt",
    "refd_setl_flag = '0' and least(acct_pay, psn_cash_pay, inscp_amt, hifp_pay, hifmi_pay, maf_pay, hosp_part_amt) < 0",
    "enddate < begndate",
  ])("no settlement where %s", (condition) =>
    none(`select setl_id from settlement where ${condition}`),
  );

  test("lines are their settlement to the fen, refunds mirror what they refund", async () => {
    await none(`with summed as (
  select setl_id, sum(det_item_fee_sumamt) as t, sum(fulamt_ownpay_amt) as o, sum(overlmt_selfpay) as v,
    sum(preselfpay_amt) as p, sum(inscp_amt) as i
  from fee_line group by setl_id
)
select setl_id from settlement full join summed using (setl_id)
where vali_flag is distinct from '0' and (t is distinct from medfee_sumamt or o <> fulamt_ownpay_amt
  or v <> overlmt_selfpay or p <> preselfpay_amt or i <> inscp_amt)`);
    await none(`select r.setl_id from settlement r join settlement s on s.setl_id = r.init_setl_id
where r.medfee_sumamt <> -s.medfee_sumamt`);
  });

  test("codes are in their lists, persons in a register once", async () => {
    await none(
      "select dip_code from encounter anti join dip_score using (dip_code) where dip_code is not null",
    );
    await none(
      "select bilg_dr_code from fee_line anti join practitioner on prac_psn_code = bilg_dr_code",
    );
    await none("select bkkp_sn from drug_trace anti join fee_line using (bkkp_sn)");
    await none("select psn_no from death group by psn_no having count(*) > 1");
    await none("select prac_psn_code from practitioner group by 1 having count(*) > 1");
  });
});

describe("nothing else is there by accident", () => {
  test("outside wards a box is sold with its code, but where codes are left out or money comes back", async () => {
    await none(`select f.fixmedins_code from fee_line f
join catalogue c using (hilist_code) join settlement s using (setl_id)
where c.trace_required = '1' and f.trac_code is null and f.fee_ocur_time >= timestamp '2025-07-01'
  and s.med_type in ('11', '14', '41') and s.refd_setl_flag = '0' and s.vali_flag = '1'
  and f.fixmedins_code not in (select subject_id from truth where rule = 'R23' and label = 'planted')`);
  });

  test("stock falls short of what was sold only where it is planted", async () => {
    const short = `select s.fixmedins_code, s.hilist_code from stock s join (
  select fixmedins_code, hilist_code, last_day(cast(fee_ocur_time as date)) as day, sum(cnt) as sold from fee_line group by all
) f on f.fixmedins_code = s.fixmedins_code and f.hilist_code = s.hilist_code and f.day = s.period_to
where sold > (open_qty + in_qty + transfer_in_qty - close_qty) * conv_ratio`;
    await none(`select * from (${short}) q anti join truth t on t.rule = 'R24' and t.label = 'planted'
  and t.subject_id = q.fixmedins_code || '/' || q.hilist_code`);
    expect(await count(short)).toBeGreaterThanOrEqual(3);
  });

  test("the dead come again, and the unregistered, only where it is planted", async () => {
    await none(`select setl_id from settlement join death using (psn_no)
where refd_setl_flag = '0' and begndate > death_date and setl_id not in (select id from evidence where rule = 'R26')`);
    await none(`select s.setl_id from settlement s anti join chronic_reg c on c.psn_no = s.psn_no and c.dise_no = s.dise_no
  and cast(s.setl_time as date) between c.valid_from and c.valid_to
where s.med_type = '14' and s.setl_id not in (select id from evidence where rule = 'R31')`);
    await none(`select p.rx_drord_no from prescription p join dual_drug d using (hilist_code)
where p.rx_drord_no not in (select id from evidence where rule = 'R29')`);
    await none(`select setl_id from settlement s where maf_pay > 0 and refd_setl_flag = '0'
  and not exists (select 1 from special_list l where l.psn_no = s.psn_no and cast(s.setl_time as date) between l.valid_from and l.valid_to)
  and setl_id not in (select id from evidence where rule = 'R32')`);
  });

  test("nobody sees a hundred and twenty on a day but the overloaded and their look-alikes", async () => {
    const crowded = `select bilg_dr_code from fee_line f join settlement s using (setl_id)
where s.med_type in ('11', '14') group by bilg_dr_code, cast(setl_time as date) having count(distinct s.psn_no) > 120`;
    await none(
      `select * from (${crowded}) where bilg_dr_code not in (select subject_id from truth where rule = 'R27')`,
    );
    expect(await count(crowded)).toBeGreaterThanOrEqual(3);
  });

  test("an invoice comes twice only where it is planted", async () => {
    await none(`select invoice_no from reimbursement group by invoice_no having count(*) > 1
  and invoice_no not in (select subject_id from truth where rule = 'R42')`);
  });
});

describe("look-alikes say in a column what they are", () => {
  test.each([
    ["R22", "拆零销售", "drug_trace t on t.setl_id = e.id", "split_flag = '1'"],
    ["R26", "住院中死亡，出院结算在后", "encounter t on t.setl_id = e.id", "dscg_way = '5'"],
    [
      "R27",
      "多人共用的代开工号",
      "practitioner t on t.prac_psn_code = e.subject_id",
      "shared_flag = '1'",
    ],
    ["R27", "团体体检", "encounter t on t.setl_id = e.id", "remark = '团体体检'"],
    [
      "R28",
      "多点执业已备案",
      "practitioner t on t.prac_psn_code = e.subject_id",
      "extra_orgs is not null",
    ],
    [
      "R28",
      "连锁门店远程审方",
      "practitioner t on t.prac_psn_code = e.subject_id",
      "remote_audit_flag = '1'",
    ],
    ["R38", "特例单议", "encounter t on t.setl_id = e.id", "remark = '特例单议'"],
    [
      "R42",
      "经批准分次报销同一票据",
      "reimbursement t on t.invoice_no = e.subject_id",
      "part like '%已批准%'",
    ],
  ])("%s %s", async (rule, note, join, condition) => {
    const found = `select e.id from evidence e join ${join} where e.rule = '${rule}' and e.note = '${note}'`;
    expect(await count(`${found} and ${condition}`)).toBeGreaterThan(0);
    await none(`${found} and not coalesce(${condition}, false)`);
  });
});
