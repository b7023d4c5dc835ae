import { CHRONIC, DISEASES } from "./diseases.ts";
import { drawn } from "./fund-flows.ts";
import { type Grade, ITEMS } from "./items.ts";

/**
 * A bill of an ordinary patient. Its lines share out the parts of a settlement (grade A, B, C money):
 * a line takes what lies between `from` and `to` of its grade's part, in ten-thousandths. The lines of
 * a grade cover 0 to 10000 once, so that the sums of the lines are the settlement's to the fen.
 */
export interface Template {
  id: number;
  /** Thousandths of the bill that are of grade C. */
  own: number;
  /** Thousandths of the rest that are of grade B. */
  partly: number;
  /** The line that bears what is above a price limit, -1 if none. */
  overLine: number;
  lines: TemplateLine[];
}

export interface TemplateLine {
  item: number;
  grade: Grade;
  from: number;
  to: number;
  /** Where in the stay it is booked, in ten-thousandths. */
  when: number;
}

export const INPATIENT_SIZES = [26, 38, 52];
export const OUTPATIENT_TEMPLATES = 80;
export const CHRONIC_SIZES = [4, 6, 8];
export const PHARMACY_TEMPLATES = 80;

/** A stay above so many yuan has the bill of dear items, whose id is `DEAR` higher. */
export const DEAR_FROM = 20_000;

/** Ids from which the templates of a kind of visit begin. */
export const FIRST_TEMPLATE = {
  inpatient: 0,
  outpatient: DISEASES.length * INPATIENT_SIZES.length,
  chronic: DISEASES.length * INPATIENT_SIZES.length + OUTPATIENT_TEMPLATES,
  pharmacy:
    DISEASES.length * INPATIENT_SIZES.length +
    OUTPATIENT_TEMPLATES +
    CHRONIC.length * CHRONIC_SIZES.length,
};

/** Items of a charge category; of the dear ones only the dearer half. */
function byCharge(charge: string, isDear: boolean): number[] {
  const all = ITEMS.flatMap((item, i) => (item.charge === charge && !item.reserved ? [i] : []));
  if (!isDear || all.length < 4) return all;
  const middle = all.map((i) => ITEMS[i]!.price).sort((a, b) => a - b)[Math.floor(all.length / 2)]!;
  return all.filter((i) => ITEMS[i]!.price >= middle);
}

/** Bills of dear items come after all others, in the order of the inpatient ones. */
export const DEAR = FIRST_TEMPLATE.pharmacy + PHARMACY_TEMPLATES;

/**
 * Charges of which a bill has one of each list and no more: a grade of nursing and what it does not hold,
 * an operation at its full price and what goes with any.
 */
const TOGETHER: Record<string, string[][]> = {
  "06": [
    ITEMS.filter(
      ({ charge, name }) => charge === "06" && name !== "麻醉" && name !== "手术监测",
    ).map(({ name }) => name),
    ["麻醉"],
    ["手术监测"],
  ],
  "07": [["一级护理", "二级护理", "三级护理"], ["口腔护理"]],
};

const itemsNamed = (names: string[]): number[] =>
  names.map((name) => ITEMS.findIndex((item) => item.name === name));

/** Lines per charge category, as weights of lines and of money. */
type Mix = [charge: string, lines: number, money: number][];

const MEDICAL: Mix = [
  ["09", 11, 31],
  ["11", 3, 6],
  ["04", 7, 19],
  ["03", 3, 15],
  ["05", 6, 12],
  ["07", 2, 5],
  ["01", 1, 4],
  ["02", 1, 2],
  ["08", 3, 5],
  ["14", 1, 1],
];
const SURGICAL: Mix = [
  ["09", 9, 25],
  ["11", 1, 2],
  ["04", 6, 15],
  ["03", 3, 9],
  ["05", 5, 11],
  ["06", 2, 15],
  ["07", 2, 4],
  ["01", 1, 3],
  ["02", 1, 1],
  ["08", 4, 14],
  ["14", 1, 1],
];
const VILLAGE: Mix = [
  ["09", 3, 55],
  ["11", 1, 20],
  ["05", 1, 15],
  ["12", 1, 10],
];
const CLINIC: Mix = [
  ["02", 1, 8],
  ["04", 2, 24],
  ["03", 1, 16],
  ["09", 3, 36],
  ["11", 1, 12],
  ["14", 1, 4],
];
const HERBAL: Mix = [
  ["02", 1, 10],
  ["10", 7, 74],
  ["05", 1, 16],
];
const SHOP: Mix = [
  ["09", 2, 62],
  ["11", 1, 30],
  ["14", 1, 8],
];
const REFILL: Mix = [
  ["09", 4, 80],
  ["11", 1, 12],
  ["04", 1, 8],
];

/** Shares out `lines` lines by the mix, biggest weights first when there are few. */
function compose(
  id: number,
  mix: Mix,
  lines: number,
  isInpatient: boolean,
  isDear = false,
): Template {
  const weight = mix.reduce((sum, [, count]) => sum + count, 0);
  const chosen: { item: number; grade: Grade; money: number; when: number }[] = [];
  for (const [charge, count, money] of mix) {
    const items = byCharge(charge, isDear);
    const n = Math.min(items.length, Math.max(1, Math.round((count * lines) / weight)));
    let start = drawn(items.length, id, Number(charge));
    if (charge === "09")
      while (ITEMS[items[start]!]!.grade !== "A") start = (start + 1) % items.length;
    const together = TOGETHER[charge];
    const picked = together
      ? together.map((names) => itemsNamed(names)[start % names.length]!).slice(0, n)
      : Array.from({ length: n }, (_, i) => items[(start + i * 3) % items.length]!);
    for (const [i, item] of picked.entries()) {
      const grade = ITEMS[item]!.grade;
      if (grade === "C" && !isInpatient && charge !== "14") continue;
      chosen.push({
        item,
        grade,
        money: (money / n) * (0.6 + drawn(800, id, item, i) / 1000),
        when: Math.round(((i + drawn(1000, id, i) / 1000) / n) * 9_999),
      });
    }
  }
  const total = chosen.reduce((sum, line) => sum + line.money, 0);
  const share = (grade: Grade) =>
    chosen.filter((l) => l.grade === grade).reduce((sum, l) => sum + l.money, 0) / total;
  const at: Record<Grade, number> = { A: 0, B: 0, C: 0 };
  const sums = { A: share("A") * total, B: share("B") * total, C: share("C") * total };
  const out = chosen.map(({ item, grade, money, when }) => {
    const from = Math.round((at[grade] / sums[grade]) * 10_000);
    at[grade] += money;
    return { item, grade, when, from, to: Math.round((at[grade] / sums[grade]) * 10_000) };
  });
  const sorted = out.sort((a, b) => a.when - b.when);
  return {
    id,
    own: Math.round(share("C") * 1000),
    partly: Math.round((share("B") / (share("A") + share("B"))) * 1000),
    overLine: sorted.findIndex((l) => l.grade === "B" && ITEMS[l.item]!.charge === "08"),
    lines: sorted,
  };
}

/** Every ordinary bill, by id. */
export function templates(): Template[] {
  const all: Template[] = [];
  const next = () => all.length;
  for (const disease of DISEASES)
    for (const size of INPATIENT_SIZES)
      all.push(compose(next(), disease.operation ? SURGICAL : MEDICAL, size, true));
  for (let i = 0; i < OUTPATIENT_TEMPLATES; i++) {
    const mix = [VILLAGE, CLINIC, CLINIC, HERBAL][i % 4]!;
    all.push(compose(next(), mix, 5 + drawn(5, i, 11), false));
  }
  for (let i = 0; i < CHRONIC.length; i++)
    for (const size of CHRONIC_SIZES) all.push(compose(next(), REFILL, size, false));
  for (let i = 0; i < PHARMACY_TEMPLATES; i++)
    all.push(compose(next(), SHOP, 2 + drawn(4, i, 12), false));
  for (const disease of DISEASES)
    for (const size of INPATIENT_SIZES)
      all.push(compose(next(), disease.operation ? SURGICAL : MEDICAL, size, true, true));
  return all;
}
