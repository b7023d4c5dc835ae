import Big from "big.js";
import type { Figure, Unit } from "../models/figure.ts";
import { isChance, isForecast, isPoints, isQuotient } from "./titles.ts";

/** What stands in a table where no number may be printed. */
export const NO_VALUE = "—";

/** Units of what comes one by one. */
const WHOLE: Unit[] = ["persons", "visits", "clues"];

const YI = 1e8;
const WAN = 1e4;

export interface Scale {
  unit: "亿元" | "万元" | "元";
  decimals: number;
}

/** Yuan that came back for each clue: small, so that tenths count. */
export const A_CLUE: Scale = { unit: "元", decimals: 1 };

const half = (value: Big, decimals: number): Big => value.round(decimals, Big.roundHalfUp);

const print = (value: Big, decimals: number): string => {
  const rounded = half(value, decimals);
  return (rounded.eq(0) ? "" : rounded.lt(0) ? "−" : "") + rounded.abs().toFixed(decimals);
};

const divisor = { 亿元: YI, 万元: WAN, 元: 1 };

/**
 * Yuan in words. From 1亿 up 亿元 with two decimals, from 100万 up whole 万元, from 1万 up 万元 with
 * two decimals, below that 元; the unit is chosen after rounding, so 1亿 is never `10000万元`.
 */
export function yuan(value: string): string {
  const { unit, decimals } = scaleOf(value);
  return `${amount(value, { unit, decimals })}${unit}`;
}

function scaleOf(value: string): Scale {
  const exact = new Big(value).abs();
  if (half(exact.div(WAN), 0).gte(YI / WAN)) return { unit: "亿元", decimals: 2 };
  if (half(exact.div(WAN), 2).gte(100)) return { unit: "万元", decimals: 0 };
  if (half(exact, 2).gte(WAN)) return { unit: "万元", decimals: 2 };
  return { unit: "元", decimals: half(exact, 2).mod(1).eq(0) ? 0 : 2 };
}

/** The bare number of an amount in a given unit, for a column whose header names the unit. */
export function amount(value: string, scale: Scale): string {
  return print(new Big(value).div(divisor[scale.unit]), scale.decimals);
}

/** One unit for a whole column: 亿元 from 100亿 up, otherwise 万元; equal decimals throughout. */
export function columnScale(values: readonly string[]): Scale {
  const sizes = values.map((value) => new Big(value).abs()).filter((size) => size.gt(0));
  if (sizes.some((size) => size.gte(100 * YI))) return { unit: "亿元", decimals: 2 };
  const small = sizes.some((size) => size.lt(100 * WAN));
  return { unit: "万元", decimals: small ? 2 : 0 };
}

/** A fraction as per cent: 0.5782 → `57.82%`. */
export function percent(value: string, decimals = 2): string {
  return `${bare(value, "ratio", decimals)}%`;
}

/**
 * A probability estimated from paths, in whole per cents: 0.024 → `2%`. Never 0 or 100: what no path
 * showed is `<1%`, what all of them showed `>99%`.
 */
export function chance(value: string): string {
  return `${bareChance(value)}%`;
}

/** The same without its sign, for a column of per cents. */
export function bareChance(value: string): string {
  const whole = bare(value, "ratio", 0);
  if (whole === "0") return "<1";
  return whole === "100" ? ">99" : whole;
}

/** A difference of two rates: 0.0712 → `7.12个百分点`. */
export function points(value: string, decimals = 2): string {
  return `${bare(value, "ratio", decimals)}个百分点`;
}

/** Months: 11.5 → `11.50个月`. */
export function months(value: string, decimals = 2): string {
  return `${bare(value, "months", decimals)}个月`;
}

/** Persons: `9876人`, from 1万 up `12.35万人`; visits alike, in 人次. */
export function persons(value: string, unit: "人" | "人次" = "人"): string {
  const exact = new Big(value);
  const isMany = half(exact.abs(), 0).gte(WAN);
  return isMany ? `${print(exact.div(WAN), 2)}万${unit}` : `${print(exact, 0)}${unit}`;
}

/** Suspicions and clues, each of them counted: `3132条`. */
export function clues(value: string): string {
  return `${bare(value, "clues")}条`;
}

/** A value of an institution in the unit of its indicator; a share is a fraction. */
export function indicatorWords(value: number, unit: "倍" | "%" | "元" | "次"): string {
  const text = String(value);
  if (unit === "%") return percent(text, 1);
  return unit === "元" ? yuan(text) : `${print(new Big(text), 2)}${unit}`;
}

/** The number alone, in the unit its column header names: per cent, months, days, persons or visits. */
export function bare(value: string, unit: Exclude<Unit, "yuan">, decimals = 2): string {
  const exact = new Big(value);
  if (unit === "ratio") return print(exact.times(100), decimals);
  return print(exact, WHOLE.includes(unit) ? 0 : decimals);
}

/** A figure in words with its unit, as a sentence quotes it; null is a dash. */
export function words(figure: Pick<Figure, "metric" | "unit" | "value">): string {
  const { metric, unit, value } = figure;
  if (value === null) return NO_VALUE;
  if (unit === "yuan") return yuan(value);
  if (unit === "persons") return persons(value);
  if (unit === "visits") return persons(value, "人次");
  if (unit === "clues") return clues(value);
  if (unit === "days") return `${bare(value, unit)}天`;
  if (unit === "months") return months(value, isForecast(metric) ? 1 : 2);
  if (isChance(metric)) return chance(value);
  if (isPoints(metric)) return points(value);
  return isQuotient(metric) ? print(new Big(value), 2) : percent(value);
}

/** The same without its sign, for sentences that say the direction in a word. */
export function size(figure: Pick<Figure, "metric" | "unit" | "value">): string {
  const { value } = figure;
  return words({ ...figure, value: value === null ? null : new Big(value).abs().toFixed() });
}

/** The sign a reader sees after rounding: −1, 0 or 1; null when there is no value. */
export function signOf(figure: Pick<Figure, "metric" | "unit" | "value">): -1 | 0 | 1 | null {
  if (figure.value === null) return null;
  if (!/[1-9]/.test(words(figure))) return 0;
  return new Big(figure.value).lt(0) ? -1 : 1;
}

/** `2019-08-14` → `2019年8月14日`. */
export function dateInWords(date: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!match) throw new Error(`not a date: ${date} (expected 2019-08-14)`);
  return `${match[1]}年${Number(match[2])}月${Number(match[3])}日`;
}

/** `2019-07` → `2019年7月`. */
export function monthInWords(month: string): string {
  const [year, number] = month.split("-");
  return `${year}年${Number(number)}月`;
}

/** The month of a year-to-date sentence: `2019-07` → `7月底`. */
export function endInWords(month: string): string {
  return `${Number(month.slice(5))}月底`;
}

/** Whether rounded parts, read from the page, do not add up to the rounded whole. */
export function roundingShows(parts: readonly string[], total: string, scale: Scale): boolean {
  const seen = (value: string) => half(new Big(value).div(divisor[scale.unit]), scale.decimals);
  const exact = parts.reduce((sum, part) => sum.plus(part), new Big(0));
  if (!exact.eq(total)) return false;
  return !parts.reduce((sum, part) => sum.plus(seen(part)), new Big(0)).eq(seen(total));
}
