import Big from "big.js";
import { COUNTED, type Figure } from "../../models/figure.ts";
import { isChance } from "../titles.ts";

/** A printed number as a spreadsheet holds it: the exact amount, shown as it was printed. */
export interface PrintedNumber {
  value: number;
  format: string;
}

/** Whole per cents of a probability, with nothing called impossible or certain. */
export const CHANCE = '[<0.005]"<1%";[>=0.995]">99%";0%';

const PRINTED = /^([+−]?)([\d,]*\d)(?:\.(\d+))?(\D*)$/u;
/** Digits a spreadsheet shows of a number; behind them stand zeros. */
const DIGITS = 15;
/** Units that are read in groups of three digits. */
const GROUPED = /[元人次]$/u;

/**
 * A figure in the unit it is printed in (the text's own, else `unit`, as a column header says it), as
 * a number whose format shows the printed text, with `before` and `after` around it. Null where the
 * text is not this figure rounded, or where a double would not hold the value: text stays text.
 */
export function printedNumber(
  figure: Figure | undefined,
  printed: string,
  unit = "",
  before = "",
  after = "",
): PrintedNumber | null {
  if (figure?.value != null && isChance(figure.metric) && before + after === "")
    return { value: Number(figure.value), format: CHANCE };
  const match = PRINTED.exec(printed);
  if (figure?.value == null || !match || !fitsDouble(figure.value)) return null;
  const [, sign = "", whole = "", decimals = "", own = ""] = match;
  const { shown, held } = inUnit(new Big(figure.value), own || unit);
  const digits = `${whole.replaceAll(",", "")}${decimals === "" ? "" : `.${decimals}`}`;
  const isSame = shown.abs().round(decimals.length, Big.roundHalfUp).eq(digits);
  const isNegative = shown.lt(0);
  if (!isSame || digits.length > DIGITS || (sign === "−" && !isNegative)) return null;
  const isPercent = (own || unit) === "%";
  const core = `${GROUPED.test(own || unit) ? "#,##0" : "0"}${decimalsOf(decimals.length)}${isPercent ? "%" : ""}`;
  const around = (mark: string) =>
    quoted(before + mark) + core + quoted((own === "%" ? "" : own) + after);
  const below = around(isNegative ? sign : "−");
  const above = around(sign === "+" ? "+" : "");
  return { value: held.toNumber(), format: `${above};${below};${above}` };
}

/** Text in a number format: quoted, but for the characters that mean something even in quotes. */
const quoted = (text: string): string =>
  text.replace(/[*_\\"]|[^*_\\"]+/gu, (piece) =>
    /^[*_\\"]$/.test(piece) ? `\\${piece}` : `"${piece}"`,
  );

/** The value in a unit: as it is read, and as a spreadsheet holds it (57.82 % is held as 0.5782). */
function inUnit(value: Big, unit: string): { shown: Big; held: Big } {
  if (unit === "%") return { shown: value.times(100), held: value };
  const shown = unit.endsWith("百分点")
    ? value.times(100)
    : value.div(unit.startsWith("亿") ? 1e8 : unit.startsWith("万") ? 1e4 : 1);
  return { shown, held: shown };
}

const fitsDouble = (value: string): boolean => new Big(Number(value)).eq(value);

/** Decimals shown of an exact value, at least; no more than ten. */
const LEAST: Record<Figure["unit"], number> = {
  yuan: 2,
  persons: 0,
  visits: 0,
  clues: 0,
  days: 2,
  months: 2,
  ratio: 4,
};
const MOST = 10;

/** The value as it is, in 元, persons or a fraction; text where a double would not hold it. */
export function exactNumber({ unit, value }: Figure): {
  value: number | string;
  format?: string | undefined;
} {
  if (value === null) return { value: "" };
  if (!fitsDouble(value)) return { value };
  const own = value.split(".")[1]?.length ?? 0;
  const decimals = Math.min(Math.max(own, LEAST[unit]), MOST);
  const core = COUNTED.has(unit) ? "#,##0" : "0";
  return { value: Number(value), format: core + decimalsOf(decimals) };
}

const decimalsOf = (count: number): string => (count === 0 ? "" : `.${"0".repeat(count)}`);
