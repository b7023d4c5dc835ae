import { isolationScores } from "./isolation-forest.ts";
import type { Table } from "./table.ts";

/** How far an institution's indicator is from its peers'; `marts.institution_deviation`, numbers as such. */
export interface Deviation {
  fixmedins_code: string;
  month: string;
  indicator: string;
  value: number;
  peers_by: string;
  peers: number;
  median: number;
  robust_z: number;
  /** −ln of the share of peers at or above the value. */
  tail: number;
}

/** An institution of a month with its place among all of that month, 1 the most unusual. */
export interface Screened {
  fixmedins_code: string;
  month: string;
  /** Sum of the tails of its indicators. */
  tail_score: number;
  /** Isolation score of its robust z values, cut at 0 below: only too much is unusual. */
  forest_score: number;
  /** Mean of the two as shares of institutions scoring lower, 0…1. */
  score: number;
  place: number;
  institutions: number;
  /** Indicators at least so far above their peers that they are worth asking about. */
  indicators_above: number;
  /** The indicator that stands out most. */
  top_indicator: string;
}

/** A robust z that is worth a question (Iglewicz and Hoaglin, 1993). */
export const WORTH_ASKING = 3.5;

/** Screens the institutions of every month; a month of fewer than three is left out. */
export function screen(deviations: readonly Deviation[]): Screened[] {
  const months = new Map<string, Deviation[]>();
  for (const one of deviations) push(months, one.month, one);
  return [...months].sort(([a], [b]) => a.localeCompare(b)).flatMap(([, of]) => screenMonth(of));
}

function screenMonth(deviations: Deviation[]): Screened[] {
  const own = new Map<string, Deviation[]>();
  for (const one of deviations) push(own, one.fixmedins_code, one);
  const subjects = [...own.keys()].sort();
  if (subjects.length < 3) return [];
  const table = tableOf(subjects, own);
  const forest = [...isolationScores(table)];
  const tails = subjects.map((code) => own.get(code)!.reduce((sum, { tail }) => sum + tail, 0));
  const [byTails, byForest] = [shareBelow(tails), shareBelow(forest)];
  const scores = subjects.map((_, s) => (byTails[s]! + byForest[s]!) / 2);
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || tails[b]! - tails[a]!);
  const places = new Map(order.map((subject, i) => [subject, i + 1]));
  return subjects.map((code, s) => {
    const indicators = [...own.get(code)!].sort(
      (a, b) => b.robust_z - a.robust_z || a.indicator.localeCompare(b.indicator),
    );
    return {
      fixmedins_code: code,
      month: deviations[0]!.month,
      tail_score: tails[s]!,
      forest_score: forest[s]!,
      score: scores[s]!,
      place: places.get(s)!,
      institutions: subjects.length,
      indicators_above: indicators.filter(({ robust_z }) => robust_z >= WORTH_ASKING).length,
      top_indicator: indicators[0]!.indicator,
    };
  });
}

/** One column an indicator; what an institution does not have is as its peers' median. */
function tableOf(subjects: string[], own: Map<string, Deviation[]>): Table {
  const indicators = [...new Set([...own.values()].flat().map((d) => d.indicator))].sort();
  const columns = indicators.map((indicator) =>
    Float64Array.from(subjects, (code) => {
      const found = own.get(code)!.find((one) => one.indicator === indicator);
      return Math.max(0, found?.robust_z ?? 0);
    }),
  );
  return { subjects, indicators, columns };
}

function shareBelow(scores: number[]): number[] {
  const sorted = [...scores].sort((a, b) => a - b);
  return scores.map((score) => sorted.findIndex((other) => other >= score) / sorted.length);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
