import { dx, itemCode, itemPrice } from "./catalogue.ts";
import { rareDx } from "./further-items.ts";
import { type Kind, line, type Topic, visit } from "./topic.ts";

const ILLNESS = `[${["J18.900", "I10.x00", "E11.900", "M51.202", "K29.500", "J44.100"].map(dx).join(", ")}][1 + x % 6]`;
const DEAR = {
  k: 60,
  inst: "h2",
  from: "(x >> 16) % 12",
  days: "5 + (x >> 20) % 8",
  // Bills of cheap diseases do not reach such sums: no line is more than ninety of its item.
  dx: `[${["E11.900", "M51.202", "J44.100"].map(dx).join(", ")}][1 + x % 3]`,
  ratio: "case when narrow then 9 else 10 + (x >> 24) % 5 end",
};
const OPERATED = {
  k: 60,
  inst: "h2",
  from: "(x >> 16) % 14",
  days: "5 + (x >> 20) % 6",
  dx: dx("K80.200"),
  without: "'06'",
  mark: 0,
};
const FIRST = "腹腔镜胆囊切除术";
const SECOND = "疝修补术";
const OPERATIONS = [FIRST, SECOND].sort((a, b) => itemPrice(b) - itemPrice(a));
const DIALYSIS = "血液透析";
const CLAIM = { k: 60, inst: "h3", from: "(x >> 16) % 12", days: "4 + (x >> 20) % 7", dx: ILLNESS };

const kind = (
  key: string,
  label: Kind["label"],
  subject: Kind["subject"],
  note: string,
  more: Partial<Kind> = {},
): Kind => ({
  key,
  rule: key.slice(0, 3),
  label,
  subject,
  pool: "adult",
  note,
  ...more,
});

const operated = (
  key: string,
  half: boolean,
  more: Record<string, string | number> = {},
): string[] => {
  const price = itemPrice(OPERATIONS[1]!);
  const due = Math.floor(price / 2);
  const at = { n: 1, day: "begins + 1", sec: 36_000 };
  return [
    line(key, {
      ...at,
      line: 80,
      code: `'${itemCode(OPERATIONS[0]!)}'`,
      amount: itemPrice(OPERATIONS[0]!),
      mark: 2,
    }),
    line(key, {
      ...at,
      line: 81,
      code: `'${itemCode(OPERATIONS[1]!)}'`,
      amount: half ? due : price,
      mark: 1,
      stake: half ? 0 : price - due,
      ...more,
    }),
  ];
};

const session = (
  key: string,
  columns: Record<string, string | number> = {},
  where = "true",
): string =>
  line(
    key,
    {
      line: 80,
      code: `'${itemCode(DIALYSIS)}'`,
      n: 1,
      amount: itemPrice(DIALYSIS),
      mark: "case when sn % 100 >= 74 then 1 else 2 end",
      ...columns,
    },
    where,
  );

/** R38 同病种费用离群, R40 手术未折价, R41 透析超次, R42 票据重复报销. */
export const ILLNESSES: Topic = {
  kinds: [
    kind("R38", "planted", "settlement", "费用远高于同病种同级别"),
    kind("R38-icu", "look_alike", "settlement", "重症监护", { among: 3 }),
    kind("R38-special", "look_alike", "settlement", "特例单议", { among: 3 }),
    kind("R38-trauma", "look_alike", "settlement", "多发伤", { among: 3 }),
    kind("R40", "planted", "fee_line", "同次第二项手术按全价收取"),
    kind("R40-incision", "look_alike", "fee_line", "另一切口的手术", { among: 2 }),
    kind("R40-day", "look_alike", "fee_line", "不同日的两次手术", { among: 4 }),
    kind("R40-halved", "look_alike", "fee_line", "第二项手术已折半", { among: 4 }),
    kind("R41", "planted", "person_line", "一月血液透析次数过多", { pool: "chronic" }),
    kind("R41-emergency", "look_alike", "person_line", "急诊加透", { pool: "chronic" }),
    kind("R42", "planted", "own", "同一票据重复报销", { among: 2 }),
    kind("R42-online", "planted", "own", "已联网结算的住院又来手工报销", { among: 2 }),
    kind("R42-part", "look_alike", "own", "经批准分次报销同一票据"),
  ],
  visits: [
    visit("R38", DEAR),
    visit("R38-icu", { ...DEAR, inst: "h2", dept: "'重症医学科'", remark: "'重症监护'" }),
    visit("R38-special", { ...DEAR, remark: "'特例单议'" }),
    visit("R38-trauma", {
      ...DEAR,
      inst: "h2",
      dx: rareDx("T07.x00"),
      ratio: "3 + (x >> 24) % 3",
      dept: "'急诊外科'",
      remark: "'多发伤'",
    }),

    ...["R40", "R40-incision", "R40-day", "R40-halved"].map((key) => visit(key, OPERATED)),

    ...Array.from({ length: 20 }, (_, i) =>
      ["R41", "R41-emergency"].map((key) =>
        visit(key, {
          k: 60 + i,
          kind: 3,
          chronic: "7",
          inst: "h3",
          template: "false",
          from: Math.floor(i * 1.45).toString(),
          where: `${i} < case when narrow then 15 else 16 + (x >> 24) % 5 end`,
          sec: key === "R41" || i % 3 ? "30000 + y % 6000" : "75000 + y % 6000",
        }),
      ),
    ).flat(),

    visit("R42", { ...CLAIM, pay_loc: 1 }),
    visit("R42-online", CLAIM),
    visit("R42-part", { ...CLAIM, pay_loc: 1 }),
  ],
  lines: [
    line("R38-icu", {
      line: 80,
      code: "'XM0006'",
      n: "48 + (x >> 24) % 40",
      amount: "(48 + (x >> 24) % 40) * 1200",
      day: "begins + 2",
      dept: "'重症医学科'",
    }),
    ...operated("R40", false),
    ...operated("R40-incision", false, { name: `'${OPERATIONS[1]}（另一切口）'` }),
    ...operated("R40-day", false, { day: "begins + 4" }),
    ...operated("R40-halved", true),
    session("R41"),
    session("R41-emergency", {}, "sn % 100 % 3 <> 0"),
    session("R41-emergency", { name: "'血液透析（急诊）'", dept: "'急诊科'" }, "sn % 100 % 3 = 0"),
  ],
};

/** The second operation of the planted ones, beside the main one that every such stay has. */
export const SECOND_OPERATION = `
select cast(v.sn as varchar) as setl_id, '53.0000' as oprn_oprt_code,
  date '1970-01-01' + v.begins + case v.key when 'R40-day' then 4 else 1 end as oprn_oprt_date,
  '${SECOND}' as oprn_oprt_name, '0' as main_oprn_flag
from plant_visit v join stage.settlement s on s.sn = v.sn where v.key like 'R40%' order by v.sn`;
