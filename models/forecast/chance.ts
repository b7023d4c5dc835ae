import { type Random, randomFrom } from "../random.ts";
import { type LineModel, SPARE } from "./line-model.ts";
import { normalShocks, shrunkCorrelation } from "./shocks.ts";

/** As in `shrunkCorrelation`: what n months show is worth n / (n + 24) of itself. */
const SHRINKAGE = 24;
const LEAST_MONTHS = 12;
/** What happens once a year (a standard raised, a tranche delayed) is decided for all regions, to this degree. */
const YEARLY_SHARED = 0.8;

/** Standard normals that all regions of a group share, by path and line. */
export interface SharedChance {
  lines: string[];
  /** Correlation between regions of the same line's shocks. */
  between: number[];
  /** By line, a row for each path. */
  shocks: Float64Array[][];
  /** As many again, of which each region takes its own in an order of its own. */
  own: Float64Array[][];
}

export function fillNormals(out: Float64Array, seed: number): Float64Array {
  const random = randomFrom(seed);
  for (let i = 0; i < out.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** A seed that depends on text alone (FNV-1a). */
export function seedOf(seed: number, ...words: string[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const word of words)
    for (let i = 0; i <= word.length; i++)
      hash = Math.imul(hash ^ (i < word.length ? word.charCodeAt(i) : 0x1f), 0x01000193);
  return hash >>> 0;
}

/** Standard normals of a word and line, the same ones each time: a row for each path. */
export type Normals = (word: string, line: string, paths: number) => Float64Array[];

/** Draws each once: they depend on no origin and no region. */
export function keptNormals(seed: number, horizon: number): Normals {
  const kept = new Map<string, Float64Array[]>();
  return (word, line, paths) => {
    const key = `${word} ${line} ${paths}`;
    const rows =
      kept.get(key) ?? normalShocks(paths, SPARE + horizon, randomFrom(seedOf(seed, word, line)));
    kept.set(key, rows);
    return rows;
  };
}

/**
 * Draws what regions share. How much they share of a line's monthly shocks is the mean correlation of its errors
 * over the regions' last common months, shrunk; of yearly events, a stated part.
 */
export function sharedChance(
  regions: LineModel[][],
  paths: number,
  normals: Normals,
): SharedChance {
  const lines = [...new Set(regions.flatMap((models) => models.map((m) => m.line)))].sort();
  const drawn = (word: string) => lines.map((line) => normals(word, line, paths));
  const between = lines.map((line) =>
    meanCorrelation(
      regions.flatMap((models) => models.filter((m) => m.line === line).map((m) => m.residuals)),
    ),
  );
  return { lines, between, shocks: drawn("shared"), own: drawn("own") };
}

/** Mean correlation of standardized series over their last common months, from the variance of their mean. */
function meanCorrelation(series: Float64Array[]): number {
  const long = series.filter((s) => s.length >= LEAST_MONTHS);
  if (long.length < 2) return 0;
  const n = Math.min(...long.map((s) => s.length));
  let squares = 0;
  let own = 0;
  for (let back = 1; back <= n; back++) {
    let sum = 0;
    for (const s of long) {
      const value = s[s.length - back]!;
      sum += value;
      own += value * value;
    }
    squares += sum * sum;
  }
  const count = long.length;
  if (!(own > 0)) return 0;
  const rho = (squares / (own / count) / count - 1) / (count - 1);
  return Math.min(Math.max((rho * n) / (n + SHRINKAGE), 0), 0.95);
}

/** Shocks of one region: its share of the common ones and its own, correlated between its lines. */
export interface RegionChance {
  /** Fills `spare` and `months` of each line for a path. */
  draw(path: number, into: { spare: Float64Array; months: Float64Array }[]): void;
}

export function regionChance(
  models: LineModel[],
  shared: SharedChance,
  paths: number,
  seed: number,
): RegionChance {
  const { lines } = shared;
  const width = shared.shocks[0]?.[0]?.length ?? 0;
  const count = models.length;
  const random = randomFrom(seed);
  const orders = models.map(() => shuffled(paths, random));
  const places = models.map((m) => lines.indexOf(m.line));
  const parts = models.map((model, l) => {
    const months = shared.between[places[l]!]!;
    return {
      months: Math.sqrt(months),
      rest: Math.sqrt(1 - months),
      isYearly: model.residuals.length === 0,
    };
  });
  const yearly = { months: Math.sqrt(YEARLY_SHARED), rest: Math.sqrt(1 - YEARLY_SHARED) };
  const lower = choleskyOf(correlations(models));
  const raw = models.map(() => new Float64Array(width));
  return {
    draw(path, into) {
      for (let l = 0; l < count; l++) {
        const common = shared.shocks[places[l]!]![path]!;
        const own = shared.own[places[l]!]![orders[l]![path]!]!;
        const months = parts[l]!.isYearly ? yearly : parts[l]!;
        mix(raw[l]!, common, own, yearly, 0, SPARE);
        mix(raw[l]!, common, own, months, SPARE, width);
        into[l]!.spare.set(raw[l]!.subarray(0, SPARE));
      }
      for (let l = 0; l < count; l++) {
        const { months } = into[l]!;
        months.fill(0);
        for (let j = 0; j <= l; j++) {
          const weight = lower[l]![j]!;
          const from = raw[j]!;
          for (let h = 0; h < months.length; h++) months[h]! += weight * from[SPARE + h]!;
        }
      }
    },
  };
}

function mix(
  into: Float64Array,
  common: Float64Array,
  own: Float64Array,
  { months, rest }: { months: number; rest: number },
  from: number,
  to: number,
): void {
  for (let k = from; k < to; k++) into[k] = months * common[k]! + rest * own[k]!;
}

function shuffled(count: number, random: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, p) => p);
  for (let p = count - 1; p > 0; p--) {
    const other = Math.floor(random() * (p + 1));
    [order[p], order[other]] = [order[other]!, order[p]!];
  }
  return order;
}

/** Correlations of the lines' one-step errors over common months, each shrunk by r·n/(n + 24). */
export function correlations(models: LineModel[]): number[][] {
  return models.map((a, i) =>
    models.map((b, j) => (i === j ? 1 : shrunkCorrelation(a.residuals, b.residuals))),
  );
}

/** Lower triangular root of a correlation matrix; where it has none, off-diagonals are shrunk until it does. */
export function choleskyOf(matrix: number[][]): Float64Array[] {
  const size = matrix.length;
  for (let keep = 1; ; keep *= 0.8) {
    const lower = Array.from({ length: size }, () => new Float64Array(size));
    let isPositive = true;
    for (let i = 0; i < size && isPositive; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = i === j ? 1 : matrix[i]![j]! * keep;
        for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
        if (i !== j) lower[i]![j] = sum / lower[j]![j]!;
        else if (sum > 1e-9) lower[i]![i] = Math.sqrt(sum);
        else isPositive = false;
      }
    }
    if (isPositive) return lower;
  }
}
