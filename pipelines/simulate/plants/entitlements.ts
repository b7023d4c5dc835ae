import type { Plant } from "../plant.ts";
import { dx, itemCode, itemPrice } from "./catalogue.ts";
import { rareDx } from "./further-items.ts";
import { type Kind, line, type Topic, visit } from "./topic.ts";

const DUAL = "卡培他滨（规格一）";
const ILLNESS = `[${["J18.900", "I63.900", "E11.900", "J44.100"].map(dx).join(", ")}][1 + x % 4]`;
const DAY = "(x >> 16) % 22";
const CALL = { k: 60, kind: 2, inst: "h3", from: DAY, mark: 0 };
const REFILL = { k: 60, kind: 3, chronic: "chronic", inst: "h1", from: DAY };
const STAY = { k: 60, inst: "h2", from: "(x >> 16) % 12", days: "5 + (x >> 20) % 7", dx: ILLNESS };
const DENTIST = "(select inst from institution where code like '%49001')";
const DEAR = { inst: "h3", days: "9 + (x >> 20) % 2" };

const kind = (key: string, label: Kind["label"], note: string, more: Partial<Kind> = {}): Kind => ({
  key,
  rule: key.slice(0, 3),
  label,
  subject: "settlement",
  pool: "adult",
  note,
  ...more,
});

const dual = (key: string): string =>
  line(
    key,
    {
      line: 80,
      code: `'${itemCode(DUAL)}'`,
      n: 8,
      amount: 8 * itemPrice(DUAL),
      mark: 1,
      rx_type: "'chr'",
      days_supply: 14,
    },
    "kind = 2",
  );

const atDentist = (key: string, columns: Record<string, string | number>): string =>
  line(key, {
    line: 80,
    code: "['XM0101', 'XM0102', 'XM0103'][1 + x // 16 % 3]",
    n: 1,
    amount: "[12000, 26000, 48000][1 + x // 16 % 3]",
    dept: "'口腔科'",
    ...columns,
  });

/** Four stays for which the pool pays close to a year's cap of 300,000 yuan. */
const dear = (
  key: string,
  code: Parameters<typeof rareDx>[0],
  [employee, resident]: [number, number],
): string[] =>
  [0, 1, 2, 3].map((later) =>
    visit(key, {
      ...DEAR,
      k: 60 + later,
      from: `5 + (x >> ${20 + later}) % 2`,
      dx: rareDx(code),
      total: `case when fund = 1 then ${employee} else ${resident} end + y % 600000`,
      later,
    }),
  );

/** R29 双通道, R30 口腔科报销慢病, R31 慢特病待遇, R32 特殊人群医疗救助, R36 冲顶消费. */
export const ENTITLEMENTS: Topic = {
  kinds: [
    kind("R29", "planted", "没有有效备案的双通道药品", { subject: "prescription", among: 1.5 }),
    kind("R29-stay", "planted", "住院期间另取双通道药品", { subject: "prescription", among: 3 }),
    kind("R29-late", "look_alike", "备案滞后生效", { subject: "prescription" }),
    kind("R30", "planted", "口腔项目按慢特病报销", { pool: "chronic" }),
    kind("R30-code", "look_alike", "综合医院科室编码填错，没有口腔项目", {
      pool: "chronic",
      among: 2,
    }),
    kind("R30-tumour", "look_alike", "口腔恶性肿瘤门诊治疗", { pool: "chronic", among: 2 }),
    kind("R31", "planted", "没有登记的慢特病", { among: 2 }),
    kind("R31-other", "planted", "登记的是另一种慢特病", { pool: "chronic", among: 4 }),
    kind("R31-expired", "planted", "慢特病登记已失效", { among: 4 }),
    kind("R31-late", "look_alike", "认定补录"),
    kind("R32", "planted", "不在名单的人得到医疗救助"),
    kind("R32-lag", "look_alike", "名单按月更新，次月才列入"),
    kind("R36", "planted", "一年基金支付临近封顶线", { subject: "person", span: 4, among: 10 }),
    kind("R36-severe", "look_alike", "重大疾病", { subject: "person", span: 4, among: 10 }),
  ],
  visits: [
    visit("R29", CALL),
    visit("R29-stay", { ...STAY, k: 61, mark: 0 }),
    visit("R29-stay", { ...CALL, from: "(x >> 16) % 12 + 2" }),
    visit("R29-late", CALL),

    visit("R30", {
      ...REFILL,
      inst: `case when narrow then h2 when x // 8 % 2 = 0 then ${DENTIST} else h1 end`,
    }),
    visit("R30-code", { ...REFILL, inst: "h2" }),
    visit("R30-tumour", { ...REFILL, chronic: "6", inst: "h3" }),

    visit("R31", { ...REFILL, chronic: "1 + (x >> 30) % 5" }),
    visit("R31-other", { ...REFILL, chronic: "1 + chronic % 5" }),
    visit("R31-expired", { ...REFILL, chronic: "1 + (x >> 30) % 5" }),
    visit("R31-late", { ...REFILL, chronic: "1 + (x >> 30) % 5" }),

    visit("R32", { ...STAY, aid: 700, special: 2 }),
    visit("R32-lag", { ...STAY, aid: 700, special: 2 }),

    ...dear("R36", "M17.900", [9_300_000, 13_500_000]),
    ...dear("R36-severe", "C91.000", [11_600_000, 16_900_000]),
  ],
  lines: [
    ...["R29", "R29-stay", "R29-late"].map(dual),
    atDentist("R30", {}),
    line("R30-code", {
      line: 80,
      code: `'${itemCode("缬沙坦（规格二）")}'`,
      n: 3,
      amount: "3 * 4200",
      dept: "'口腔科'",
    }),
    atDentist("R30-tumour", { dept: "'口腔颌面外科'", name: "'放疗前口腔治疗'" }),
  ],
};

/** An institution for teeth, before anybody is sent there. */
const DENTAL_CLINIC: string[] = [
  `insert into institution (inst, code, name, kind, level, region, practitioners)
select (select max(inst) + 1 from institution), 'H' || code || '49001', '示例口腔门诊部', 3, 9, code, 5 from place where place = 0`,
  `insert into practitioner select (inst * 64 + n)::integer, inst, 'D' || substr(code, 2) || lpad(cast(n as varchar), 3, '0'), kind, '口腔科'
from institution, range(1, 6) as r(n) where code like '%49001'`,
];

/** Persons have the chronic disease that their cases are about. */
const ENTITLED: string[] = [
  `update person set chronic = case when c.key = 'R30-tumour' then 6 else 7 end
from plant_case c where c.p = person.p and (c.key in ('R30-tumour', 'R34-dialysis') or c.key like 'R41%')`,
];

const person = "'S' || (10000000000 + c.p)";
const visited = `t.first + cast(${DAY} as integer)`;
const day = (column: string): string => `date '1970-01-01' + cast(${column} as integer)`;

/** Registers with what was entered late, of another doctor, or had run out. */
const CHANGED_REGISTERS: Record<string, (select: string) => string> = {
  // Ordinary visits are given 培美曲塞 by chance.
  dual_drug: (select) => `select * from (${select}) where generic_name <> '培美曲塞'`,
  dual_reg: (select) => `
select * from (${select}) union all select * from (
select ${person} as psn_no, '卡培他滨' as generic_name, d.code as dr_code, i.code as fixmedins_code,
  ${day(`case when c.key = 'R29-late' then ${visited} + 3 + (x >> 28) % 9 else t.first - 200 end`)} as valid_from,
  ${day(`case when c.key = 'R29' and x // 8 % 3 = 1 then t.first - 20 else t.first + 300 end`)} as valid_to
from plant_case c
join plant_month t on t.mi = c.m
join institution i on i.inst = c.h3
join practitioner d on d.dr = c.h3 * 64 + 2 + (y >> 8) % (i.practitioners - 1)
    + case when c.key = 'R29' and x // 8 % 3 = 2 then case when (y >> 8) % (i.practitioners - 1) = 0 then 1 else -1 end else 0 end
where c.key in ('R29-late', 'R29-stay') or (c.key = 'R29' and x // 8 % 3 > 0)
order by c.p)`,
  chronic_reg: (select) => `
select * from (${select}) union all select * from (
select ${person}, d.code, d.name, ${day(`case when c.key = 'R31-late' then ${visited} + 5 + (x >> 36) % 18 else t.first - 500 end`)},
  ${day(`case when c.key = 'R31-late' then t.first + 700 else t.first - 30 - (x >> 36) % 60 end`)}
from plant_case c
join plant_month t on t.mi = c.m
join chronic_disease d on d.chronic = 1 + (x >> 30) % 5
where c.key in ('R31-late', 'R31-expired') order by c.p)`,
  special_list: (select) => `
select * from (${select}) union all select * from (
select ${person}, '低保', ${day("case when c.key = 'R32' then t.first - 400 else t.first + t.days end")},
  ${day("case when c.key = 'R32' then t.first - 70 else t.first + 700 end")}
from plant_case c join plant_month t on t.mi = c.m
where c.key = 'R32-lag' or (c.key = 'R32' and c.narrow) order by c.p)`,
};

/** Dispensing inside a stay is found by the rule about stays, too. */
const dispensedInStay = (index: number): string => `
insert into truth
select 'planted', 'R03', 'settlement', cast(max(sn) filter (kind = 1) as varchar),
  string_agg(cast(sn as varchar), ' ' order by sn), cast(cast(sum(fund_pay) filter (kind = 1) * 0.01 as decimal(16, 2)) as varchar), '住院期间另取双通道药品'
from plant_settled where key = 'R29-stay' and m = ${index} group by key, g`;

/** A dental clinic, before cases are made. */
export const DENTAL_PLANT: Plant = { tables: () => DENTAL_CLINIC };

/** What the registers have of persons. */
export const REGISTER_PLANT: Plant = {
  tables: () => ENTITLED,
  month: (_, index) => [dispensedInStay(index)],
  changes: CHANGED_REGISTERS,
};
