import { expect, test } from "vitest";
import {
  levelOnProfile,
  onProfile,
  pooledProfile,
  profileOf,
  yearlyGrowth,
} from "../../models/forecast/profile.ts";
import { normalShocks } from "../../models/forecast/shocks.ts";
import { randomFrom } from "../../models/random.ts";

const season = (i: number) => 1 + 0.3 * Math.sin((i * Math.PI) / 6);
const values = (months: number, growth = 0) =>
  Float64Array.from({ length: months }, (_, i) => 100 * (1 + growth) ** (i / 12) * season(i + 3));
const seriesOf = (list: Float64Array) => ({
  line: "expenditure.benefit",
  from: "2022-04",
  values: list,
  known: new Uint8Array(list.length).fill(1),
});
const profile = Float64Array.from({ length: 12 }, (_, s) => season(s));

test("a profile is by calendar month, whatever month a series begins with", () => {
  const found = profileOf(values(36), "2022-04")!;
  for (let s = 0; s < 12; s++) expect(found[s]).toBeCloseTo(season(s), 6);
  expect(profileOf(values(23), "2022-04")).toBeNull();
  expect(profileOf(values(36).fill(0, 5, 6), "2022-04")).toBeNull();
});

test("one odd sibling does not bend the pooled profile", () => {
  const odd = profile.map((v, s) => (s === 5 ? 4 : v));
  const pooled = pooledProfile([profile, profile, odd])!;
  expect(pooled[5]).toBeCloseTo(season(5), 6);
  expect(pooledProfile([])).toBeNull();
});

test("growth is of whole years, the latest first", () => {
  const growths = yearlyGrowth(values(40, 0.08));
  expect(growths).toHaveLength(2);
  for (const g of growths) expect(g).toBeCloseTo(Math.log(1.08), 6);
});

test("30 months on the profile of siblings go on with the season", () => {
  const fitted = onProfile(seriesOf(values(30)), profile);
  const points = fitted.mean(12);
  for (let h = 0; h < 12; h++) expect(points[h]! / (100 * season(30 + h + 3))).toBeCloseTo(1, 2);
});

test("14 months: level × profile × growth of siblings", () => {
  const growth = { log: Math.log(1.06), deviation: 0.03 };
  const points = levelOnProfile(seriesOf(values(14, 0.06)), profile, growth).mean(12);
  const truth = values(26, 0.06).subarray(14);
  for (let h = 0; h < 12; h++) expect(points[h]! / truth[h]!).toBeCloseTo(1, 1);
});

test("12 months alone: half of the season, and paths whose years differ by some per cent", () => {
  const fitted = levelOnProfile(seriesOf(values(12)), null, null);
  const totals = normalShocks(500, 12, randomFrom(1)).map((shocks) =>
    fitted.path(shocks).reduce((a, b) => a + b, 0),
  );
  totals.sort((a, b) => a - b);
  const width = (totals[450]! - totals[50]!) / totals[250]!;
  expect(width).toBeGreaterThan(0.08);
  expect(width).toBeLessThan(0.5);
  const points = fitted.mean(12);
  const swing = Math.max(...points) / Math.min(...points);
  expect(swing).toBeGreaterThan(1.2);
  expect(swing).toBeLessThan(1.7);
});
