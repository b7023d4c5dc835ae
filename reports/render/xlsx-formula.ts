import Big from "big.js";
import { COUNTED, type Figure } from "../../models/figure.ts";
import type { Row } from "../document.ts";
import { letter } from "./xlsx-book.ts";

/** The figure a table's cell holds as a number; null where there is text. */
export type Held = Figure | null;

/**
 * The formula of a cell whose number is exactly the sum of others, or of income less expenditure in
 * its row; undefined otherwise. `first` is the sheet's row, from 1, of the table's first row.
 */
export function formulaOf(
  kinds: Row["kind"][],
  held: Held[][],
  row: number,
  column: number,
  first: number,
): string | undefined {
  const figure = held[row]?.[column];
  if (!figure || !COUNTED.has(figure.unit)) return undefined;
  const addends = addendsOf(kinds, row);
  const parts = addends.flatMap((at) => held[at]?.[column] ?? []);
  const isSum =
    parts.length > 1 &&
    parts.every((part) => isAlike(part, figure)) &&
    sum(parts).eq(figure.value!);
  if (isSum) return `SUM(${ranges(addends, letter(column), first)})`;
  return difference(figure, held[row]!, first + row);
}

/** The rows a row may be the sum of: a total of the plain rows over it, a row of its 其中 rows. */
function addendsOf(kinds: Row["kind"][], row: number): number[] {
  const found: number[] = [];
  if (kinds[row] === "total") {
    for (let at = row - 1; at >= 0 && kinds[at] !== "total"; at--)
      if (kinds[at] === "plain") found.unshift(at);
  }
  if (kinds[row] === "plain") for (let at = row + 1; kinds[at] === "part"; at++) found.push(at);
  return found;
}

/** Equal to the fen is no chance; nothing and nothing may be. */
const isAlike = (part: Figure, figure: Figure): boolean =>
  part.unit === figure.unit && (part.metric === figure.metric || !new Big(figure.value!).eq(0));

const sum = (figures: Figure[]): Big =>
  figures.reduce((total, { value }) => total.plus(value!), new Big(0));

function ranges(rows: number[], name: string, first: number): string {
  const spans: [number, number][] = [];
  for (const row of rows) {
    const last = spans.at(-1);
    if (last && last[1] === row - 1) last[1] = row;
    else spans.push([row, row]);
  }
  return spans
    .map(([from, to]) => `${name}${from + first}${from === to ? "" : `:${name}${to + first}`}`)
    .join(",");
}

function difference(figure: Figure, row: Held[], at: number): string | undefined {
  if (figure.metric !== "current_balance") return undefined;
  const place = (metric: string) =>
    row.findIndex(
      (other) =>
        other?.metric === metric &&
        (["region", "fund", "account", "period"] as const).every(
          (key) => other[key] === figure[key],
        ),
    );
  const [income, spent] = [place("income_ytd"), place("expenditure_ytd")];
  if (income < 0 || spent < 0) return undefined;
  const isExact = new Big(row[income]!.value!).minus(row[spent]!.value!).eq(figure.value!);
  return isExact ? `${letter(income)}${at}-${letter(spent)}${at}` : undefined;
}
