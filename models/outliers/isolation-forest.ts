import { type Random, randomFrom } from "../random.ts";
import { checked, type Table } from "./table.ts";

export interface Forest {
  /** Trees to a forest. */
  trees: number;
  /** Subjects drawn for each tree, without replacement. */
  sample: number;
  /** One forest each; their scores are averaged. */
  seeds: readonly number[];
}

export const FOREST: Forest = { trees: 100, sample: 256, seeds: [1, 2, 3, 4, 5] };

/** A tree in arrays: inner nodes split at `at` of column `by` (−1: a leaf of `size` subjects). */
interface Tree {
  by: Int32Array;
  at: Float64Array;
  right: Int32Array;
  size: Int32Array;
}

/**
 * Isolation forest (Liu, Ting, Zhou, ICDM 2008): 2^(−E[depth] / c(sample)) for each subject, near 1 for
 * those that few random splits set apart, below 0.5 for the ordinary. The same seeds give the same scores.
 */
export function isolationScores(table: Table, forest: Forest = FOREST): Float64Array {
  const { subjects, columns } = checked(table);
  const scores = new Float64Array(subjects.length);
  const sample = Math.min(forest.sample, subjects.length);
  if (sample < 2 || columns.length === 0) return scores;
  const deepest = Math.ceil(Math.log2(sample));
  const usual = usualDepth(sample);
  for (const seed of forest.seeds) {
    const random = randomFrom(seed);
    const depths = new Float64Array(subjects.length);
    for (let t = 0; t < forest.trees; t++) {
      const tree = grow(columns, drawn(subjects.length, sample, random), deepest, random);
      for (let s = 0; s < depths.length; s++) depths[s]! += depthOf(tree, columns, s);
    }
    for (let s = 0; s < scores.length; s++)
      scores[s]! += 2 ** (-depths[s]! / forest.trees / usual) / forest.seeds.length;
  }
  return scores;
}

/** Mean depth of an unsuccessful search among n: 2 H(n−1) − 2 (n−1)/n. */
function usualDepth(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + 0.5772156649015329) - (2 * (n - 1)) / n;
}

function drawn(from: number, count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: from }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + Math.floor(random() * (from - i));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order.slice(0, count);
}

function grow(
  columns: Float64Array[],
  subjects: Int32Array,
  deepest: number,
  random: Random,
): Tree {
  const room = 2 * subjects.length;
  const tree: Tree = {
    by: new Int32Array(room).fill(-1),
    at: new Float64Array(room),
    right: new Int32Array(room),
    size: new Int32Array(room),
  };
  let nodes = 0;
  const add = (from: number, to: number, depth: number): number => {
    const node = nodes++;
    tree.size[node] = to - from;
    const split =
      depth < deepest && to - from > 1 ? splitOf(columns, subjects, from, to, random) : null;
    if (split === null) return node;
    const { by, at } = split;
    const middle = partition(columns[by]!, at, subjects, from, to);
    tree.by[node] = by;
    tree.at[node] = at;
    add(from, middle, depth + 1);
    tree.right[node] = add(middle, to, depth + 1);
    return node;
  };
  add(0, subjects.length, 0);
  return tree;
}

/** A random place between the least and the greatest of a random column that is not constant. */
function splitOf(
  columns: Float64Array[],
  subjects: Int32Array,
  from: number,
  to: number,
  random: Random,
): { by: number; at: number } | null {
  const first = Math.floor(random() * columns.length);
  for (let tried = 0; tried < columns.length; tried++) {
    const by = (first + tried) % columns.length;
    const column = columns[by]!;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      const value = column[subjects[i]!]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low < high) return { by, at: low + random() * (high - low) };
  }
  return null;
}

/** Puts those at most `at` first; the position of the first that is above. */
function partition(
  column: Float64Array,
  at: number,
  subjects: Int32Array,
  from: number,
  to: number,
): number {
  let middle = from;
  for (let i = from; i < to; i++) {
    const subject = subjects[i]!;
    if (column[subject]! > at) continue;
    subjects[i] = subjects[middle]!;
    subjects[middle++] = subject;
  }
  return middle;
}

function depthOf({ by, at, right, size }: Tree, columns: Float64Array[], subject: number): number {
  let node = 0;
  let depth = 0;
  while (by[node]! >= 0) {
    node = columns[by[node]!]![subject]! <= at[node]! ? node + 1 : right[node]!;
    depth += 1;
  }
  return depth + usualDepth(size[node]!);
}
