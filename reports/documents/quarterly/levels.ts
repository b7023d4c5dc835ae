import { HOSPITAL_LEVELS } from "../../../models/codes.ts";
import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import { join, type Run, say, type Table } from "../../document.ts";
import { signOf } from "../../format.ts";
import { quote } from "../bulletin-facts.ts";
import type { Line } from "../table-cells.ts";
import { cutsOf, fundsWith } from "./cuts.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted, quoteHead, yoyOf } from "./quotes.ts";
import { ACCRUAL_NOTE, ACTUAL, ADMISSIONS, COST, PAID, STAY } from "./service-columns.ts";
import { type Served, serviceTable, withChanges } from "./service-table.ts";

/** 三级, 二级, … of which a fund has admissions, in that order. */
function levelsOf(facts: QuarterlyFacts, fund: string): Level[] {
  const present = cutsOf(facts, fund, "level");
  return HOSPITAL_LEVELS.filter(({ code }) => present.includes(code)).map(({ code, title }) => ({
    basis: `level:${code}`,
    title,
  }));
}

/** Where admissions went and where each costs most, and which level's admissions grew fastest. */
export function levelsSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const levels = levelsOf(facts, fund);
  if (levels.length < 2) return [];
  const counts = levels.flatMap(({ basis, title }) => {
    const admissions = counted(facts, "admissions", fund, { basis });
    const cost = counted(facts, "cost_per_admission", fund, { basis });
    return admissions && cost ? [{ basis, title, admissions, cost }] : [];
  });
  if (counts.length < 2) return [];
  const busiest = top(counts, ({ admissions }) => Number(admissions.value));
  const dearest = top(counts, ({ cost }) => Number(cost.value));
  const busy = say`${fundOf(fund).short}住院集中在${busiest.title}医疗机构，${quote(busiest.admissions)}`;
  const growing = fastestOf(facts, fund, levels);
  const leads = growing?.basis === busiest.basis && signOf(growing.yoy) === 1;
  const same = busiest === dearest;
  const costly = same
    ? say`次均费用${quoteHead(dearest.cost)}，也为各等级最高`
    : say`次均费用以${dearest.title}最高，为${quoteHead(dearest.cost)}`;
  const moved = yoyOf(facts, "admissions", fund, { basis: busiest.basis });
  const volume = join([busy, leads ? say`${moved}，增幅为各等级最大` : moved], "，");
  return say`${join([volume, costly, leads ? [] : movement(facts, fund, levels)], "；")}。`;
}

interface Level {
  basis: string;
  title: string;
}

/** How admissions of every level moved; nothing where one level knows no change. */
function movesOf(facts: QuarterlyFacts, fund: string, levels: Level[]) {
  const moves = levels.flatMap(({ basis, title }) => {
    const yoy = counted(facts, "admissions.yoy", fund, { basis });
    return yoy ? [{ basis, title, yoy }] : [];
  });
  return moves.length < levels.length ? [] : moves;
}

function fastestOf(facts: QuarterlyFacts, fund: string, levels: Level[]) {
  const moves = movesOf(facts, fund, levels);
  return moves.length === 0 ? undefined : top(moves, ({ yoy }) => Number(yoy.value));
}

/** 一级住院人次增长最快，同比增长12.30% */
function movement(facts: QuarterlyFacts, fund: string, levels: Level[]): Run[] {
  const most = fastestOf(facts, fund, levels);
  if (!most) return [];
  if (signOf(most.yoy) === 1) return say`${most.title}住院人次增长最快，同比${changed(most.yoy)}`;
  const least = top(movesOf(facts, fund, levels), ({ yoy }) => -Number(yoy.value));
  if (signOf(least.yoy) !== -1) return [];
  return say`各等级住院人次均未增长，${least.title}降幅最大，同比${changed(least.yoy)}`;
}

function top<T>(items: T[], by: (item: T) => number): T {
  return items.reduce((a, b) => (by(b) > by(a) ? b : a));
}

/** Every fund by institution level, the change beside each figure, the whole fund last. */
export function levelsTable(facts: QuarterlyFacts): Table | null {
  const { period } = facts;
  const lines = fundsWith(facts, "admissions").flatMap((fund): Line<Served>[] => {
    const levels = levelsOf(facts, fund);
    const name = fundOf(fund).short;
    const line = (label: string, basis: string, kind: "plain" | "total"): Line<Served> => ({
      label: name + label,
      subject: { fund, basis, period },
      kind,
    });
    if (levels.length < 2) return [];
    return [
      ...levels.map(({ basis, title }) => line(title, basis, "plain")),
      line("合计", "", "total"),
    ];
  });
  if (lines.length === 0) return null;
  const columns = [...withChanges([ADMISSIONS, COST, ACTUAL, PAID]), STAY];
  const title = `分机构等级住院情况（${spanInWords(period)}）`;
  return serviceTable(facts, title, "机构等级", columns, lines, [ACCRUAL_NOTE]);
}
