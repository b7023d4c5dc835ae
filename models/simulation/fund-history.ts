import type { FundHistory } from "../forecast/fund.ts";
import { addMonths, type Month } from "../period.ts";
import { dayNumber, springFestival } from "../spring-festival.ts";
import {
  type City,
  COLLECTION,
  cityOf,
  type Draw,
  drawFrom,
  PREMIUM,
  perHead,
  SUBSIDY,
  seasonOf,
  yearOf,
} from "./fund-city.ts";

/** What a made-up city's funds are made of. Everything random follows from the seed. */
export interface HistoryInput {
  seed: number;
  from: Month;
  months: number;
  counties: number;
  /** The balance lies between 2 and 6 months of spending here. */
  anchored: Month;
  /** Months of an epidemic, with what it leaves of care; none if left out. */
  epidemics?: { from: Month; to: Month; left: number }[];
  /** A payment reform that changes spending on care at once. */
  reform?: { from: Month; factor: number };
}

const DAYS_QUIET = 9;

/** Part of a month's days that lie in the nine quiet days around the festival. */
function quietShare(month: Month): number {
  const festival = springFestival(yearOf(month));
  if (festival === null) return 0;
  const begin = dayNumber(`${month}-01`);
  const end = dayNumber(`${addMonths(month, 1)}-01`);
  const quiet = Math.min(end, festival - 2 + DAYS_QUIET) - Math.max(begin, festival - 2);
  return Math.max(quiet, 0) / (end - begin);
}

/**
 * Histories of 职工 and 居民 of a made-up city and its counties, the city being the sum: care that grows at a pace
 * that turns, seasons, the Spring Festival, epidemics, premiums collected from September to February, fiscal
 * tranches that slip, enrolment that falls, advances in December that are taken back. For measuring forecasts; it
 * knows nothing of how they are made.
 */
export function simulatedHistories(input: HistoryInput): FundHistory[] {
  const months = Array.from({ length: input.months }, (_, i) => addMonths(input.from, i));
  const city = cityOf(input.seed, months);
  const counties = Array.from({ length: input.counties }, (_, c) => c);
  return ["employee", "resident"].flatMap((fund) => {
    const below = counties.map((c) => countyHistory(input, months, city, fund, c));
    return [sumOf(below), ...below];
  });
}

const codeOf = (county: number) => `9901${String(county + 1).padStart(2, "0")}`;

function countyHistory(
  input: HistoryInput,
  months: Month[],
  city: City,
  fund: string,
  county: number,
): FundHistory {
  const isResident = fund === "resident";
  const draw = drawFrom(input.seed * 104_729 + county * 31 + (isResident ? 17 : 5));
  const { normal, between, random } = draw;
  const n = months.length;
  const people = between(100_000, 600_000) * (isResident ? 1 : 0.25);
  const insured: number[] = [];
  let persons = people;
  for (const month of months) {
    if (isResident && seasonOf(month) === 0)
      persons *= 1 + city.enrolment.get(yearOf(month))! + 0.01 * normal();
    else persons *= 1 + (isResident ? 0 : 0.0015 + 0.001 * normal());
    insured.push(Math.round(persons));
  }
  const festival = between(0.9, 1.3);
  const noise = between(0.025, 0.06);
  let own = 0;
  const care = months.map((month, i) => {
    own += 0.004 * normal();
    const hit = (input.epidemics ?? []).find((e) => month >= e.from && month <= e.to);
    const reform = input.reform && month >= input.reform.from ? input.reform.factor : 1;
    return (
      (insured[i]! / people) *
      Math.exp(city.care[i]! + own + city.season[seasonOf(month)]! + noise * normal()) *
      (1 - festival * 0.5 * quietShare(month)) *
      (hit ? hit.left * Math.exp(0.08 * normal()) : 1) *
      reform
    );
  });
  const lines: Record<string, number[]> = {};
  const annual = isResident ? 980 : 3_300;
  const benefit = care.map((v) => (v * people * annual) / 12);
  const paidAhead = random() < 0.5 ? between(0.5, 1.2) : 0;
  if (paidAhead > 0)
    months.forEach((month, i) => {
      if (seasonOf(month) !== 11) return;
      const amount = paidAhead * benefit[i]! * Math.exp(0.15 * normal());
      benefit[i]! += amount;
      if (i + 1 < n) benefit[i + 1]! -= 0.6 * amount;
      if (i + 2 < n) benefit[i + 2]! -= 0.4 * amount;
    });
  lines["expenditure.benefit"] = benefit;
  lines["expenditure.other"] = months.map(() =>
    random() < 0.4 ? people * annual * 0.001 * Math.exp(normal()) : 0,
  );
  if (isResident) {
    const quarterly = random() < 0.5;
    lines["expenditure.critical_illness"] = months.map((month, i) => {
      const cost = (care[i]! * people * annual * 0.07) / 12;
      if (!quarterly) return cost * Math.exp(0.15 * normal());
      return seasonOf(month) % 3 === 2 ? 3 * cost * Math.exp(0.1 * normal()) : 0;
    });
    lines["income.contribution"] = premiums(months, insured, city, draw);
    lines["income.fiscal"] = subsidies(months, insured, city, draw);
  } else {
    lines["income.contribution"] = months.map((_, i) => {
      const base = (insured[i]! * annual * between(0.98, 1.02)) / 12;
      return base * 1.04 * Math.exp(city.wages[i]! + 0.02 * normal());
    });
    lines["income.transfer"] = months.map(() => people * 0.6 * Math.exp(0.5 * normal()));
  }
  balanceIncome(input, months, lines, draw);
  const spent = months.map((_, i) => totalAt(lines, "expenditure", i));
  lines["income.interest"] = months.map((month, i) =>
    seasonOf(month) % 3 === 2 ? spent[i]! * 0.03 * Math.exp(0.2 * normal()) : 0,
  );
  return {
    region_code: codeOf(county),
    fund,
    account: "all",
    from: input.from,
    lines,
    closing_yuan: closings(input, months, lines, between(2, 6)),
    insured,
  };
}

function premiums(months: Month[], insured: number[], city: City, { normal }: Draw): number[] {
  const own = new Map<number, number>();
  return months.map((month, i) => {
    const position = (seasonOf(month) + 4) % 12;
    const year = position < 4 ? yearOf(month) + 1 : yearOf(month);
    if (!own.has(year)) own.set(year, Math.exp(0.02 * normal()));
    const share = city.collection.get(year - 1)?.[position] ?? COLLECTION[position] ?? 0.002;
    return (
      insured[i]! *
      perHead(PREMIUM, 20, year - 1) *
      share *
      own.get(year)! *
      Math.exp(0.1 * normal())
    );
  });
}

function subsidies(months: Month[], insured: number[], city: City, { normal }: Draw): number[] {
  return months.map((month, i) => {
    const due = city.tranches
      .get(yearOf(month))!
      .filter((t) => t.month === seasonOf(month))
      .reduce((sum, t) => sum + t.share, 0);
    return insured[i]! * perHead(SUBSIDY, 30, yearOf(month)) * due * Math.exp(0.04 * normal());
  });
}

/** Scales income so that the year before the anchor ends between 8 % below and 6 % above expenditure. */
function balanceIncome(
  { anchored, from }: HistoryInput,
  months: Month[],
  lines: Record<string, number[]>,
  { between }: Draw,
): void {
  const last = months.indexOf(anchored);
  const year = Array.from({ length: 12 }, (_, k) => last - k).filter((i) => i >= 0);
  if (last < 0) throw new RangeError(`${anchored} is not among the months from ${from}`);
  const sum = (side: string) => year.reduce((a, i) => a + totalAt(lines, side, i), 0);
  const scale = (sum("expenditure") * between(0.92, 1.06)) / sum("income");
  for (const [line, values] of Object.entries(lines))
    if (line.startsWith("income.")) lines[line] = values.map((v) => v * scale);
}

function closings(
  { anchored }: HistoryInput,
  months: Month[],
  lines: Record<string, number[]>,
  monthsHeld: number,
): number[] {
  const last = months.indexOf(anchored);
  let balance = 0;
  const raw = months.map((_, i) => {
    balance += totalAt(lines, "income", i) - totalAt(lines, "expenditure", i);
    return balance;
  });
  let spent = 0;
  for (let i = Math.max(last - 11, 0); i <= last; i++)
    spent += totalAt(lines, "expenditure", i) / 12;
  const shift = monthsHeld * spent - raw[last]!;
  return raw.map((value) => value + shift);
}

const totalAt = (lines: Record<string, number[]>, side: string, i: number): number =>
  Object.entries(lines).reduce(
    (sum, [line, v]) => (line.startsWith(`${side}.`) ? sum + v[i]! : sum),
    0,
  );

function sumOf(below: FundHistory[]): FundHistory {
  const first = below[0]!;
  const add = (lists: (number | null)[][]) =>
    lists[0]!.map((_, i) => lists.reduce((sum, list) => sum + (list[i] ?? 0), 0));
  const names = [...new Set(below.flatMap((h) => Object.keys(h.lines)))];
  return {
    ...first,
    region_code: "990100",
    lines: Object.fromEntries(
      names.map((name) => [
        name,
        add(below.map((h) => h.lines[name] ?? first.closing_yuan.map(() => 0))),
      ]),
    ),
    closing_yuan: add(below.map((h) => h.closing_yuan)),
    insured: add(below.map((h) => h.insured)),
  };
}
