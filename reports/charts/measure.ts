import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import { amount, bare, persons, points, type Scale, words, yuan } from "../format.ts";
import { isPoints, isQuotient } from "../titles.ts";

export type Valued = Figure & { value: string };

export const isValued = (figure: Figure | undefined): figure is Valued => figure?.value != null;

/** How the figures of one chart are printed: they share a unit, and an axis names it once. */
export interface Measure {
  /** 亿元, 元, %, 天; what the bare numbers of an axis are in. */
  unit: string;
  label: (value: string) => string;
  tick: (value: number) => string;
  /** A difference of two values, without its sign: rates differ by 个百分点. */
  gap: (difference: string) => string;
  /** The difference of two values as their printed numbers show it: −1, 0 or 1. */
  compare: (a: string, b: string) => -1 | 0 | 1;
}

/** Below this, amounts are of one admission or one person and are said in whole 元. */
const A_HEAD = 100_000;

/** Throws where figures of different units would share an axis. */
export function measureOf(figures: readonly Valued[]): Measure {
  const first = figures[0];
  if (!first) throw new Error("no figures to measure");
  const strange = figures.find(({ unit }) => unit !== first.unit);
  if (strange) throw new Error(`units differ: ${first.id} and ${strange.id}`);
  const largest = Math.max(...figures.map(({ value }) => Math.abs(Number(value))));
  const { unit, label, tick } = printing(first, largest);
  const gap = (difference: string) => {
    const size = new Big(difference).abs().toFixed();
    return unit === "%" ? points(size) : label(size);
  };
  const compare = (a: string, b: string) =>
    label(a) === label(b) ? 0 : new Big(a).gt(b) ? 1 : (-1 as const);
  return { unit, label, tick: (value) => withoutZeros(tick(String(value))), gap, compare };
}

type Printing = Pick<Measure, "unit" | "label"> & { tick: (value: string) => string };

function printing(figure: Valued, largest: number): Printing {
  const { metric, unit } = figure;
  const inWords = (value: string) => words({ metric, unit, value });
  const number = (value: string) => (unit === "yuan" ? value : bare(value, unit));
  switch (unit) {
    case "yuan":
      return money(largest);
    case "persons":
    case "visits": {
      const one = unit === "persons" ? "人" : "人次";
      const label = (value: string) => persons(value, one);
      if (largest < 1e4) return { unit: one, label, tick: number };
      const scale: Scale = { unit: "万元", decimals: 2 };
      return { unit: `万${one}`, label, tick: (value) => amount(value, scale) };
    }
    case "ratio": {
      if (isQuotient(metric)) return { unit: "比值", label: inWords, tick: inWords };
      const name = isPoints(metric) ? "百分点" : "%";
      return { unit: name, label: inWords, tick: (v) => bare(v, unit) + (name === "%" ? "%" : "") };
    }
    case "clues":
      return { unit: "条", label: inWords, tick: number };
    default:
      return { unit: unit === "days" ? "天" : "个月", label: inWords, tick: number };
  }
}

function money(largest: number): Printing {
  if (largest < A_HEAD) {
    const scale: Scale = { unit: "元", decimals: largest > 0 && largest < 100 ? 2 : 0 };
    const tick = (value: string) => amount(value, { ...scale, decimals: 2 });
    return { unit: "元", label: (value) => `${amount(value, scale)}元`, tick };
  }
  const unit = largest >= 1e8 ? "亿元" : "万元";
  return { unit, label: yuan, tick: (value) => amount(value, { unit, decimals: 2 }) };
}

const withoutZeros = (text: string): string =>
  text.replace(/(\.\d*?)0+(?=%?$)/, "$1").replace(/\.(?=%?$)/, "");
