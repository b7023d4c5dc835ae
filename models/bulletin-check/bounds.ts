import type { Figure } from "./figure.ts";
import { Interval } from "./interval.ts";
import type { Rational } from "./rational.ts";

/** Places beyond the printed ones in which a program is told the bounds. */
const MORE_PLACES = 2;

export interface Bounds {
  /** In the printed unit, rounded outwards. */
  low: number;
  high: number;
  /** The same for people: one number if both ends print alike, else from … to …. */
  words: string;
}

/** An interval in base units, in the unit, direction and places in which a figure is printed. */
export function boundsOf(interval: Interval, figure: Figure): Bounds {
  const { unit, digits, sign } = figure;
  const printed = inPrint(interval, figure);
  const places = digits.split(".")[1]?.length ?? 0;
  const text = (value: Rational, cut: "down" | "up" | "half") =>
    value
      .decimal(places, cut)
      .replace("-", "−")
      .replace(/^−(0(?:\.0*)?)$/, "$1");
  const [low, high] = [text(printed.low, "half"), text(printed.high, "half")];
  const words =
    low === high
      ? `${low}${unit.text}`
      : `${text(printed.low, "down")}—${text(printed.high, "up")}${unit.text}`;
  return {
    low: Number(printed.low.decimal(places + MORE_PLACES, "down")),
    high: Number(printed.high.decimal(places + MORE_PLACES, "up")),
    words: sign === -1 && printed.sign() === -1 ? `${words}（方向相反）` : words,
  };
}

/** In the printed direction and unit of a figure. */
export function inPrint(interval: Interval, { unit, sign }: Figure): Interval {
  const turned = sign === 1 ? interval : interval.negated();
  return turned.times(Interval.exact(unit.bottom, unit.top));
}
