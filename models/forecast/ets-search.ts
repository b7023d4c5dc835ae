import { runAdditive, runMultiplicative, STATES, type Weights } from "./ets-recursion.ts";
import { SEASON } from "./method.ts";
import { leastSquares } from "./minimize.ts";
import { shrunkPart } from "./seasonal.ts";
import { slopeOf } from "./theta.ts";

/** A model of the family: a damped trend or none; no season, one that is added, or one that multiplies. */
export interface EtsForm {
  label: string;
  trend: boolean;
  season: "none" | "additive" | "multiplicative";
}

/** A form fitted to a series. */
export interface EtsFit {
  form: EtsForm;
  weights: Weights;
  /** After the last month. */
  states: Float64Array;
  /** One month ahead, in the unit of the series; shares of what was expected where the season multiplies. */
  errors: Float64Array;
  /** Parameters fitted, initial states included, without the variance. */
  parameters: number;
  /** Akaike's criterion, up to a constant that all forms share. */
  aic: number;
}

const ITERATIONS = 25;
const TOLERANCE = 1e-5;
const ALPHAS = [0.03, 0.1, 0.25, 0.5, 0.8];
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (p: number) => Math.log(p / (1 - p));

/**
 * The form's weights, first level and first trend with the greatest likelihood; the first seasonal states are the
 * shrunk season of the whole series. `series` is of the order of 1, and above zero where the season multiplies.
 */
export function fittedEts(series: Float64Array, form: EtsForm): EtsFit {
  const first = firstStates(series, form);
  const errors = new Float64Array(series.length);
  const squares = squaresOf(series, form, first);
  let best: Float64Array | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const alpha of ALPHAS)
    for (const gamma of form.season === "none" ? [0] : [0.02, 0.15])
      for (const beta of form.trend ? [0.05, 0.3] : [0]) {
        const at = [logit(alpha)];
        if (form.trend) at.push(logit(beta), logit(0.8));
        if (form.season !== "none") at.push(logit(gamma));
        at.push(first[0]!);
        if (form.trend) at.push(first[1]!);
        const start = Float64Array.from(at);
        const sum = squares(start, errors);
        if (best === undefined || sum < least) [best, least] = [start, sum];
      }
  leastSquares(squares, best!, series.length, ITERATIONS, TOLERANCE);
  return fitAt(series, form, first, best!);
}

/** Reads a point of the search into weights and the states before the first month. */
function read(
  at: Float64Array,
  form: EtsForm,
  first: Float64Array,
  weights: Weights,
  states: Float64Array,
): void {
  let i = 0;
  weights.alpha = 1e-4 + 0.9998 * logistic(at[i++]!);
  if (form.trend) {
    weights.beta = weights.alpha * logistic(at[i++]!);
    weights.phi = 0.8 + 0.18 * logistic(at[i++]!);
  }
  if (form.season !== "none") weights.gamma = (1 - weights.alpha) * logistic(at[i++]!);
  states.set(first);
  states[0] = at[i++]!;
  if (form.trend) states[1] = at[i]!;
}

const noWeights = (): Weights => ({ alpha: 0, beta: 0, gamma: 0, phi: 1 });

/** The function that is searched: errors that are comparable between forms, and the sum of their squares. */
function squaresOf(series: Float64Array, form: EtsForm, first: Float64Array) {
  const weights = noWeights();
  const states = new Float64Array(STATES);
  const n = series.length;
  return (at: Float64Array, errors: Float64Array): number => {
    read(at, form, first, weights, states);
    if (form.season !== "multiplicative") return runAdditive(series, weights, states, errors);
    const scale = runMultiplicative(series, weights, states, errors);
    if (!Number.isFinite(scale)) return scale;
    let sum = 0;
    for (let t = 0; t < n; t++) {
      const error = errors[t]! * scale;
      errors[t] = error;
      sum += error * error;
    }
    return sum;
  };
}

function fitAt(series: Float64Array, form: EtsForm, first: Float64Array, at: Float64Array): EtsFit {
  const n = series.length;
  const errors = new Float64Array(n);
  const squares = squaresOf(series, form, first)(at, errors);
  const weights = noWeights();
  const states = new Float64Array(STATES);
  read(at, form, first, weights, states);
  (form.season === "multiplicative" ? runMultiplicative : runAdditive)(
    series,
    weights,
    states,
    errors,
  );
  const parameters = (form.trend ? 5 : 2) + (form.season === "none" ? 0 : SEASON);
  const aic = n * Math.log(Math.max(squares, 1e-20)) + 2 * parameters;
  return { form, weights, states, errors, parameters, aic };
}

/** States before the first month: the shrunk season; level and trend by a line through two years without it. */
function firstStates(series: Float64Array, form: EtsForm): Float64Array {
  const states = new Float64Array(STATES);
  const multiplies = form.season === "multiplicative";
  if (multiplies) states.fill(1, 2);
  if (form.season !== "none") {
    const { part } = shrunkPart(series, form.season);
    if (part.form !== "none") states.set(part.seasonal, 2);
  }
  const count = Math.min(series.length, 2 * SEASON);
  const head = new Float64Array(count);
  let mean = 0;
  for (let t = 0; t < count; t++) {
    const part = states[2 + (t % SEASON)]!;
    head[t] = multiplies ? series[t]! / part : series[t]! - part;
    mean += head[t]! / count;
  }
  const slope = slopeOf(head);
  states[0] = mean - (slope * (count + 1)) / 2;
  if (form.trend) states[1] = slope;
  if (multiplies) states[0] = Math.max(states[0], 0.1 * mean);
  return states;
}
