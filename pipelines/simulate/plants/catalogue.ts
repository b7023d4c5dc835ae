import { DISEASES } from "../../../models/simulation/diseases.ts";
import { ITEMS, type Item } from "../../../models/simulation/items.ts";
import { valueRows } from "../../quote.ts";

/** Number of a disease by its code, of the ordinary ones or of those below. */
export function dx(code: string): number {
  const ordinary = DISEASES.findIndex((disease) => disease.code === code);
  const at = ordinary < 0 ? MORE.findIndex(([own]) => own === code) + FIRST_MORE : ordinary;
  if (at < FIRST_MORE && ordinary < 0) throw new Error(`no disease ${code}`);
  return at;
}

function itemNamed(name: string): Item {
  const found = ITEMS.find((item) => item.name === name);
  if (!found) throw new Error(`no item ${name}`);
  return found;
}

/** Code of an ordinary item by its name, and its price in fen. */
export const itemCode = (name: string): string => itemNamed(name).code;
export const itemPrice = (name: string): number => itemNamed(name).price;

const FIRST_MORE = 60;

/** Diseases nobody has by chance: code, name, another diagnosis, cost against the average. */
const MORE: [code: string, name: string, other: string, cost: number][] = [
  ["Z51.103", "恶性肿瘤术后化学治疗", "C34.900", 900],
  ["Z49.100", "体外透析", "N18.900", 800],
  ["A05.900", "细菌性食物中毒", "E86.x00", 400],
  ["J10.100", "流行性感冒", "J06.900", 450],
  ["C50.900", "乳腺恶性肿瘤", "D64.900", 1400],
  ["R57.900", "休克", "J96.000", 1500],
  ["J18.901", "肺部感染", "C34.900", 1000],
  ["G40.900", "癫痫", "R56.800", 800],
  ["D48.900", "动态未定肿瘤", "R91.x00", 900],
  ["F20.900", "精神分裂症", "F32.900", 900],
  ["I69.300", "脑梗死后遗症", "I10.x00", 900],
  ["L89.900", "压疮", "I69.300", 900],
];

const FIRST_ITEM = 1000;

/** Items in no ordinary bill: code, name, list type, charge, price in fen, limits. */
const LIMITED: {
  code: string;
  name: string;
  type: string;
  charge: string;
  price: number;
  sex?: string;
  level?: string;
  most?: number;
}[] = [
  { code: "XM0001", name: "换药（特大）", type: "201", charge: "05", price: 6_000 },
  { code: "XM0002", name: "换药（中）", type: "201", charge: "05", price: 2_500 },
  { code: "XM0003", name: "气管切开护理", type: "201", charge: "05", price: 8_000 },
  { code: "XM0004", name: "吸痰护理", type: "201", charge: "05", price: 1_800 },
  {
    code: "XM0005",
    name: "低频脉冲电治疗（部位）",
    type: "201",
    charge: "05",
    price: 3_200,
    most: 3,
  },
  { code: "XM0006", name: "重症监护（每小时）", type: "201", charge: "07", price: 1_200 },
  { code: "XM0007", name: "经皮神经电刺激", type: "201", charge: "05", price: 10_000 },
  { code: "XM0008", name: "静脉穿刺置管（可儿童加收）", type: "201", charge: "05", price: 6_000 },
  { code: "XM0009", name: "免疫组化（已下调价格）", type: "201", charge: "04", price: 15_000 },
  { code: "XM0010", name: "他莫昔芬片", type: "101", charge: "09", price: 5_600, sex: "2" },
  { code: "XM0011", name: "新生儿阴囊彩超", type: "201", charge: "03", price: 8_000, sex: "1" },
  {
    code: "XM0012",
    name: "二级以上限用抗菌药",
    type: "101",
    charge: "09",
    price: 9_000,
    level: "3|2",
  },
  { code: "XM0013", name: "住院限用营养注射液", type: "101", charge: "09", price: 12_000 },
  { code: "XM0014", name: "工伤保险限用注射液", type: "101", charge: "09", price: 14_000 },
];

export const moreItems = (): string[] => [
  `insert into disease (dx, code, name, other, cost, stay, med_type) values ${valueRows(
    MORE.map(([code, name, other, cost], i) => [
      FIRST_MORE + i,
      code,
      name,
      other,
      cost,
      1000,
      "21",
    ]),
  )}`,
  // Every other number: neighbours of a charge would be taken for pairs.
  `insert into item (item, code, name, generic, list_type, charge, grade, price, traced, child, sex, lv, days) values ${valueRows(
    LIMITED.map((i, at) => [
      FIRST_ITEM + at * 2,
      i.code,
      i.name,
      i.name,
      i.type,
      i.charge,
      "A",
      i.price,
      false,
      false,
      i.sex ?? null,
      i.level ?? null,
      i.most ?? null,
    ]),
  )}`,
];

/** What the reference files say about them beyond their ordinary columns. */
export const CHANGED_REFERENCE: Record<string, (select: string) => string> = {
  catalogue: (select) => `
select * replace (
  case when hilist_code = 'XM0008' then '1' else child_addon end as child_addon,
  case when hilist_code = 'XM0013' then '21' else lmt_med_type end as lmt_med_type,
  case when hilist_code = 'XM0014' then '410' else lmt_insutype end as lmt_insutype,
  case when hilist_code = 'XM0009' then (select date '1970-01-01' + max(first + days) from plant_month)
    else pric_uplmt_begndate end as pric_uplmt_begndate)
from (${select})`,
  mutex_pair: (select) => `
select * from (${select}) union all select a.code, a.name, b.code, b.name, case a.code when 'XM0001' then 'day' else 'stay' end
from item a join item b on b.item = a.item + 2 where a.code in ('XM0001', 'XM0003')`,
};
