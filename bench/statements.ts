import { closeSync, openSync, writeSync } from "node:fs";
import { monthOf } from "../models/period.ts";

/** Which made-up files: so many regions, these months, and which telling of them. */
export interface Shape {
  regions: number;
  /** Number of the first region; files of different firsts speak of different regions. */
  first?: number;
  months: string[];
  /** Another revision of the same months has other amounts, as consistent as the first. */
  revision?: number;
}

const FUNDS = ["职工", "居民", "生育"];
const INCOME = ["基本医疗保险费收入", "财政补贴收入", "利息收入", "转移收入", "其他收入"];
const EXPENDITURE = ["待遇支出", "大病保险支出", "转移支出", "其他支出", "上解上级支出"];
const SHARES = [9000, 4000, 60, 30, 20, 8000, 700, 20, 10, 90];
const FIRST_YEAR = 2015;

export const regionCode = (index: number): string => String(410_101 + index);

export const monthsOf = (fromYear: number, years: number): string[] =>
  Array.from({ length: years * 12 }, (_, i) =>
    monthOf(fromYear + Math.floor(i / 12), (i % 12) + 1),
  );

/** A whole number below `limit` that depends on its keys alone. */
export function drawn(limit: number, ...keys: number[]): number {
  let h = 0x9e3779b9;
  for (const key of keys) {
    h = Math.imul(h ^ key, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
  }
  return (h >>> 0) % limit;
}

/** What came in and went out in one month by line, in hundredths of 万元. */
function flows(region: number, fund: number, year: number, month: number, revision: number) {
  const size = 20 + drawn(180, region, fund);
  return SHARES.map((share, line) => {
    const swing = 900 + drawn(200, region, fund, year * 12 + month, line, revision);
    return Math.round((share * size * swing) / 1000);
  });
}

const sum = (amounts: number[]): number => amounts.reduce((a, b) => a + b, 0);
const income = (lines: number[]): number => sum(lines.slice(0, INCOME.length));
const outgo = (lines: number[]): number => sum(lines.slice(INCOME.length));
const money = (hundredths: number): string => (hundredths / 100).toFixed(2);

function openingOf(region: number, fund: number, year: number): number {
  let balance = (20 + drawn(180, region, fund)) * 90_000;
  for (let y = FIRST_YEAR; y < year; y++) {
    for (let m = 1; m <= 12; m++) {
      const lines = flows(region, fund, y, m, 0);
      balance += income(lines) - outgo(lines);
    }
  }
  return balance;
}

/** Writes rows of cells as CSV; gives their number. */
function writeCsv(file: string, header: string, rows: Iterable<string>): number {
  const descriptor = openSync(file, "w");
  let count = 0;
  let waiting = `${header}\n`;
  for (const row of rows) {
    waiting += `${row}\n`;
    count += 1;
    if (waiting.length > 1 << 20) {
      writeSync(descriptor, waiting);
      waiting = "";
    }
  }
  writeSync(descriptor, waiting);
  closeSync(descriptor);
  return count;
}

const regionsOf = ({ regions, first = 0 }: Shape): number[] =>
  Array.from({ length: regions }, (_, i) => first + i);
const cells = (region: number, fund: number) =>
  `${regionCode(region)},第${region}区,${FUNDS[fund]}`;

/** A fund statement in the long form, whose every identity holds; gives its number of rows. */
export function writeStatement(file: string, shape: Shape): number {
  return writeCsv(
    file,
    "统筹区代码,统筹区,险种,所属期,方向,科目,本月数,本年累计,单位",
    statementRows(shape),
  );
}

function* statementRows(shape: Shape): Generator<string> {
  const wanted = new Set(shape.months);
  const years = [...new Set(shape.months.map((month) => Number(month.slice(0, 4))))];
  for (const region of regionsOf(shape)) {
    for (const fund of FUNDS.keys()) {
      for (const year of years) {
        const opening = openingOf(region, fund, year);
        let ytd = SHARES.map(() => 0);
        for (let m = 1; m <= 12; m++) {
          const month = monthOf(year, m);
          const revision = wanted.has(month) ? (shape.revision ?? 0) : 0;
          const lines = flows(region, fund, year, m, revision);
          ytd = ytd.map((amount, i) => amount + lines[i]!);
          if (!wanted.has(month)) continue;
          const start = `${cells(region, fund)},${month}`;
          yield* fundMonth(start, fund, opening, lines, ytd);
        }
      }
    }
  }
}

function* fundMonth(
  start: string,
  fund: number,
  opening: number,
  lines: number[],
  ytd: number[],
): Generator<string> {
  const line = (direction: string, item: string, now: number | null, year: number) =>
    `${start},${direction},${item},${now === null ? "" : money(now)},${money(year)},万元`;
  for (const [i, item] of INCOME.entries()) yield line("收入", item, lines[i]!, ytd[i]!);
  yield line("收入", "收入合计", income(lines), income(ytd));
  for (const [i, item] of EXPENDITURE.entries())
    yield line("支出", item, lines[INCOME.length + i]!, ytd[INCOME.length + i]!);
  yield line("支出", "支出合计", outgo(lines), outgo(ytd));
  const closing = opening + income(ytd) - outgo(ytd);
  yield line("结余", "上年结余", null, opening);
  yield line("结余", "当期结余", income(lines) - outgo(lines), income(ytd) - outgo(ytd));
  yield line("结余", "累计结余", null, closing);
  if (fund !== 0) return;
  const pooled = Math.round(closing * 0.7);
  yield line("结余", "统筹基金累计结余", null, pooled);
  yield line("结余", "个人账户累计结余", null, closing - pooled);
}

export function writeBudget(file: string, shape: Shape): number {
  return writeCsv(
    file,
    "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号",
    budgetRows(shape),
  );
}

function* budgetRows(shape: Shape): Generator<string> {
  const years = [...new Set(shape.months.map((month) => Number(month.slice(0, 4))))];
  for (const region of regionsOf(shape)) {
    for (const fund of FUNDS.keys()) {
      for (const year of years) {
        const month = flows(region, fund, year, 6, shape.revision ?? 0).map((a) => a * 12);
        const line = (direction: string, item: string, amount: number) =>
          `${cells(region, fund)},${year},${direction},${item},${money(amount)},万元,年初预算,财预〔${year}〕1号`;
        yield line("收入", "收入合计", income(month));
        yield line("支出", "待遇支出", outgo(month) - month.at(-1)!);
        yield line("支出", "上解上级支出", month.at(-1)!);
        yield line("支出", "支出合计", outgo(month));
      }
    }
  }
}

export function writeInsured(file: string, shape: Shape): number {
  return writeCsv(file, "统筹区代码,统筹区,险种,所属期,人员类别,人数,单位", insuredRows(shape));
}

function* insuredRows(shape: Shape): Generator<string> {
  for (const region of regionsOf(shape)) {
    for (const month of shape.months) {
      const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
      const size = 20_000 + drawn(400_000, region);
      const working = size + drawn(3000, region, at, shape.revision ?? 0);
      const retired = Math.round(size / 3) + drawn(900, region, at);
      yield `${cells(region, 0)},${month},在职,${working},人`;
      yield `${cells(region, 0)},${month},退休,${retired},人`;
      yield `${cells(region, 0)},${month},合计,${working + retired},人`;
      yield `${cells(region, 1)},${month},居民,${size * 3 + drawn(9000, region, at)},人`;
    }
  }
}
