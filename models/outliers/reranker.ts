import { accuracyOf } from "./accuracy.ts";

/** A clue whose outcome is known: what was seen of it, how it ended, and when. */
export interface Outcome {
  features: readonly number[];
  verified: boolean;
  /** ISO time of the outcome. */
  at: string;
  /** What it brought, for the yuan found among the first. */
  yuan: number;
}

/** A trained re-ranker: standardised features, weights, and how it did on later outcomes. */
export interface Reranker {
  means: number[];
  deviations: number[];
  /** The constant first. */
  weights: number[];
  evaluation: Evaluation;
}

/** Measured on the latest outcomes, by a re-ranker that had seen only the earlier ones. */
export interface Evaluation {
  trained_on: number;
  tested_on: number;
  /** Average precision of the re-ranker, and of the order it would replace. */
  average_precision: number;
  average_precision_before: number;
  /** Yuan among the first tenth of the tested. */
  yuan: number;
  yuan_before: number;
}

/** Fewer verified or rejected outcomes than this, and there is nothing to learn from. */
export const LEAST_OUTCOMES = 50;
const RIDGE = 1;
const STEPS = 30;
const TESTED = 0.3;

/**
 * Logistic regression with an L2 penalty and balanced classes, by Newton's method, on what was verified
 * and what was explained. `before` is the score each outcome had. Null where outcomes are too few, or
 * where on the latest 30 % it is no better than the order there was.
 */
export function trainReranker(
  outcomes: readonly Outcome[],
  before: readonly number[],
): Reranker | { refused: string } {
  const verified = outcomes.filter((one) => one.verified).length;
  const rejected = outcomes.length - verified;
  if (verified < LEAST_OUTCOMES || rejected < LEAST_OUTCOMES)
    return {
      refused: `已核实 ${verified} 条、已排除 ${rejected} 条；各满 ${LEAST_OUTCOMES} 条后才按办结结果重新排序`,
    };
  const order = [...outcomes.keys()].sort((a, b) => outcomes[a]!.at.localeCompare(outcomes[b]!.at));
  const cut = Math.floor(order.length * (1 - TESTED));
  const [early, late] = [order.slice(0, cut), order.slice(cut)];
  const of = (indexes: number[]) => indexes.map((i) => outcomes[i]!);
  if (
    new Set(of(early).map((o) => o.verified)).size < 2 ||
    new Set(of(late).map((o) => o.verified)).size < 2
  )
    return { refused: "先后两段时间里都要既有核实、又有排除的线索，才能检验新的排序" };
  const trial = fit(of(early));
  const scores = of(late).map(({ features }) => chance(trial, features));
  const labels = of(late).map((one) => one.verified);
  const previous = late.map((i) => before[i]!);
  const evaluation: Evaluation = {
    trained_on: early.length,
    tested_on: late.length,
    average_precision: accuracyOf(scores, labels).average_precision,
    average_precision_before: accuracyOf(previous, labels).average_precision,
    yuan: yuanAmongFirst(scores, of(late)),
    yuan_before: yuanAmongFirst(previous, of(late)),
  };
  if (evaluation.average_precision <= evaluation.average_precision_before)
    return {
      refused: `在后来的 ${late.length} 条上，新排序的平均查准率 ${evaluation.average_precision.toFixed(3)} 不高于原排序 ${evaluation.average_precision_before.toFixed(3)}，仍用原排序`,
    };
  return { ...fit(outcomes), evaluation };
}

type Fitted = Pick<Reranker, "means" | "deviations" | "weights">;

/** The chance, 0…1, that a clue with these features would be verified. */
export function chance(
  { means, deviations, weights }: Fitted,
  features: readonly number[],
): number {
  const at = features.reduce(
    (sum, value, i) => sum + weights[i + 1]! * ((value - means[i]!) / deviations[i]!),
    weights[0]!,
  );
  return 1 / (1 + Math.exp(-at));
}

function fit(outcomes: readonly Outcome[]): Fitted {
  const width = outcomes[0]!.features.length;
  const n = outcomes.length;
  const column = (i: number) => outcomes.map(({ features }) => features[i]!);
  const means = Array.from({ length: width }, (_, i) => column(i).reduce((a, b) => a + b, 0) / n);
  const deviations = means.map(
    (mean, i) => Math.sqrt(column(i).reduce((sum, v) => sum + (v - mean) ** 2, 0) / n) || 1,
  );
  const rows = outcomes.map(({ features }) => [
    1,
    ...features.map((value, i) => (value - means[i]!) / deviations[i]!),
  ]);
  const positives = outcomes.filter((one) => one.verified).length;
  const balance = outcomes.map((one) => n / (2 * (one.verified ? positives : n - positives)));
  let weights = new Array<number>(width + 1).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : -RIDGE * weight));
    const curvature = weights.map((_, i) =>
      weights.map((__, j) => (i === j ? (i ? RIDGE : 1e-9) : 0)),
    );
    for (const [r, row] of rows.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, x, i) => sum + x * weights[i]!, 0)));
      const error = balance[r]! * ((outcomes[r]!.verified ? 1 : 0) - p);
      const bend = balance[r]! * p * (1 - p);
      for (let i = 0; i <= width; i++) {
        gradient[i]! += error * row[i]!;
        for (let j = 0; j <= width; j++) curvature[i]![j]! += bend * row[i]! * row[j]!;
      }
    }
    const move = solved(curvature, gradient);
    weights = weights.map((weight, i) => weight + move[i]!);
    if (Math.max(...move.map(Math.abs)) < 1e-9) break;
  }
  return { means, deviations, weights };
}

/** Solves a small symmetric positive system by elimination with pivots. */
function solved(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let i = 0; i < rows.length; i++) {
    let pivot = i;
    for (let r = i + 1; r < rows.length; r++)
      if (Math.abs(rows[r]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = r;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let r = 0; r < rows.length; r++) {
      if (r === i) continue;
      const factor = rows[r]![i]! / rows[i]![i]!;
      for (let c = i; c <= rows.length; c++) rows[r]![c]! -= factor * rows[i]![c]!;
    }
  }
  return rows.map((row, i) => row[rows.length]! / row[i]!);
}

function yuanAmongFirst(scores: readonly number[], outcomes: readonly Outcome[]): number {
  const first = [...scores.keys()]
    .sort((a, b) => scores[b]! - scores[a]!)
    .slice(0, Math.ceil(scores.length / 10));
  return first.reduce((sum, i) => sum + (outcomes[i]!.verified ? outcomes[i]!.yuan : 0), 0);
}
