import type { Figure } from "../models/figure.ts";
import { months, signOf } from "./format.ts";

/** Warning levels of months payable for one fund; a level that is not set is null. */
export interface Band {
  fund: string;
  /** Below this is short. */
  below: number | null;
  normalLow: number | null;
  normalHigh: number | null;
  /** Above this is excess. */
  excess: number | null;
  /** 依据: the document the levels come from, or null when the bureau set them itself. */
  basisText: string | null;
}

export type Breach = "short" | "low" | "excess";

/** Which level a figure breaks. Judged unrounded: 2.996 is short although it prints as 3.00. */
export function breachOf(figure: Figure, band: Band | undefined): Breach | null {
  if (!band || figure.value === null) return null;
  const value = Number(figure.value);
  if (band.below !== null && value < band.below) return "short";
  if (band.normalLow !== null && value < band.normalLow) return "low";
  if (band.excess !== null && value > band.excess) return "excess";
  return null;
}

/** The breach in words, empty when there is none: `不足3个月`, `低于6—9个月的正常区间`. */
export function breachWords(figure: Figure, band: Band | undefined): string {
  const breach = breachOf(figure, band);
  if (!breach || !band || figure.value === null) return "";
  const slightly = (bound: number) => (months(figure.value!) === months(String(bound)) ? "略" : "");
  if (breach === "short") {
    return slightly(band.below!) === "" ? `不足${band.below}个月` : `略低于${band.below}个月`;
  }
  if (breach === "excess") return `${slightly(band.excess!)}高于${band.excess}个月，结余偏高`;
  const range =
    band.normalHigh === null ? `${band.normalLow}` : `${band.normalLow}—${band.normalHigh}`;
  return `${slightly(band.normalLow!)}低于${range}个月的正常区间`;
}

/** 可支付8.39个月; a fund in the red can pay nothing and no negative months are printed. */
export function payableInWords(figure: Figure): string {
  return signOf(figure) === -1 ? "已无支付能力" : `可支付${months(figure.value!)}`;
}

/** `6—9个月为正常，低于3个月为不足，高于15个月为偏高`. */
export function bandInWords(band: Band): string {
  const { below, normalLow, normalHigh, excess } = band;
  const said = [
    normalLow === null || normalHigh === null ? "" : `${normalLow}—${normalHigh}个月为正常`,
    below === null ? "" : `低于${below}个月为不足`,
    excess === null ? "" : `高于${excess}个月为偏高`,
  ];
  return said.filter((text) => text !== "").join("，");
}
