import { yearEarlier } from "../../../models/period.ts";
import { type FigureRun, type Run, say } from "../../document.ts";
import { amount, type Scale, signOf, size } from "../../format.ts";
import { isPoints } from "../../titles.ts";
import { type BulletinFacts, type Known, known, quote, type Where } from "../bulletin-facts.ts";

/** 元 without decimals: what one admission or one person costs. */
export const A_HEAD: Scale = { unit: "元", decimals: 0 };

/** A figure of both accounts together: settlements and insured persons know no accounts. */
export const counted = (
  facts: BulletinFacts,
  metric: string,
  fund: string,
  where: Where = {},
): Known | undefined => known(facts, metric, fund, { account: "all", ...where });

/** Last year's figure beside this year's, only where the two may be compared. */
export function yearBefore(
  facts: BulletinFacts,
  metric: string,
  fund: string,
  where: Where = {},
): Known | undefined {
  if (!counted(facts, `${metric}.yoy`, fund, where)) return undefined;
  return counted(facts, metric, fund, { ...where, period: yearEarlier(facts.period) });
}

/** 12455元 */
export const quoteHead = (figure: Known): FigureRun =>
  quote(figure, `${amount(figure.value, A_HEAD)}元`);

/** Which of two figures is larger, −1, 0 or 1, as a reader of the printed numbers sees it. */
export function sideOf(one: Known, other: Known, printed = (figure: Known) => quote(figure)) {
  if (printed(one).text === printed(other).text) return 0;
  return Number(one.value) > Number(other.value) ? 1 : -1;
}

interface Directions {
  up: string;
  down: string;
  even: string;
}

const GROWN: Directions = { up: "增长", down: "下降", even: "持平" };
const MOVED: Directions = { up: "上升", down: "下降", even: "持平" };
const LASTED: Directions = { up: "延长", down: "缩短", even: "持平" };
const HELD: Directions = { up: "增加", down: "减少", even: "持平" };

/** 增长5.20%, 下降0.35个百分点, 缩短0.13天: a comparison in the verb its unit asks for. */
export function changed(figure: Known | undefined): Run[] {
  if (!figure) return [];
  const sign = signOf(figure)!;
  const words = directionsOf(figure);
  if (sign === 0) return [words.even];
  return say`${sign === 1 ? words.up : words.down}${quote(figure, size(figure))}`;
}

function directionsOf({ metric, unit }: Known): Directions {
  if (unit === "days") return LASTED;
  if (unit === "months") return HELD;
  return isPoints(metric)
    ? MOVED
    : unit === "ratio" && !metric.startsWith("dependency")
      ? GROWN
      : MOVED;
}

/** The same with 同比 before it. */
export function yoyOf(
  facts: BulletinFacts,
  metric: string,
  fund: string,
  where: Where = {},
): Run[] {
  const said = changed(counted(facts, `${metric}.yoy`, fund, where));
  return said.length === 0 ? [] : say`同比${said}`;
}
