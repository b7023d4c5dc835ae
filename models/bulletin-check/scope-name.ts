import { fundOf } from "../fund.ts";
import type { Scope } from "./figure.ts";

/** Whom figures are about, in words: a county by its name, else the fund. */
export function scopeName({ region, fund }: Scope): string {
  if (region !== "") return region;
  if (fund === "total") return "各险种合计";
  return fund === "" || fund === "?" ? "未写明险种" : fundOf(fund).short;
}
