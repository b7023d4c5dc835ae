import { addMonths, type Month } from "../period.ts";
import { breaksOf, inWords, withoutBreaks } from "./breaks.ts";
import { type FestivalEffect, festivalEffect, festivalRegressors, isTrusted } from "./calendar.ts";
import { isLumpy } from "./collection.ts";
import { combination } from "./combination.ts";
import type { Break } from "./fund.ts";
import type { LineModel, LineSeries, Pooled } from "./line-model.ts";
import { lumpyModel, smallModel } from "./lumpy.ts";
import { type FittedMethod, SEASON } from "./method.ts";
import { levelOnProfile, onProfile, profileOf } from "./profile.ts";
import { clamp, median } from "./quantile.ts";
import { areApart, type ScheduledLumps, scheduledLumps } from "./scheduled-lumps.ts";
import { selected } from "./selection.ts";
import { suspectedBreaks } from "./suspected-breaks.ts";
import { theta } from "./theta.ts";

const LONG = 36;
const MIDDLE = 24;
/** Share of its side below which a line is not worth a model. */
const SMALL = 0.03;
const LEAST_BETA = 0.02;
const MOST_WIDENING = 3;

/** A line looked at: what kind it is, and its history without what is not to be fitted. */
export interface CleanedLine {
  series: LineSeries;
  kind: "continuous" | "lumpy" | "small" | "ended";
  /** Without breaks and scheduled lumps. */
  cleaned: Float64Array;
  /** Without scheduled lumps, with all that breaks did. */
  uncleaned: Float64Array;
  lumps: ScheduledLumps | null;
  effect: FestivalEffect;
  isBroken: boolean;
  isUnsettled: boolean;
  notes: string[];
}

const NO_EFFECT: FestivalEffect = { beta: 0, t: 0, n: 0 };

/** Cleans a line and says of which kind it is; `share` is its part of its side in the last year. */
export function cleanedLine(
  given: LineSeries,
  fund: string,
  breaks: Break[],
  share: number,
): CleanedLine {
  const { series, notes: begun } = withoutBeginning(given);
  const { values, from, line } = series;
  const n = values.length;
  const rest = {
    series,
    cleaned: values,
    uncleaned: values,
    lumps: null,
    effect: NO_EFFECT,
    isBroken: false,
    isUnsettled: false,
  };
  const own = breaksOf(breaks, fund, line, addMonths(from, n - 1));
  if (share < SMALL) return { ...rest, kind: "small", notes: [] };
  const ended = endedFor(values);
  if (ended > 0)
    return {
      ...rest,
      kind: "ended",
      notes: [
        `此科目最近${ended}个月没有发生额，此前一直有，按已停止处理，预测为零；如为漏报请补报。`,
      ],
    };
  const found = isMostlyQuiet(values) ? null : scheduledLumps(series);
  if (isLumpy(found?.rest ?? values)) return { ...rest, kind: "lumpy", notes: [] };
  const lumps = found !== null && areApart(series) ? found : null;
  const uncleaned = lumps?.rest ?? values;
  const { values: cleaned, masked, notes, isUnsettled } = withoutBreaks(uncleaned, from, own);
  notes.unshift(...begun);
  const isUsable = (i: number) => masked[i] === 0 && series.known[i] === 1;
  if (lumps)
    notes.unshift(
      `${lumps.seasons.map((s) => `${s + 1}月`).join("、")}的定期集中收支（预付、扣回、清算等）从序列中分出，按历年比例另行预测。`,
    );
  const isListed = (i: number) => {
    const month = addMonths(from, i);
    return own.some((b) => isNearBreak(b, month));
  };
  notes.push(...suspectedBreaks(cleaned, from, isListed));
  return {
    series,
    kind: "continuous",
    cleaned,
    uncleaned,
    lumps,
    effect: festivalEffect(cleaned, festivalRegressors(from, n), isUsable),
    isBroken: own.length > 0,
    isUnsettled,
    notes,
  };
}

/** Months whose 12-month change a listed break explains: its own, and the year after. */
const isNearBreak = (b: Break, month: Month): boolean =>
  month >= b.from && month <= addMonths(b.kind === "pulse" ? (b.to ?? b.from) : b.from, SEASON);

const isMostlyQuiet = (values: Float64Array): boolean => {
  const level = values.reduce((a, v) => a + Math.abs(v), 0) / values.length;
  return values.filter((v) => Math.abs(v) < 0.1 * level).length * 4 >= values.length;
};

/** Months at the beginning are taken for its running in if they are below this share of the median of the year after. */
const RUNNING_IN = 0.1;
const MOST_RUNNING_IN = 3;

/** A series without the months in which it ran in: a fund that was opened, or a system that began, within a month. */
function withoutBeginning(series: LineSeries): { series: LineSeries; notes: string[] } {
  const { values, known, from } = series;
  const isSmall = (i: number) =>
    values[i]! < RUNNING_IN * median([...values.subarray(i + 1, i + 1 + SEASON)]);
  let months = 0;
  while (months <= MOST_RUNNING_IN && values.length - months > 2 * SEASON && isSmall(months))
    months++;
  if (months === 0 || months > MOST_RUNNING_IN || isMostlyQuiet(values))
    return { series, notes: [] };
  const rest = { values: values.subarray(months), known: known.subarray(months) };
  return {
    series: { ...series, ...rest, from: addMonths(from, months) },
    notes: [
      `${inWords(from)}起的前${months}个月发生额不到其后一年中位数的十分之一，按起步月份处理，不作为预测依据。`,
    ],
  };
}

const LEAST_SILENCE = 3;

/** Months at the end without anything, of a line that never before stood still as long; else 0. */
function endedFor(values: Float64Array): number {
  let silent = 0;
  while (silent < values.length && values[values.length - 1 - silent] === 0) silent++;
  if (silent < LEAST_SILENCE) return 0;
  let longest = 0;
  let run = 0;
  for (const value of values.subarray(0, values.length - silent)) {
    run = value === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest === 0 ? silent : 0;
}

/** Makes a cleaned line ready to be simulated. */
export function lineModel(
  line: CleanedLine,
  insured: ArrayLike<number | null>,
  pooled: Pooled,
  horizon: number,
): LineModel {
  const { series, kind, notes } = line;
  if (kind === "ended")
    return {
      ...smallModel(series, notes),
      method: "已停止",
      write: (chance, out, at) => out.fill(0, at, at + chance.months.length),
    };
  const n = series.values.length;
  if (n < SEASON)
    return smallModel(series, [...notes, `此科目历史只有${n}个月，按这几个月的水平推算。`]);
  if (kind === "small") return smallModel(series, notes);
  if (kind === "lumpy") return lumpyModel(series, insured, pooled.growth, notes);
  return continuousModel(line, pooled, horizon);
}

/**
 * The paths of the method fitted to the cleaned history; what the history has beyond that, breaks and all, is
 * added month by month as shocks that pass, so that one step ahead is as uncertain as the uncleaned history.
 */
function continuousModel(line: CleanedLine, pooled: Pooled, horizon: number): LineModel {
  const { series, cleaned, uncleaned, lumps } = line;
  const { from } = series;
  const n = cleaned.length;
  const notes = [...line.notes];
  const isOwn = isTrusted(line.effect, n);
  const beta = clamp(isOwn ? line.effect.beta : pooled.beta, -0.5, 0.5);
  const isMoved = Math.abs(beta) >= LEAST_BETA;
  const moving = festivalRegressors(from, n + horizon).map((x) =>
    isMoved ? Math.exp(beta * x) : 1,
  );
  if (isMoved)
    notes.push(
      `春节落在不同月份的影响按${isOwn ? "本序列" : "同类地区"}估计调整（整个假期在当月与不在当月相差${(Math.expm1(beta) * 100).toFixed(0)}%）。`,
    );
  const still = (values: Float64Array) => values.map((v, i) => v / moving[i]!);
  const { fitted, method } = fit({ ...series, values: still(cleaned) }, pooled, notes);
  const step = stepOf(fitted);
  const wider = line.isBroken
    ? clamp(stepOf(theta(still(uncleaned))) / stepOf(theta(still(cleaned))), 1, MOST_WIDENING)
    : 1;
  const centre = fitted.mean(horizon);
  if (line.isUnsettled) {
    const plain = fit({ ...series, values: still(uncleaned) }, pooled, []).fitted.mean(horizon);
    const year = Math.min(horizon, SEASON);
    const total = (values: Float64Array) =>
      values.subarray(0, year).reduce((a, v, h) => a + v * moving[n + h]!, 0) / 1e4;
    notes.push(
      `水平变化不足18个月：未来${year}个月合计，按调整后历史${total(centre).toFixed(0)}万元，不调整则为${total(plain).toFixed(0)}万元；采用前者。`,
    );
  }
  const isNeverNegative = uncleaned.every((v) => v >= 0);
  return {
    line: series.line,
    method,
    notes,
    residuals: fitted.residuals,
    write(chance, out, at) {
      const path = fitted.path(chance.months);
      for (let h = 0; h < path.length; h++) {
        const passing = (wider - 1) * step * (centre[h]! / (centre[0]! || 1)) * chance.months[h]!;
        out[at + h] = (path[h]! + passing) * moving[n + h]!;
      }
      if (isNeverNegative) for (let h = at; h < at + path.length; h++) if (out[h]! < 0) out[h] = 0;
      lumps?.add(chance, out, at);
    },
  };
}

function fit(
  series: LineSeries,
  pooled: Pooled,
  notes: string[],
): { fitted: FittedMethod; method: string } {
  const { values, from } = series;
  const n = values.length;
  if (n >= LONG) {
    const fitted = selected(values, notes);
    return { fitted, method: fitted.label };
  }
  if (n >= MIDDLE) {
    const profile = pooled.profile ?? profileOf(values, from);
    notes.push(
      `历史${n}个月，不足36个月，季节份额取${pooled.profile ? "同类地区合并值" : "本序列自身"}。`,
    );
    const fitted = profile === null ? combination(values) : onProfile(series, profile);
    return { fitted, method: fitted.label };
  }
  notes.push(
    `历史只有${n}个月（${inWords(from)}起），不足24个月：季节份额取${pooled.profile ? "同类地区合并值" : "本序列自身一年并折半"}，增长${pooled.growth ? `按同类地区每年${(Math.expm1(pooled.growth.log) * 100).toFixed(0)}%` : "不计"}。`,
  );
  const fitted = levelOnProfile(series, pooled.profile, pooled.growth);
  return { fitted, method: fitted.label };
}

/** How far a shock of one moves the next month. */
function stepOf(fitted: FittedMethod): number {
  const step = Math.abs(fitted.path(Float64Array.of(1))[0]! - fitted.mean(1)[0]!);
  return step > 0 ? step : 1;
}

/** Seasonal factors of a cleaned line for pooling, without the festival's moving part. */
export function ownProfile({ kind, cleaned, series, effect }: CleanedLine): Float64Array | null {
  if (kind !== "continuous") return null;
  const x = festivalRegressors(series.from, cleaned.length);
  const beta = isTrusted(effect, cleaned.length) ? effect.beta : 0;
  return profileOf(
    cleaned.map((v, i) => v / Math.exp(beta * x[i]!)),
    series.from,
  );
}
