import type { CellValue } from "hucre";

const DAY_MS = 86_400_000;
/** Serial 0 of Excel's calendar, and the last day it knows (9999-12-31). */
const DAY_ZERO = Date.UTC(1899, 11, 31);
const LAST_DAY = Date.UTC(10_000, 0, 1);
/** A date as "Strict Open XML" workbooks store it, as text. */
const STRICT_DATE = /^\d{4}-\d\d-\d\dT00:00:00(?:\.0+)?Z?$/;

/** What a clerk sees in the cell, without thousands separators or unit formats; null if blank. */
export function cellText(value: CellValue): string | null {
  if (value === null) return null;
  if (typeof value === "string") {
    if (value.trim() === "") return null;
    return value.length >= 19 && STRICT_DATE.test(value) ? value.slice(0, 10) : value;
  }
  if (typeof value === "number") return numberText(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return dateText(value);
}

/** Plain decimal notation, 15 significant digits as Excel keeps and shows them. */
export function numberText(value: number): string {
  const text = String(value);
  if (text.length <= 15 && !text.includes("e")) return text;
  const rounded = String(Number(value.toPrecision(15)));
  return rounded.includes("e") ? withoutExponent(rounded) : rounded;
}

function withoutExponent(text: string): string {
  const [, sign = "", whole = "0", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(power);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** A date beyond Excel's calendar is a number that wears a date format by mistake, as 20190731 does. */
function dateText(date: Date): string | null {
  const time = Math.round(date.getTime() / 1000) * 1000;
  if (Number.isNaN(time)) return null;
  if (time >= LAST_DAY) return numberText((date.getTime() - DAY_ZERO) / DAY_MS + 1);
  if (time < DAY_ZERO) return numberText((date.getTime() - DAY_ZERO) / DAY_MS);
  const iso = new Date(time).toISOString();
  const clock = iso.slice(11, 19);
  if (time < DAY_ZERO + DAY_MS) return clock;
  return clock === "00:00:00" ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${clock}`;
}
