import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hospitalizationRate } from "../../models/metrics/hospitalization-rate.ts";
import { compile } from "../../pipelines/figures.ts";
import { Store } from "../../pipelines/store.ts";
import { type Interval, meet } from "../published/oracle.ts";

/**
 * National rates as printed, and the figures they should follow from. Discharges 出院人次: 国家医保局
 * 医保数智库 (https://www.nhsa.gov.cn/art/2026/7/13/art_257_21405.html). Insured persons and rates:
 * 全国医疗保障事业发展统计公报 of 2020 (rhapsodytogo.com/aktuelle/1411437.html, freewechat.com/a/Mzg5MjYxMjY4OQ==/2247484678),
 * 2021 (info.linxi.gov.cn/content/45224.html, chinahightech.com/html/chany/swyy/2022/0610/5643213.html), 2022
 * (duocaiyimin.com/2023/0713/677710.shtml, m9009.cn/cssh/20230711/282798.html) and 2023
 * (https://www.nhsa.gov.cn/art/2024/7/25/art_7_13340.html, ydfckyy.cn/diu/39986866.html); all but the first
 * and the last are reprints. Persons and discharges in 万.
 */
const PUBLISHED = [
  // fund, year, printed rate %, discharges, insured at the end of the year, and of the year before
  ["居民", 2021, "15.2", "15347.9", "100866", "101676"],
  ["居民", 2023, "20.7", "19922.5", "96294", "98349"],
  ["职工", 2021, "17.7", "5900.4", "35431", "34455"],
  ["职工", 2022, "17.6", "6277.1", "36243", "35431"],
  ["职工", 2023, "21.86", "8009.1", "37095", "36243"],
] as const;

/** Which rates reproduce: 职工 does not by either denominator, so a report prints the one it used. */
const REPRODUCES = `
居民 2021 15.2%  year end 15.22% yes average 15.16% yes
居民 2023 20.7%  year end 20.69% yes average 20.47% no
职工 2021 17.7%  year end 16.65% no  average 16.89% no
职工 2022 17.6%  year end 17.32% no  average 17.52% no
职工 2023 21.86% year end 21.59% no  average 21.84% no`;

const printed = (text: string): Interval => {
  const half = 0.5 * 10 ** -(text.split(".")[1]?.length ?? 0);
  return { low: Number(text) - half, high: Number(text) + half };
};

let store: Store;
beforeAll(async () => {
  store = await Store.open(":memory:");
});
afterAll(() => store.close());

/** The metric's own formula, between the ends of what rounding in print leaves open. */
async function rate(
  admissions: Interval,
  insured: Interval,
): Promise<Interval & { value: number }> {
  const { value, low, high } = compile(hospitalizationRate.variants[0]!.value);
  const at = (discharges: number) =>
    store.row<{ value: number; low: number; high: number }>(`
      select ${value} as value, ${low} as low, ${high} as high
      from (select cast(${discharges} as decimal(18, 4)) as admissions_ytd,
        cast(${(insured.low + insured.high) / 2} as decimal(18, 4)) as insured_persons,
        cast(${(insured.high - insured.low) / 2} as decimal(18, 4)) as insured_persons_half)`);
  const ends = [await at(admissions.low), await at(admissions.high)];
  const middle = await at((admissions.low + admissions.high) / 2);
  return {
    value: middle.value,
    low: Math.min(...ends.map((end) => end.low)),
    high: Math.max(...ends.map((end) => end.high)),
  };
}

const average = (a: Interval, b: Interval): Interval => ({
  low: (a.low + b.low) / 2,
  high: (a.high + b.high) / 2,
});

describe("the national hospitalization rates", () => {
  test("居民 of 2021 and 2023 reproduce from discharges and year-end insured, 职工 does not", async () => {
    const lines: string[] = [];
    for (const [fund, year, percent, discharges, insured, before] of PUBLISHED) {
      const admissions = printed(discharges);
      const word = (found: Interval & { value: number }): string => {
        const said = printed(percent);
        const agrees = meet(found, { low: said.low / 100, high: said.high / 100 });
        return `${(found.value * 100).toFixed(2)}% ${agrees ? "yes" : "no"}`;
      };
      const yearEnd = word(await rate(admissions, printed(insured)));
      const mean = word(await rate(admissions, average(printed(insured), printed(before))));
      lines.push(
        `${fund} ${year} ${`${percent}%`.padEnd(6)} year end ${yearEnd.padEnd(10)} average ${mean}`,
      );
    }
    expect(lines).toEqual(REPRODUCES.trim().split("\n"));
  });
});
