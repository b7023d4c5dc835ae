import Big from "big.js";
import type { MovedFigure } from "../../models/publication.ts";
import { monthInWords, NO_VALUE, points, words } from "../format.ts";
import { basisTitle, figureTitle, isQuotient } from "../titles.ts";

type Moved = Pick<MovedFigure, "id" | "unit">;

/** A value a figure had or has, as a sentence would quote it. */
export const valueInWords = ({ id, unit }: Moved, value: string | null): string =>
  words({ metric: metricIn(id), unit, value });

/** Corrected less published, with its sign; of rates in 百分点. */
export function differenceInWords(figure: Omit<MovedFigure, "cause">): string {
  const { id, unit, was, is } = figure;
  if (was === null || is === null) return NO_VALUE;
  const difference = new Big(is).minus(was);
  const isRate = unit === "ratio" && !isQuotient(metricIn(id));
  const text = isRate ? points(difference.toFixed()) : valueInWords(figure, difference.toFixed());
  return difference.gt(0) ? `+${text}` : text;
}

/** A moved figure as a reader compares it; null where it reads as it did. */
export function changeInWords(
  figure: Omit<MovedFigure, "cause">,
): { before: string; now: string; difference: string } | null {
  const before = valueInWords(figure, figure.was);
  const now = valueInWords(figure, figure.is);
  const difference = differenceInWords(figure);
  return before !== now || /[1-9]/.test(difference) ? { before, now, difference } : null;
}

/** `职工 基金支出`, with its region and month where they are not the document's own. */
export function nameOf(
  id: string,
  {
    region,
    period,
    regions,
  }: { region: string; period: string; regions: Readonly<Record<string, string>> },
): string {
  const [, place = "", , ...rest] = id.split("/");
  const month = rest.find((part) => /^\d{4}(-\d{2}|Q[1-4])?$/.test(part)) ?? period;
  const basis = rest.at(-1) === month ? "" : (rest.at(-1) ?? "");
  const said = [
    place === region ? "" : (regions[place] ?? place),
    month === period ? "" : /-/.test(month) ? monthInWords(month) : month,
    figureTitle(id),
  ];
  return (
    said.filter((part) => part !== "").join(" ") + (basis === "" ? "" : `（${basisTitle(basis)}）`)
  );
}

const metricIn = (id: string): string => id.split("/")[0]!;
