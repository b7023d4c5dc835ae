import { classIndex } from "../../../models/simulation/plan.ts";
import { itemCode, itemPrice } from "./catalogue.ts";
import { type Kind, line, type Topic, type Visit, visit } from "./topic.ts";

const DRUGS = ["氨氯地平", "二甲双胍", "阿托伐他汀", "缬沙坦", "氯吡格雷"];
const byCase = (of: (name: string) => string | number, strength: string): string =>
  `[${DRUGS.map((name) => of(`${name}（规格${strength}）`)).join(", ")}][1 + x % ${DRUGS.length}]`;
const code = (strength = "二"): string => byCase((name) => `'${itemCode(name)}'`, strength);
const price = (strength = "二"): string => byCase(itemPrice, strength);
const HEPARIN = "低分子肝素（规格二）";

const NARROW = "x % 5 = 0";
const NTH = "sn % 100 - 60";
const ONCE = { k: 60, from: "1 + (x >> 16) % 26", mark: 0, template: "false" };
const CALL = { ...ONCE, kind: 2, inst: "case when x % 2 = 0 then h1 else h0 end" };
const REFILL = {
  ...ONCE,
  kind: 3,
  chronic: "chronic",
  inst: "case when x % 2 = 0 then h1 else h2 end",
};

const kind = (key: string, pool: Kind["pool"], note: string, more: Partial<Kind> = {}): Kind => {
  const rule = key.slice(0, 3);
  const subject = rule === "R18" ? "prescription" : "person_rx";
  return { key, rule, label: "look_alike", subject, pool, note, ...more };
};
const planted = (among = 1): Partial<Kind> => ({ label: "planted", among });

/** A prescription of a visit; the quantity follows the days. */
const rx = (
  key: string,
  type: string,
  days: string,
  columns: Record<string, string | number> = {},
): string => {
  const n = `greatest(1, (${days}) // 7)`;
  return line(key, {
    line: 80,
    code: code(),
    n,
    amount: `(${n}) * ${price()}`,
    mark: 1,
    rx_type: `'${type}'`,
    days_supply: days,
    ...columns,
  });
};

/** The `count` visits of a month, so many days apart; those from `few` on not in narrow cases. */
const spread = (
  key: string,
  count: number,
  apart: number,
  later: number,
  visitOf: Visit,
  few = count,
): string[] =>
  Array.from({ length: count }, (_, i) =>
    visit(key, {
      ...visitOf,
      k: 60 + later * count + i,
      from: `${1 + i * apart} + (x >> ${20 + i}) % ${apart - 1}`,
      later,
      ...(i < few ? {} : { where: `not (${NARROW})` }),
    }),
  );
const twoMonths = (key: string, visitOf: Visit): string[] =>
  [0, 1].flatMap((later) => spread(key, 3, 9, later, visitOf, later ? 2 : 3));

const HOARDED = `case when ${NARROW} and ${NTH} = 4 then 7 else 28 end`;
const hoard = (key: string, columns: Record<string, string | number> = {}) =>
  rx(key, "chr", HOARDED, { mark: `case when ${NTH} >= 4 then 1 else 2 end`, ...columns });

const PLACES = ["h1", "h2", "h3", "h1b"];
/** Hospitals of the province outside the city, where one lives most of the year. */
const AWAY = (n: number): string =>
  `(select first + cast(((x >> 40) + ${n}) % count as integer) from slot where slot = ${classIndex("elsewhere")})`;
const roaming = (key: string) =>
  [0, 1, 2].flatMap((later) =>
    Array.from({ length: 4 }, (_, i) =>
      visit(key, {
        ...REFILL,
        k: 60 + later * 4 + i,
        inst: PLACES[i]!,
        from: `${1 + i * 7} + (x >> ${20 + i}) % 5`,
        later,
        ...(i === 3 ? { where: `not (${NARROW})` } : {}),
      }),
    ),
  );

/** R18 单方天数, R19 累计囤药, R20 超频次购药, R21 多机构购药. */
export const MEDICINES: Topic = {
  kinds: [
    kind("R18", "adult", "普通处方超过七日", planted(3)),
    kind("R18-emergency", "adult", "急诊处方超过三日", planted(3)),
    kind("R18-chronic", "chronic", "长期处方超过十二周", planted(3)),
    kind("R18-long", "chronic", "登记了慢特病的长期处方"),
    kind("R18-pack", "adult", "最小包装不可拆"),
    kind("R18-holiday", "adult", "节前备药", { holiday: true }),
    kind("R19", "chronic", "同一药品累计天数远超所需", { ...planted(2), span: 2 }),
    kind("R19-plain", "adult", "同一药品累计天数远超所需", { ...planted(2), span: 2 }),
    kind("R19-strengths", "chronic", "两种规格并用", { span: 2 }),
    kind("R19-dose", "chronic", "剂量调整", { span: 2 }),
    kind("R19-lost", "adult", "药品遗失补开", { span: 2 }),
    kind("R20", "adult", "一月之内反复开同一药品", planted()),
    kind("R20-short", "adult", "缺货分次调配"),
    kind("R20-session", "chronic", "透析抗凝按次给药"),
    kind("R21", "chronic", "多家机构开同一药品", { ...planted(), span: 3 }),
    kind("R21-short", "chronic", "缺药转店", { span: 3 }),
    kind("R21-away", "chronic", "异地居住", { span: 6 }),
  ],
  visits: [
    ...["R18", "R18-emergency", "R18-pack"].map((key) => visit(key, CALL)),
    ...["R18-chronic", "R18-long"].map((key) => visit(key, REFILL)),
    // The days before the quiet ones, or the last of September before the National Day.
    visit("R18-holiday", {
      ...CALL,
      from: "coalesce(t.quiet - t.first, t.days) - 2 - (x >> 16) % 7",
    }),
    ...twoMonths("R19", REFILL),
    ...twoMonths("R19-plain", CALL),
    ...twoMonths("R19-strengths", REFILL),
    ...twoMonths("R19-dose", REFILL),
    ...twoMonths("R19-lost", CALL),
    ...spread("R20", 8, 3, 0, CALL, 5),
    ...["R20-short", "R20-session"].flatMap((key) =>
      spread(key, 7, 4, 0, key === "R20-short" ? CALL : REFILL),
    ),
    ...["R21", "R21-short"].flatMap(roaming),
    // Twelve weeks each, as they run out: at home, then where they live.
    ...[
      { later: 0, from: "1 + (x >> 20) % 4", inst: "h1" },
      { later: 2, from: "24 + (x >> 24) % 3", inst: AWAY(0), pay_loc: 3 },
      { later: 5, from: "18 + (x >> 28) % 6", inst: AWAY(1), pay_loc: 3 },
    ].map((refill, i) => visit("R21-away", { ...REFILL, k: 60 + i, ...refill })),
  ],
  lines: [
    rx("R18", "ord", `case when ${NARROW} then 8 + (x >> 24) % 2 else 14 + (x >> 24) % 17 end`),
    rx("R18-emergency", "emg", `case when ${NARROW} then 4 else 7 + (x >> 24) % 8 end`),
    rx("R18-chronic", "chr", `case when ${NARROW} then 86 else 98 + (x >> 24) % 4 * 14 end`),
    rx("R18-long", "chr", "56 + (x >> 24) % 2 * 28", { rx_remark: "'长期处方'" }),
    rx("R18-pack", "ord", "10 + (x >> 24) % 5", { rx_remark: "'最小包装不可拆'" }),
    rx("R18-holiday", "ord", "10 + (x >> 24) % 5", { rx_remark: "'节前备药'" }),
    hoard("R19"),
    hoard("R19-plain"),
    rx("R19-strengths", "chr", "28", {
      code: `case when (${NTH}) % 2 = 0 then ${code("一")} else ${code()} end`,
      amount: `4 * case when (${NTH}) % 2 = 0 then ${price("一")} else ${price()} end`,
      rx_remark: "'两种规格并用'",
    }),
    rx("R19-dose", "chr", "28", { rx_remark: `case when ${NTH} > 0 then '剂量调整' end` }),
    rx("R19-lost", "chr", "28", { rx_remark: `case when ${NTH} > 0 then '药品遗失补开' end` }),
    rx("R20", "ord", "3"),
    rx("R20-short", "ord", "3", { rx_remark: "'缺货分次调配'" }),
    rx("R20-session", "ord", "3", {
      code: `'${itemCode(HEPARIN)}'`,
      amount: itemPrice(HEPARIN),
      rx_remark: "'透析按次给药'",
    }),
    rx("R21", "chr", "28"),
    rx("R21-short", "chr", "28", { rx_remark: "'缺药转店'" }),
    rx("R21-away", "chr", "84", { rx_remark: "'异地居住备案'" }),
  ],
};
