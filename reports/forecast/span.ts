import type { Month } from "../../models/period.ts";
import { monthInWords } from "../format.ts";

/** 2020年2月至2020年4月. */
export const spanOf = (from: Month, to: Month): string =>
  from === to ? monthInWords(from) : `${monthInWords(from)}至${monthInWords(to)}`;
