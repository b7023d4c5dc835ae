import { averageOf } from "./average.ts";
import { type EtsFit, type EtsForm, fittedEts } from "./ets-search.ts";
import { type FittedMethod, type Method, SEASON } from "./method.ts";
import { standardized } from "./residuals.ts";
import { shrunkSeason, withoutSeason, withSeason } from "./seasonal.ts";

/** Trends are damped, and seasons multiply only where errors do: what forecasts well and cannot explode. */
export const ETS_FORMS: readonly EtsForm[] = [
  { label: "ETS(A,N,N)", trend: false, season: "none" },
  { label: "ETS(A,Ad,N)", trend: true, season: "none" },
  { label: "ETS(A,N,A)", trend: false, season: "additive" },
  { label: "ETS(A,Ad,A)", trend: true, season: "additive" },
  { label: "ETS(M,N,M)", trend: false, season: "multiplicative" },
  { label: "ETS(M,Ad,M)", trend: true, season: "multiplicative" },
];

/** Forms with a smaller Akaike weight than this share of the largest are left out. */
const LEAST_WEIGHT = 0.05;
/** A month of a multiplicative path keeps at least a twentieth of what was expected. */
const LEAST_ERROR = -0.95;

/**
 * Exponential smoothing in state space form (Hyndman, Koehler, Snyder and Grose 2002), restricted to six forms, which
 * are averaged by their Akaike weights (Kolassa 2011). Below two years: forms without season, on the series without
 * its shrunk season. Needs 4 months.
 */
export const ets: Method = (values): FittedMethod => {
  const n = values.length;
  if (n < 4) throw new RangeError(`ETS needs 4 months, got ${n}`);
  if (n >= 2 * SEASON) return averagedEts(Float64Array.from(values), ETS_FORMS);
  const season = shrunkSeason(values);
  const fitted = averagedEts(
    withoutSeason(values, season),
    ETS_FORMS.filter((form) => form.season === "none"),
    season.parameters,
  );
  return {
    ...fitted,
    mean: (horizon) => withSeason(fitted.mean(horizon), season, n),
    path: (shocks, into) => withSeason(fitted.path(shocks, into), season, n),
  };
};

/** `spent`: parameters that were fitted on the values before. */
function averagedEts(values: Float64Array, forms: readonly EtsForm[], spent = 0): FittedMethod {
  const n = values.length;
  let scale = 0;
  for (let t = 0; t < n; t++) scale += Math.abs(values[t]!) / n;
  if (!(scale > 0)) scale = 1;
  const series = values.map((value) => value / scale);
  const positive = series.every((value) => value > 0);
  const kept = likely(
    forms
      .filter((form) => positive || form.season !== "multiplicative")
      .map((form) => fittedEts(series, form)),
  );
  return averageOf(
    kept[0]!.fit.form.label,
    kept.map(({ fit }) => forecaster(fit, n, scale, spent)),
    kept.map(({ weight }) => weight),
  );
}

/** The fits that are likely enough, the likeliest first, with their Akaike weights. */
function likely(fits: readonly EtsFit[]): { fit: EtsFit; weight: number }[] {
  const least = Math.min(...fits.map((fit) => fit.aic));
  return fits
    .map((fit) => ({ fit, weight: Math.exp((least - fit.aic) / 2) }))
    .filter(({ weight }) => weight >= LEAST_WEIGHT)
    .sort((a, b) => b.weight - a.weight);
}

function forecaster(fit: EtsFit, n: number, scale: number, spent: number): FittedMethod {
  const { form, weights, states } = fit;
  const { alpha, beta, gamma, phi } = weights;
  const { residuals, sigma } = standardized(fit.errors, fit.parameters + spent);
  const multiplies = form.season === "multiplicative";
  const last = states.slice(2);
  const seasons = new Float64Array(SEASON);
  const path = (shocks: Float64Array, values = new Float64Array(shocks.length)) => {
    seasons.set(last);
    let level = states[0]!;
    let trend = states[1]!;
    let position = n % SEASON;
    for (let i = 0; i < values.length; i++) {
      const season = seasons[position]!;
      const error = sigma * shocks[i]!;
      trend *= phi;
      level += trend;
      if (multiplies) {
        const share = Math.max(error, LEAST_ERROR);
        values[i] = level * season * (1 + share) * scale;
        trend += beta * level * share;
        level += alpha * level * share;
        seasons[position] = season * (1 + gamma * share);
      } else {
        values[i] = (level + season + error) * scale;
        level += alpha * error;
        trend += beta * error;
        seasons[position] = season + gamma * error;
      }
      position = position === SEASON - 1 ? 0 : position + 1;
    }
    return values;
  };
  return {
    label: form.label,
    residuals,
    mean: (horizon) => path(new Float64Array(horizon)),
    path,
  };
}
