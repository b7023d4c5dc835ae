import type { Figure } from "./figure.ts";
import type { Interval } from "./interval.ts";
import { printedInterval } from "./numerals.ts";
import { Rational } from "./rational.ts";

/** Digits a number must have for a slip to be told from chance: any of them may have been miscopied. */
const TELLING = { transposed: 3, changed: 4 };

/**
 * What a slip of the pen would explain: the number as it would have been printed without it lies in
 * `inPrint` (base units, in the printed direction). Where another reading explains it already, only
 * digits cut off are still worth saying.
 */
export function slipOf(
  figure: Figure,
  inPrint: Interval,
  isExplained: boolean,
): string | undefined {
  const minus = figure.printed.startsWith("-") ? "-" : "";
  const expected = minus ? inPrint.negated() : inPrint;
  if (cutShort(figure, expected)) return "像是截去了尾数，没有四舍五入";
  if (isExplained) return undefined;
  const fits = (digits: string) => printedInterval(digits, figure.unit).meets(expected);
  const { digits } = figure;
  const unit = figure.unit.text;
  if (expected.sign() === -1 && printedInterval(`-${digits}`, figure.unit).meets(expected))
    return "正负号写反";
  for (const [slip, scaled] of [
    ["小了 10 倍", shifted(digits, 1)],
    ["大了 10 倍", shifted(digits, -1)],
    ["小了 1 万倍（单位万元与元、亿元与万元混淆）", shifted(digits, 4)],
    ["大了 1 万倍（单位万元与元、亿元与万元混淆）", shifted(digits, -4)],
  ] as const) {
    if (fits(scaled)) return `数量级可能错了：印出的数${slip}`;
  }
  const count = digits.replace(".", "").length;
  const kinds: [string, number, string[]][] = [
    ["相邻两位颠倒", TELLING.transposed, transposed(digits)],
    ["有一位数字抄错", TELLING.changed, replaced(digits)],
    ["漏了一位数字", TELLING.changed, inserted(digits)],
    ["多了一位数字", TELLING.changed, dropped(digits)],
  ];
  for (const [slip, least, variants] of kinds) {
    if (count < least) continue;
    const found = variants.filter(fits);
    if (found.length === 1) return `${slip}：若为 ${minus}${found[0]}${unit} 即相符`;
  }
  return undefined;
}

function shifted(digits: string, places: number): string {
  const [whole, fraction = ""] = digits.split(".");
  const all = whole! + fraction;
  const point = whole!.length + places;
  const padded = all
    .padStart(all.length + Math.max(0, 1 - point), "0")
    .padEnd(Math.max(point, 0), "0");
  const at = Math.max(point, 1);
  return padded.length > at ? `${padded.slice(0, at)}.${padded.slice(at)}` : padded;
}

/** The expected value, cut off after the printed digits, is what was printed. */
function cutShort({ digits, unit }: Figure, expected: Interval): boolean {
  const printed = printedInterval(digits, unit);
  const next = printed.high.plus(printed.width().over(Rational.of(2)));
  const isJustAbove = expected.low.compare(printed.high) >= 0;
  return isJustAbove && expected.high.compare(next) < 0 && digits.includes(".");
}

function transposed(digits: string): string[] {
  return [...digits].flatMap((char, i) => {
    const next = digits[i + 1];
    if (next === undefined || char === next || char === "." || next === ".") return [];
    return [digits.slice(0, i) + next + char + digits.slice(i + 2)];
  });
}

function replaced(digits: string): string[] {
  return [...digits].flatMap((char, i) =>
    char === "."
      ? []
      : [..."0123456789"]
          .filter((other) => other !== char)
          .map((other) => digits.slice(0, i) + other + digits.slice(i + 1)),
  );
}

function inserted(digits: string): string[] {
  const whole = digits.split(".")[0]!.length;
  const all = Array.from({ length: whole + 1 }, (_, i) =>
    [..."0123456789"].map((char) => digits.slice(0, i) + char + digits.slice(i)),
  ).flat();
  return [...new Set(all)].filter((variant) => !/^0\d/.test(variant));
}

function dropped(digits: string): string[] {
  const whole = digits.split(".")[0]!.length;
  const all = [...digits].map((_, i) => digits.slice(0, i) + digits.slice(i + 1));
  return [...new Set(all.slice(0, whole))].filter((variant) => /^\d/.test(variant));
}
