/** What a number counts. Only numbers of one dimension are added or divided. */
export type Dimension =
  | "money"
  | "persons"
  | "visits"
  | "ratio"
  | "points"
  | "months"
  | "days"
  | "bare"
  | `count ${string}`
  | `table ${string}`;

/** A unit in print: how many of the base unit (元, 人, a fraction, 月, 天) it stands for. */
export interface PrintedUnit {
  text: string;
  dimension: Dimension;
  top: number;
  bottom: number;
}

const MULTIPLES: Record<string, number> = {
  "": 1,
  百: 100,
  千: 1_000,
  万: 10_000,
  亿: 100_000_000,
};
const COUNTED = "份|家|户|条|例|件|起|名|张|部|项|批|床|次|个|处|所|种";

/** Longer names first; what is counted in pieces keeps its measure word as its dimension. */
const UNIT = new RegExp(
  `(?:(?<points>个?百分点)|(?<months>个月)|(?<percent>[%％])|(?<permille>‰)|(?<multiple>[百千]?[万亿]?)(?<name>元|人次|人|床日|天|${COUNTED}))`,
  "y",
);

/** The unit that begins at `at`, if one does. Prices (元/个) and 个月 of dates are no units of a total. */
export function unitAt(text: string, at: number): PrintedUnit | undefined {
  UNIT.lastIndex = at;
  const match = UNIT.exec(text);
  if (!match) return undefined;
  const { points, months, percent, permille, multiple = "", name } = match.groups!;
  const unit = (dimension: Dimension, top: number, bottom = 1): PrintedUnit => ({
    text: match[0],
    dimension,
    top,
    bottom,
  });
  if (points) return unit("points", 1, 100);
  if (months) return unit("months", 1);
  if (percent) return unit("ratio", 1, 100);
  if (permille) return unit("ratio", 1, 1000);
  if (/^\s*[/／每]/.test(text.slice(UNIT.lastIndex))) return undefined;
  const scale = [...multiple].reduce((product, char) => product * MULTIPLES[char]!, 1);
  if (name === "元") return unit("money", scale);
  if (name === "人") return unit("persons", scale);
  if (name === "名" && multiple === "") return unit("persons", 1);
  if (name === "人次") return unit("visits", scale);
  if (name === "天" || name === "床日") return unit("days", scale);
  return unit(`count ${name}`, scale);
}
