import type { Plant } from "../plant.ts";
import { moment, PERSON } from "../records.ts";
import { itemCode, itemPrice } from "./catalogue.ts";
import { type Kind, line, type Topic, type Visit, visit } from "./topic.ts";

const BOXES = [
  "阿托伐他汀（规格一）",
  "氯吡格雷（规格一）",
  "布洛芬（规格一）",
  "奥美拉唑（规格一）",
];
const which = "x // 8 % 4";
const SOLD = {
  line: 80,
  n: 1,
  code: `[${BOXES.map((name) => `'${itemCode(name)}'`).join(", ")}][1 + ${which}]`,
  amount: `[${BOXES.map(itemPrice).join(", ")}][1 + ${which}]`,
};
/** The code of a case's box, in the form of all others. */
const CODE = "'8' || lpad(cast(x % 900000000000000000 as varchar), 18, '0')";
const SALE = { kind: 4, template: "false" };

const kind = (key: string, label: Kind["label"], note: string, more: Partial<Kind> = {}): Kind => ({
  key,
  rule: key.slice(0, 3),
  label,
  subject: "own",
  pool: "adult",
  note,
  ...more,
});

/** Sales of one box to the persons of a case, days apart. */
const sold = (key: string, more: Partial<Visit>[]): string[] =>
  more.map((columns, i) =>
    visit(key, {
      ...SALE,
      k: 60 + i,
      inst: i ? "h5b" : "h5",
      from: `${1 + i * 9} + (x >> ${16 + i * 4}) % 8`,
      where: `j = ${i}`,
      mark: i ? 1 : 2,
      ...columns,
    }),
  );

/** R22 药品追溯码重码, and the herbs that R23 does not want codes of. */
export const TRACING: Topic = {
  kinds: [
    kind("R22", "planted", "一码在不同药店卖给不同的人", { size: 3 }),
    kind("R22-split", "look_alike", "拆零销售", { size: 2, among: 2 }),
    kind("R22-resent", "look_alike", "网络重传，同一结算扫码两次", { among: 2 }),
    kind("R22-return", "look_alike", "退药后重售", { size: 2, among: 2 }),
    kind("R22-ward", "look_alike", "住院摆药", { size: 2, among: 2 }),
    kind("R23-herbs", "look_alike", "主要卖饮片的药店", { subject: "own", size: 8, among: 15 }),
  ],
  visits: [
    // The box comes to the same person again in narrow cases, and to a third one in a quarter of them.
    ...sold("R22", [
      {},
      { inst: "case when narrow then h5 else h5b end" },
      { where: "j = 2 and x // 32 % 4 = 0" },
    ]),
    ...sold("R22-split", [{}, { inst: "h5" }]),
    visit("R22-resent", { ...SALE, k: 60, inst: "h5", from: "1 + (x >> 16) % 25" }),
    ...sold("R22-return", [{}, { inst: "h5" }]),
    ...[0, 1].map((j) =>
      visit("R22-ward", {
        k: 60,
        inst: "h2",
        from: `${j * 8} + (x >> 16) % 8`,
        days: "5 + (x >> 24) % 4",
        dx: 0,
        where: `j = ${j}`,
      }),
    ),
    ...Array.from({ length: 8 }, (_, i) =>
      visit("R23-herbs", {
        ...SALE,
        k: 60 + i,
        inst: "h5",
        from: `${i * 3} + (y >> ${i + 4}) % 3`,
        sec: `32000 + y % 9000 + ${i * 400}`,
      }),
    ),
  ],
  lines: [
    ...["R22", "R22-resent", "R22-return"].map((key) => line(key, { ...SOLD, trac: CODE })),
    ...["R22-split", "R22-ward"].map((key) => line(key, { ...SOLD, trac: CODE, split: "'1'" })),
    ...["黄芪", "当归", "党参"].map((herb, i) =>
      line("R23-herbs", {
        line: 80 + i,
        code: `'${itemCode(herb)}'`,
        n: 3,
        amount: 3 * itemPrice(herb),
      }),
    ),
  ],
};

const scan = (biz: string, at: string, where: string): string => `
select ${CODE} as drug_trac_codg, b.code as hilist_code, '${biz}' as biz_type, ${moment("b.day", at)} as scan_time,
  i.code as fixmedins_code, ${PERSON.replace("p)", "b.p)")} as psn_no, cast(b.sn as varchar) as setl_id,
  cast(b.sn * 100 + line as varchar) as bkkp_sn, coalesce(b.split, '0') as split_flag
from plant_bill b
join stage.settlement s on s.sn = b.sn
join plant_visit v on v.sn = b.sn
join institution i on i.inst = b.inst
where b.trac is not null and ${where}`;

/** Scans beside the sales: sent again, brought back, and handed out on wards. */
const FURTHER_SCANS = [
  scan("sale", "b.sec + 240", "b.key = 'R22-resent'"),
  // The first buyer brings it back the day after.
  scan("return", "b.sec + 86400", "b.key = 'R22-return' and v.mark = 2"),
].join(" union all ");

/** One row for each box: what it was settled with. */
const boxesTold = (index: number): string => `
insert into truth
select k.label, k.rule, 'trace_code', min(b.trac), string_agg(cast(s.sn as varchar), ' ' order by s.sn),
  cast(cast(coalesce(sum(b.l_in) filter (s.mark = 1), 0) * 0.01 as decimal(16, 2)) as varchar), k.note
from plant_bill b
join plant_settled s on s.sn = b.sn
join plant_kind k on k.key = b.key
where b.key like 'R22%' and b.trac is not null and s.m = ${index}
group by b.key, b.g, k.label, k.rule, k.note
union all
select k.label, k.rule, 'institution', min(i.code), min(i.code), '0.00', k.note
from plant_settled s
join institution i on i.inst = s.inst
join plant_kind k on k.key = s.key
where s.key = 'R23-herbs' and s.m = ${index} group by s.key, s.g, k.label, k.rule, k.note`;

/** Scans beside the sales, and boxes told. */
export const TRACING_PLANT: Plant = {
  month: (_, index) => [boxesTold(index)],
  rows: { drug_trace: () => FURTHER_SCANS },
};
