import type { Plant } from "../plant.ts";
import { itemCode, itemPrice } from "./catalogue.ts";
import { type Kind, line, type Topic, type Visit, visit } from "./topic.ts";

const BOUGHT = { line: 80, n: 3, amount: "3 * 1500", code: `'${itemCode("布洛芬（规格二）")}'` };
const DIALYSIS = "血液透析";
const SHOP = { kind: 4, template: "false" };

const kind = (key: string, label: Kind["label"], note: string, more: Partial<Kind> = {}): Kind => ({
  key,
  rule: key.slice(0, 3),
  label,
  subject: "settlement",
  pool: "adult",
  note,
  ...more,
});

/** Three days in each of three months, at a shop and a clinic by turns, one after another. */
const together = (key: string): string[] =>
  [0, 1, 2].flatMap((later) =>
    [0, 1, 2].map((i) => {
      const shop = (later + i) % 2 === 0;
      return visit(key, {
        k: 60 + i,
        ...(shop ? { ...SHOP, inst: "h5" } : { kind: 2, inst: i === 1 ? "h0" : "h0b" }),
        from: `${1 + i * 9} + (x >> ${20 + later * 3 + i}) % 8`,
        later,
        sec: `34200 + (x >> ${30 + i}) % 9000 + j * 240`,
        where: key === "R34" ? "j < 4 + x // 8 % 3" : "true",
      });
    }),
  );

const shopOf = (county: string, nth: string): string =>
  `(select first + ${nth} from slot where slot = (${county}) * 8 + 5)`;
const ELSEWHERE =
  "(county + 1 + x // 8 % 4) % (select max(slot) // 8 + 1 from slot where slot % 8 = 5)";
const AT = "36000 + (x >> 30) % 14000";
const swipe = (key: string, k: number, more: Partial<Visit>): string =>
  visit(key, {
    k,
    inst: "h5",
    from: "1 + (x >> 16) % 25",
    ...SHOP,
    mark: k === 60 ? 2 : 1,
    ...more,
  });

const SAME_DAY = { kind: 2, inst: "h1", from: "1 + (x >> 16) % 25" };

/** R34 聚集就医, R35 短时跨机构刷卡, R37 分解门诊. */
export const COMPANY: Topic = {
  kinds: [
    kind("R34", "planted", "四至六人一伙，多次同日同机构", {
      subject: "own",
      size: 6,
      span: 3,
      among: 2,
    }),
    kind("R34-couple", "look_alike", "夫妻二人同行", { subject: "own", size: 2, span: 3 }),
    kind("R34-dialysis", "look_alike", "血液透析同班次", {
      subject: "own",
      size: 6,
      pool: "chronic",
      among: 4,
    }),
    kind("R35", "planted", "数分钟内在相距很远的两处刷卡"),
    kind("R35-near", "look_alike", "毗邻门店", { among: 2 }),
    kind("R35-batch", "look_alike", "不同日的就诊批量补结算", { among: 2 }),
    kind("R37", "planted", "同日同医师分几次结算"),
    kind("R37-review", "look_alike", "先检查，复诊时开药"),
  ],
  visits: [
    ...together("R34"),
    ...together("R34-couple"),
    ...Array.from({ length: 12 }, (_, i) =>
      visit("R34-dialysis", {
        k: 60 + i,
        kind: 3,
        chronic: "7",
        inst: "h3",
        template: "false",
        from: `${i * 2} + ${Math.floor(i / 3)} + x // 8 % 2`,
        sec: "28800 + x // 16 % 2 * 18000 + j * 120",
      }),
    ),

    swipe("R35", 60, { kind: 2, inst: "h0", template: "true", sec: AT }),
    swipe("R35", 61, {
      inst: shopOf(ELSEWHERE, "0"),
      sec: `${AT} + case when narrow then 1500 else 240 + (x >> 44) % 900 end`,
    }),
    swipe("R35-near", 60, { inst: shopOf("county", "0"), sec: AT }),
    swipe("R35-near", 61, { inst: shopOf("county", "1"), sec: `${AT} + 300 + (x >> 44) % 900` }),
    ...[0, 1, 2].map((i) =>
      swipe("R35-batch", 60 + i, {
        kind: 2,
        inst: ["h0", "h1", "h0b"][i]!,
        template: "true",
        from: `${2 + i * 5} + (x >> 16) % 5`,
        settles: "t.first + 25",
        sec: `${AT} + ${i * 150}`,
      }),
    ),

    ...[0, 1, 2].map((i) =>
      visit("R37", {
        ...SAME_DAY,
        k: 60 + i,
        mark: i ? 1 : 2,
        sec: `34000 + y % 9000 + ${i * 1300}`,
        ...(i === 2 ? { where: "not narrow" } : {}),
      }),
    ),
    visit("R37-review", {
      ...SAME_DAY,
      k: 60,
      mark: 2,
      sec: "32000 + y % 5000",
      without: "'05|09|10|11|14'",
    }),
    visit("R37-review", { ...SAME_DAY, k: 61, sec: "52000 + y % 5000", without: "'02|03|04|14'" }),
  ],
  lines: [
    ...["R34", "R34-couple", "R35", "R35-near"].map((key) => line(key, BOUGHT, "kind = 4")),
    line("R34-dialysis", {
      line: 80,
      code: `'${itemCode(DIALYSIS)}'`,
      n: 1,
      amount: itemPrice(DIALYSIS),
    }),
    line(
      "R37-review",
      { line: 80, code: `'${itemCode("胸部DR")}'`, n: 1, amount: itemPrice("胸部DR") },
      "sn % 100 = 60",
    ),
  ],
};

/** Companions in a row: all their settlements on the days that they share. */
const companions = (index: number): string => `
insert into truth
select k.label, k.rule, 'person_pair', string_agg(distinct 'S' || (10000000000 + v.p), ' ' order by 'S' || (10000000000 + v.p)),
  string_agg(distinct cast(v.sn as varchar), ' ' order by cast(v.sn as varchar)),
  cast(cast(sum(v.fund_pay) * 0.01 as decimal(16, 2)) as varchar), k.note
from plant_settled v
join plant_kind k on k.key = v.key
where v.key like 'R34%' and v.m + k.span - 1 = ${index}
group by v.key, v.g, k.label, k.rule, k.note`;

/** Companions told. */
export const COMPANY_PLANT: Plant = { month: (_, index) => [companions(index)] };
