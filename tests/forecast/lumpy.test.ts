import { describe, expect, test } from "vitest";
import { collectionYears, isLumpy } from "../../models/forecast/collection.ts";
import { type LineSeries, SPARE } from "../../models/forecast/line-model.ts";
import { lumpyModel } from "../../models/forecast/lumpy.ts";
import { quantileOf } from "../../models/forecast/quantile.ts";
import { areApart, scheduledLumps } from "../../models/forecast/scheduled-lumps.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

const HORIZON = 18;
const PATHS = 2000;

/** Premium of 2019-09 and after: 60 % in October to December, the rest in September, January and February. */
const SHARES = [0.16, 0.08, 0, 0, 0, 0, 0, 0, 0.16, 0.2, 0.2, 0.2];
const premium = (months: number, standard: (year: number) => number, factor = 1) =>
  Float64Array.from({ length: months }, (_, i) => {
    const season = (i + 8) % 12;
    const year = Math.floor(i / 12);
    return 1e6 * standard(year) * SHARES[season]! * (i % 12 === 0 ? 1 : factor ** (year % 2));
  });
const seriesOf = (values: Float64Array, from = "2019-09"): LineSeries => ({
  line: "income.contribution",
  from,
  values,
  known: new Uint8Array(values.length).fill(1),
});

/** Quantile of the sum of some months over all paths. */
function sumQuantile(
  write: ReturnType<typeof lumpyModel>["write"],
  p: number,
  from = 0,
  until = 12,
): number {
  const out = new Float64Array(HORIZON);
  const sums = normalShocks(PATHS, SPARE + HORIZON, randomFrom(4)).map((row) => {
    write({ spare: row.subarray(0, SPARE), months: row.subarray(SPARE) }, out, 0);
    return out.slice(from, until).reduce((a, b) => a + b, 0);
  });
  return quantileOf(Float64Array.from(sums).sort(), p);
}

describe("what is lumpy is seen from the data", () => {
  test("a premium of six months and quarterly interest are; care with seasons and an advance is not", () => {
    expect(isLumpy(premium(60, () => 300))).toBe(true);
    expect(isLumpy(Float64Array.from({ length: 36 }, (_, i) => (i % 3 === 2 ? 5 : 0)))).toBe(true);
    const care = Float64Array.from({ length: 36 }, (_, i) => 100 + 25 * Math.sin(i / 2));
    expect(isLumpy(care)).toBe(false);
    expect(isLumpy(care.map((v, i) => (i % 12 === 11 ? 2 * v : v)))).toBe(false);
    expect(isLumpy(new Float64Array(36))).toBe(false);
  });

  test("a collection year begins where collecting does", () => {
    const years = collectionYears(
      premium(64, (y) => 300 + 20 * y),
      "2019-09",
    );
    expect(years.start).toBe(8);
    expect(years.totals.map((t) => Math.round(t / 1e6))).toEqual([300, 320, 340, 360, 380]);
    expect(years.current).toHaveLength(4);
  });

  test("tranches from March to November keep the calendar year", () => {
    const tranches = [0, 0, 3, 0, 0, 3, 0, 0, 2, 0, 2, 0];
    const values = Float64Array.from({ length: 40 }, (_, i) => tranches[i % 12]!);
    expect(collectionYears(values, "2020-01").start).toBe(0);
  });
});

describe("driver × shares", () => {
  test("standards that rise by 20 yuan a year go on rising by 20", () => {
    const model = lumpyModel(seriesOf(premium(60, (y) => 300 + 20 * y)), [], null, []);
    expect(sumQuantile(model.write, 0.5) / 1e6).toBeCloseTo(400, -1);
    expect(model.notes.join()).toMatch(/9月起算.*5个完整年度/);
  });

  test("with persons known, a loss of persons is a loss of premium", () => {
    const values = premium(60, () => 300);
    const steady = new Array(60).fill(1e6);
    const fallen = steady.map((v, i) => (i === 59 ? v * 0.9 : v));
    const of = (insured: number[]) =>
      sumQuantile(lumpyModel(seriesOf(values), insured, null, []).write, 0.5);
    expect(of(fallen) / of(steady)).toBeCloseTo(0.9, 2);
    expect(lumpyModel(seriesOf(values), fallen, null, []).method).toMatch(/参保人数/);
  });

  test("a year under way 10 % above the usual pace raises what is left of it", () => {
    const usual = premium(63, () => 300);
    const ahead = usual.map((v, i) => (i >= 60 ? v * 1.1 : v));
    const rest = (values: Float64Array) =>
      sumQuantile(lumpyModel(seriesOf(values), [], null, []).write, 0.5, 0, 3);
    const ratio = rest(ahead) / rest(usual);
    expect(ratio).toBeGreaterThan(1.05);
    expect(ratio).toBeLessThan(1.11);
    expect(lumpyModel(seriesOf(ahead), [], null, []).notes.join()).toMatch(/本年度已到账/);
  });

  test("months without collection stay without: nothing is smeared over the year", () => {
    const { write } = lumpyModel(seriesOf(premium(60, () => 300)), [], null, []);
    expect(sumQuantile(write, 0.9, 7, 11)).toBe(0);
    expect(sumQuantile(write, 0.1, 0, 6)).toBeGreaterThan(0);
  });

  test("a tranche that is due and has not come is expected late, not lost", () => {
    const tranches = [0, 0, 3e6, 0, 0, 3e6, 0, 0, 2e6, 0, 2e6, 0];
    const values = Float64Array.from({ length: 58 }, (_, i) => (i === 56 ? 0 : tranches[i % 12]!));
    const model = lumpyModel(
      { ...seriesOf(values, "2019-01"), line: "income.fiscal" },
      [],
      null,
      [],
    );
    expect(sumQuantile(model.write, 0.5, 0, 2)).toBeGreaterThan(3.5e6);
    expect(model.notes.join()).toMatch(/尚未到账/);
  });

  test("one year of history is wider than five", () => {
    const width = (months: number) => {
      const { write } = lumpyModel(seriesOf(premium(months, () => 300)), [], null, []);
      return sumQuantile(write, 0.9) - sumQuantile(write, 0.1);
    };
    expect(width(12)).toBeGreaterThan(1.5 * width(60));
  });
});

describe("a few large payments are no collection", () => {
  const rare = (months: number) =>
    Float64Array.from({ length: months }, (_, i) =>
      i % 12 === 3 ? 200 * 20 ** Math.floor(i / 12) : i % 12 === 9 ? 90 : 0,
    );

  test.each([26, 38, 50])("after %i months their growth does not run away", (months) => {
    const series = seriesOf(rare(months));
    const most = Math.max(...series.values);
    for (const insured of [[], Array.from({ length: months }, () => 500)]) {
      const { write, notes } = lumpyModel(series, insured, null, []);
      if (months > 36) expect(notes.join()).toMatch(/各年总额相差悬殊/);
      expect(sumQuantile(write, 0.99, 0, HORIZON)).toBeLessThan(8 * most);
    }
  });

  test("nor does what siblings say of it", () => {
    const wild = { log: 3, deviation: 0.1 };
    const alone = lumpyModel(seriesOf(premium(14, () => 300)), [], wild, []);
    expect(alone.notes.join()).toMatch(/年增长30%/);
  });

  test("tranches that never slipped are not expected to, the less the more there were", () => {
    const quarterly = (years: number) =>
      Float64Array.from({ length: 12 * years }, (_, i) => (i % 3 === 2 ? 1e6 : 0));
    const early = (years: number) => {
      const out = new Float64Array(HORIZON);
      const { write } = lumpyModel(seriesOf(quarterly(years)), [], null, []);
      const rows = normalShocks(PATHS, SPARE + HORIZON, randomFrom(4));
      const moved = rows.filter((row) => {
        write({ spare: row.subarray(0, SPARE), months: row.subarray(SPARE) }, out, 0);
        return out[4]! > 0;
      });
      return moved.length / PATHS;
    };
    expect(early(5)).toBeLessThan(0.02);
    expect(early(5)).toBeGreaterThan(0);
    expect(early(2)).toBeGreaterThan(early(5));
  });
});

describe("scheduled lumps on top of care", () => {
  const advance = (year: number) => 80 + 10 * (year % 2);
  const care = (i: number) => 100 + 5 * Math.sin(i);
  const values = Float64Array.from({ length: 60 }, (_, i) => {
    if (i % 12 === 11) return care(i) + advance(Math.floor(i / 12));
    if (i % 12 === 0 && i > 0) return care(i) - advance(Math.floor(i / 12) - 1) - 60;
    return care(i);
  });
  const series = { ...seriesOf(values, "2019-01"), line: "expenditure.benefit" };

  test("an advance in December and its return in January leave the series, negative months and all", () => {
    const lumps = scheduledLumps(series)!;
    expect(lumps.seasons).toEqual([0, 11]);
    expect(Math.min(...values)).toBeLessThan(0);
    for (const [i, v] of lumps.rest.entries()) expect(Math.abs(v - care(i))).toBeLessThan(12);
  });

  test("and come again in their months, no other", () => {
    const lumps = scheduledLumps(series)!;
    const out = new Float64Array(12);
    const row = normalShocks(1, SPARE + 12, randomFrom(2))[0]!;
    lumps.add({ spare: row.subarray(0, SPARE), months: row.subarray(SPARE) }, out, 0);
    expect(out[0]).toBeLessThan(-100);
    expect(out[11]).toBeGreaterThan(60);
    expect([...out.subarray(1, 11)]).toEqual(new Array(10).fill(0));
  });

  test("a plain seasonal series has none", () => {
    const plain = Float64Array.from(
      { length: 60 },
      (_, i) => care(i) * (1 + 0.2 * Math.sin(i / 2)),
    );
    expect(scheduledLumps({ ...series, values: plain })).toBeNull();
  });

  const noise = randomFrom(7);
  const benefit = Float64Array.from({ length: 80 }, () => 100 + 10 * (noise() - 0.5));
  /** Advanced in January, taken back in thirds from October; the first autumn knows of no advance. */
  const advanced = (months: number, amount: (year: number) => number) => {
    const paid = benefit.slice(0, months).map((v, i) => {
      const [year, month] = [Math.floor((i + 8) / 12), (i + 8) % 12];
      if (month === 0) return v + amount(year);
      return month >= 9 && year > 0 ? v - amount(year) / 3 : v;
    });
    return seriesOf(paid, "2019-09");
  };

  test("what is advanced in January is taken back from October in the same cycle, by what was advanced", () => {
    const usual = scheduledLumps(advanced(60, () => 120))!;
    expect(usual.seasons).toEqual([0, 9, 10, 11]);
    const doubled = scheduledLumps(advanced(60, (year) => (year === 5 ? 240 : 120)))!;
    const back = (lumps: typeof usual) => lumps.mean(4).reduce((a, b) => a + b, 0);
    expect(Math.abs(back(usual) / -120 - 1)).toBeLessThan(0.15);
    expect(back(doubled) / back(usual)).toBeGreaterThan(1.5);
    expect(doubled.mean(5)[4]).toBeLessThan(180);
  });

  test("at whatever month the history ends", () => {
    for (let months = 40; months <= 60; months++) {
      const { mean, rest } = scheduledLumps(advanced(months, () => 120))!;
      expect([...rest, ...mean(18)].every(Number.isFinite), `${months}`).toBe(true);
    }
  });

  test("they are set apart only where that forecasts better than a season does", () => {
    const late = advanced(60, () => 120);
    expect(areApart(late)).toBe(true);
    const chance = randomFrom(8);
    const noisy = late.values.map((v) => v * (0.6 + 0.8 * chance()));
    const some = { ...late, values: noisy };
    expect(scheduledLumps(some)!.seasons).toEqual([0, 8]);
    expect(areApart(some)).toBe(false);
  });
});
