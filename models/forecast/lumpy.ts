import { type CollectionYears, collectionYears } from "./collection.ts";
import {
  type Chance,
  type Growth,
  type LineModel,
  type LineSeries,
  normalCdf,
} from "./line-model.ts";
import { SEASON } from "./method.ts";
import { clamp, deviation, mean, median } from "./quantile.ts";

const USED_YEARS = 6;
/** Spread of a yearly growth taken for granted before any is seen, and for how many years that counts. */
const PRIOR_DEVIATION = 0.05;
const PRIOR_YEARS = 2;
const LEAST_DEVIATION = 0.02;
const MOST_GROWTH = 0.3;
/** Spread of yearly totals beyond which they say nothing of the next. */
const MOST_DEVIATION = 0.5;
/** Spread of the share that has come by some month, where one year is all there is. */
const LONE_SHARE_DEVIATION = 0.15;
/** A month with a tenth of the year is a tranche: it may slip, and be overdue. */
const TRANCHE = 0.1;
const ARRIVED_LEAST = 0.05;
/** What is left of a year under way lies within these multiples of its usual part of the total. */
const LEAST_LEFT = 0.25;
const MOST_LEFT = 2;
const OVERDUE_NEXT = 0.6;
const OVERDUE_AFTER = 0.9;

/**
 * Income that comes in a few months: a total per collection year × the share of each month. The total is insured
 * persons × last amount per head (last total where persons are not known) × growth; the shares of a path are
 * those of one past year whole, apart from their mean by √((Y+1)/(Y−1)) more than they were, and a tranche may
 * slip by a month with probability 1/(T+2), T tranches having come in those years. The year under way is weighed: what has come over the share that
 * usually has, against the driver, each by its own spread; what is left is that total less what has come.
 * Where totals differ by more than that can bear (a few large payments), months of past years stand for it.
 */
export function lumpyModel(
  series: LineSeries,
  insured: ArrayLike<number | null>,
  pooled: Growth | null,
  notes: string[],
): LineModel {
  const n = series.values.length;
  const years = recentYears(collectionYears(series.values, series.from));
  const driver = driverOf(years, n, insured, pooled);
  if (!(driver.deviation <= MOST_DEVIATION))
    return smallModel(series, [
      ...notes,
      "各年总额相差悬殊（如个别大额支付），不按年度总额推算，按历年同月取值。",
    ]);
  const shares = widened(years.shares);
  const usual = Float64Array.from({ length: SEASON }, (_, m) =>
    mean(years.shares.map((s) => s[m]!)),
  );
  const done = years.current.length;
  const arrived = years.current.reduce((a, b) => a + b, 0);
  const shareBy = shares.map((s) => Math.max(sumOf(s, 0, done), 0.3 * sumOf(usual, 0, done)));
  const usualBy = sumOf(usual, 0, done);
  const overdue = overdueOf(years, usual, driver.next);
  const weight =
    usualBy < ARRIVED_LEAST || overdue > 0 || arrived <= 0
      ? 0
      : weightOfArrived(years.shares, done, driver.deviation);
  const isTranche = usual.map((share) => (share >= TRANCHE ? 1 : 0));
  const slip = 1 / (years.totals.length * sumOf(isTranche, 0, SEASON) + 2);
  const lowest = series.values.reduce((a, b) => Math.min(a, b), 0);

  const write = ({ spare, months }: Chance, out: Float64Array, at: number) => {
    const horizon = months.length;
    out.fill(0, at, at + horizon);
    let total = 0;
    for (let year = 0, h = 0; h < horizon; year++) {
      const pick = pickOf(spare[3 + Math.min(year, 2)]!, shares.length);
      const share = shares[pick]!;
      const from = year === 0 ? done : 0;
      const shock = driver.deviation * spare[Math.min(year, 2)]!;
      if (year === 0) {
        const planned = Math.log(driver.next) + shock;
        const seen = weight > 0 ? Math.log(arrived / shareBy[pick]!) : 0;
        total = Math.exp(weight * seen + (1 - weight) * planned);
      } else total *= Math.exp(driver.log + shock);
      const amount = year === 0 && done > 0 ? leftOver(total, sumOf(share, done, SEASON)) : total;
      for (let m = from; m < SEASON && h < horizon; m++, h++)
        addMonth(out, at, h, horizon, amount * share[m]!, isTranche[m] === 1 ? months[h]! : 0);
    }
    if (overdue > 0) {
      const u = normalCdf(spare[6]!);
      if (u < OVERDUE_NEXT) out[at]! += overdue;
      else if (u < OVERDUE_AFTER && horizon > 1) out[at + 1]! += overdue;
    }
    if (lowest === 0) for (let h = 0; h < horizon; h++) out[at + h] = Math.max(out[at + h]!, 0);
  };
  /** What a share of one stands for in the months left: the total less what has come, near what is usual. */
  const leftOver = (total: number, share: number) =>
    share > 0
      ? clamp((total - arrived - overdue) / share, LEAST_LEFT * total, MOST_LEFT * total)
      : 0;
  /** Early ones of the first month would have been seen, late ones of the last fall outside. */
  const addMonth = (
    out: Float64Array,
    at: number,
    h: number,
    horizon: number,
    amount: number,
    shock: number,
  ) => {
    const u = shock === 0 ? 0.5 : normalCdf(shock);
    const moved = u < slip / 3 && h > 0 ? h - 1 : u > 1 - (2 * slip) / 3 ? h + 1 : h;
    if (moved < horizon) out[at + moved]! += amount;
  };

  return {
    line: series.line,
    method: driver.perHead ? "参保人数×人均标准×月度份额" : "征缴年度总额×月度份额",
    notes: [...notes, ...sentences(years, driver, weight, usualBy, arrived, overdue)],
    residuals: new Float64Array(0),
    write,
  };
}

/**
 * Lines too small to matter: the same months of a past year, on the level of the last. Each path takes one of up
 * to four years whole, and moves it as far as years differ.
 */
export function smallModel(series: LineSeries, notes: string[]): LineModel {
  const { values } = series;
  const n = values.length;
  const span = (b: number) => values.subarray(Math.max(n - SEASON * (b + 1), 0), n - SEASON * b);
  const blocks = Array.from({ length: clamp(Math.floor(n / SEASON), 1, 4) }, (_, b) => span(b));
  const sizes = blocks.map((block) => block.reduce((a, v) => a + Math.abs(v), 0));
  const scales = sizes.map((size) => (size > 0 ? clamp(sizes[0]! / size, 0.5, 2) : 1));
  const logs = sizes.filter((size) => size > 0).map(Math.log);
  const yearly = clamp(deviation(logs), 0.1, 0.5);
  return {
    line: series.line,
    method: "同月历史值",
    notes,
    residuals: new Float64Array(0),
    write({ spare, months }, out, at) {
      for (let h = 0; h < months.length; h++) {
        const year = Math.min(Math.floor(h / SEASON), 2);
        const pick = pickOf(spare[3 + year]!, blocks.length);
        const block = blocks[pick]!;
        out[at + h] = block[h % block.length]! * scales[pick]! * Math.exp(yearly * spare[year]!);
      }
    },
  };
}

const pickOf = (z: number, count: number): number =>
  Math.min(Math.floor(normalCdf(z) * count), count - 1);

const sumOf = (values: ArrayLike<number>, from: number, until: number): number => {
  let sum = 0;
  for (let i = from; i < until; i++) sum += values[i]!;
  return sum;
};

function recentYears(years: CollectionYears): CollectionYears {
  return {
    ...years,
    totals: years.totals.slice(-USED_YEARS),
    shares: years.shares.slice(-USED_YEARS),
    ends: years.ends.slice(-USED_YEARS),
  };
}

/** Standards rise by amounts rather than by rates: growth is the median yearly step over the last amount. */
interface Driver {
  /** Expected total of the year under way, or of the next where none is. */
  next: number;
  log: number;
  deviation: number;
  perHead: boolean;
}

function driverOf(
  { totals, ends, shares }: CollectionYears,
  n: number,
  insured: ArrayLike<number | null>,
  pooled: Growth | null,
): Driver {
  /** Persons at the time their money came. */
  const heads = ends.map((end, y) => {
    let sum = 0;
    let weights = 0;
    for (let m = 0; m < SEASON; m++) {
      const persons = insured[end - SEASON + m] ?? null;
      const weight = Math.abs(shares[y]![m]!);
      if (persons !== null) [sum, weights] = [sum + weight * persons, weights + weight];
    }
    return weights > 0 ? sum / weights : 0;
  });
  const now = insured[n - 1] ?? 0;
  const perHead = now > 0 && heads.every((head) => head > 0);
  const amounts = totals.map((total, y) => (perHead ? total / heads[y]! : total));
  const logs = amounts.slice(1).map((amount, y) => Math.log(amount / amounts[y]!));
  const steps = amounts.slice(1).map((amount, y) => amount - amounts[y]!);
  const own = logs.length >= 2 ? median(steps) / amounts.at(-1)! : null;
  const growth = own ?? Math.expm1(pooled?.log ?? logs[0] ?? 0);
  const log = Math.log1p(clamp(growth, -MOST_GROWTH, MOST_GROWTH));
  const squares = logs.reduce((sum, g) => sum + (g - log) ** 2, 0);
  const seen = Math.sqrt(
    (squares + PRIOR_YEARS * PRIOR_DEVIATION ** 2) / (Math.max(logs.length - 1, 0) + PRIOR_YEARS),
  );
  const spread = Math.max(
    own === null ? Math.max(seen, pooled?.deviation ?? 0.08) : seen,
    LEAST_DEVIATION,
  );
  return {
    next: amounts.at(-1)! * (perHead ? now : 1) * Math.exp(log),
    log,
    deviation: spread * Math.sqrt(1 + 1 / Math.max(logs.length, 1)),
    perHead,
  };
}

/** Shares of past years, moved from their mean so that they spread as a new year does around it. */
function widened(shares: Float64Array[]): Float64Array[] {
  const count = shares.length;
  if (count === 1) return shares;
  const factor = Math.sqrt((count + 1) / (count - 1));
  const middle = Float64Array.from({ length: SEASON }, (_, m) => mean(shares.map((s) => s[m]!)));
  const isSigned = shares.some((s) => s.some((share) => share < 0));
  return shares.map((s) => {
    const moved = s.map((share, m) => {
      const wide = middle[m]! + (share - middle[m]!) * factor;
      return isSigned ? wide : Math.max(wide, 0);
    });
    const total = sumOf(moved, 0, SEASON);
    return moved.map((share) => share / total);
  });
}

function weightOfArrived(shares: Float64Array[], done: number, deviation: number): number {
  const logs = shares.map((s) => Math.log(Math.max(sumOf(s, 0, done), 1e-3)));
  const centre = mean(logs);
  const count = logs.length;
  const rest = 1 - Math.exp(centre);
  const squares = logs.reduce((sum, l) => sum + (l - centre) ** 2, 0);
  const prior = (LONE_SHARE_DEVIATION * rest) ** 2 / count;
  const variance = ((squares + prior) / count) * (1 + 1 / count) + 1e-5;
  return deviation ** 2 / (deviation ** 2 + variance);
}

/** A tranche of the last two months that has not come: what of it is missing; 0 where nothing is. */
function overdueOf({ current }: CollectionYears, usual: Float64Array, expected: number): number {
  const done = current.length;
  let missing = 0;
  for (let m = Math.max(done - 2, 0); m < done; m++) {
    const due = usual[m]! * expected;
    if (usual[m]! >= TRANCHE && current[m]! < 0.3 * due) missing += due - current[m]!;
  }
  const behind = sumOf(usual, 0, done) * expected - sumOf(current, 0, done);
  return missing > 0 && behind > 0.7 * missing ? missing : 0;
}

function sentences(
  years: CollectionYears,
  driver: Driver,
  weight: number,
  usualBy: number,
  arrived: number,
  overdue: number,
): string[] {
  const count = years.totals.length;
  const per = (share: number) => `${(share * 100).toFixed(0)}%`;
  const said = [
    `收入集中在少数月份，按${years.start + 1}月起算的年度总额乘以各月份额预测（${count}个完整年度）。`,
    driver.perHead
      ? `年度总额按参保人数乘以上年人均标准，人均年增长${per(Math.expm1(driver.log))}。`
      : `年度总额按上一完整年度，年增长${per(Math.expm1(driver.log))}。`,
  ];
  if (count < 3) said.push("完整年度不足3个，月度份额和增长的区间已放宽。");
  if (years.current.length > 0 && weight > 0)
    said.push(
      `本年度已到账${(arrived / 1e4).toFixed(0)}万元，往年同期约占全年${per(usualBy)}，据此修正全年预计（权重${per(weight)}）。`,
    );
  if (overdue > 0)
    said.push(`按往年应到的约${(overdue / 1e4).toFixed(0)}万元尚未到账，按晚到一至两个月处理。`);
  return said;
}
