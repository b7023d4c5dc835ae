import { Interval } from "./interval.ts";
import { Rational } from "./rational.ts";
import { type PrintedUnit, unitAt } from "./units.ts";

/** A number in print, with all that its digits and its unit say. */
export interface Numeral {
  start: number;
  end: number;
  /** As printed, unit included: `7.34个月`. */
  printed: string;
  /** Digits only, without sign, separators and unit: `7.34`. */
  digits: string;
  unit: PrintedUnit;
  /** In base units (元, 人, a fraction, 月, 天): the printed value ± half a unit of its last digit. */
  value: Interval;
  /** 约, 近, 超过, 余: not to be held to its digits. */
  isRough: boolean;
}

const NUMBER =
  /(?<![\d.A-Za-z])(?<sign>[+-]?)(?<whole>\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?![\d ]*\d)|\d+)(?<fraction> ?\. ?\d+)?/g;
const ROUGH_BEFORE = /(?:近|约|大约|约为|超|超过|逾|突破|不足|接近|将近|至少|最多|±)\s*$/;
const ROUGH_WITHIN = /^\s*(?:余|多|几|来)/;
const ROUGH_AFTER = /^\s*(?:左右|以上|以下|上下|以内|余|多(?!于)|出头)/;
const RANGE_AFTER = /^\s*[%％]?(?:个?月|年|万|亿|元)*\s*[-—–~至到]+\s*\d/;
const RANGE_BEFORE = /\d[%％年月万亿元个]*\s*[-—–~至到]+\s*$/;
const ORDINAL_BEFORE = /(?:第|〔|\[|【)\s*$/;
const NOT_A_TOTAL = /^\s*(?:年|月|日|号|时|点|岁|级|期|届|类|周|\/|〕|\])/;
const NAMED_BARE = /(?:月数|退休比|职退比|负担比|抚养比|赡养比)(?:为|是|达|达到|:)?\s*$/;

/** Full-width forms as half-width, character for character, so that positions stay what they were. */
export function plain(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\t]/g, " ")
    .replace(/[−‐‑‒﹣]/g, "-");
}

/**
 * The numbers of a text that stand for an amount: with a unit, or bare after a name that needs none
 * (可支付月数为7.34). Dates, document numbers, ordinals, ranges and prices are left out. `text` is
 * `plain`.
 */
export function numeralsIn(text: string): Numeral[] {
  return [...text.matchAll(NUMBER)].flatMap((match) => {
    const groups = match.groups!;
    const before = text.slice(0, match.index);
    const isRange = groups.sign === "-" && /[\d%年月]\s*$/.test(before);
    const numberEnd = match.index + match[0].length;
    const after = text.slice(numberEnd);
    if (isRange || ORDINAL_BEFORE.test(before) || RANGE_BEFORE.test(before)) return [];
    if (RANGE_AFTER.test(after) && !/(?:由|从|自)\s*$/.test(before)) return [];
    const within = ROUGH_WITHIN.exec(after)?.[0] ?? "";
    const gap = /^\s*/.exec(after.slice(within.length))![0];
    const unitStart = numberEnd + within.length + gap.length;
    const unit = unitAt(text, unitStart) ?? bareUnit(before, after);
    if (!unit) return [];
    const end = unit.text === "" ? numberEnd : unitStart + unit.text.length;
    const isRough = within !== "" || ROUGH_BEFORE.test(before) || ROUGH_AFTER.test(text.slice(end));
    const fraction = (groups.fraction ?? "").replace(/\s/g, "");
    const digits = groups.whole!.replace(/[, ]/g, "") + fraction;
    const start = match.index;
    const value = printedInterval(groups.sign === "-" ? `-${digits}` : digits, unit);
    return [{ start, end, printed: text.slice(start, end), digits, unit, value, isRough }];
  });
}

/**
 * The values a printed decimal may stand for: ± half a unit of its last digit, in base units. Persons
 * and pieces that are counted one by one are exact.
 */
export function printedInterval(decimal: string, unit: PrintedUnit): Interval {
  const places = decimal.split(".")[1]?.length ?? 0;
  const scale = Rational.of(unit.top, unit.bottom);
  const value = Rational.parse(decimal).times(scale);
  const isCounted = /^(?:persons|visits|count )/.test(unit.dimension) && unit.top === 1;
  if (isCounted && places === 0) return new Interval(value, value);
  const half = Rational.of(1n, 2n * 10n ** BigInt(places)).times(scale);
  return new Interval(value.minus(half), value.plus(half));
}

/**
 * The same where zeros at the end of a whole number may stand for nothing: 53600万元 that was 5.36亿元,
 * 123400元 that was 12.34万元: from ten thousand up, two zeros or more.
 */
export function roundedInterval(digits: string, unit: PrintedUnit): Interval {
  const zeros = (/^(?=\d{5})\d*[1-9](0{2,})$/.exec(digits)?.[1] ?? "").length;
  if (zeros === 0) return printedInterval(digits, unit);
  const coarser: PrintedUnit = { ...unit, dimension: "bare", top: unit.top * 10 ** zeros };
  return printedInterval(digits.slice(0, -zeros), coarser);
}

function bareUnit(before: string, after: string): PrintedUnit | undefined {
  if (NOT_A_TOTAL.test(after) || !NAMED_BARE.test(before)) return undefined;
  const dimension = /月数[^比]*$/.test(before) ? "months" : "bare";
  return { text: "", dimension, top: 1, bottom: 1 };
}
