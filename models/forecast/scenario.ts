import { addMonths, type Month } from "../period.ts";
import { monthsBetween } from "./calendar.ts";
import type { Driver, FundHistory, Ramp, Scenario } from "./fund.ts";
import { SEASON } from "./method.ts";
import { upTo } from "./series.ts";

/** Shares taken where a history does not show its own. */
const STATED = {
  inpatient: { employee: 0.5, resident: 0.75, other: 0.6 },
  contribution: { employee: 0.95, resident: 0.35, other: 0.6 },
  fiscal: { employee: 0.01, resident: 0.63, other: 0.3 },
};

const BENEFITS = new Set(["expenditure.benefit", "expenditure.critical_illness"]);
const FISCAL = new Set(["income.fiscal", "income.superior_subsidy"]);

/** Shares of a total that a driver acts on, and whether the history shows them. */
interface Weights {
  inpatient: number;
  contribution: number;
  fiscal: number;
  stated: string[];
}

/** How far a ramp has come in a month, as a factor: evenly from before `from` to the end of `until`. */
export function rampAt({ from, until, factor }: Ramp, month: Month): number {
  const length = Math.max(monthsBetween(from, until), 0) + 1;
  const done = Math.min(Math.max(monthsBetween(from, month) + 1, 0), length);
  return 1 + ((factor - 1) * done) / length;
}

/**
 * Factors by month ahead that a scenario puts on each line of a fund, null where it leaves a line alone; and what
 * was assumed, in sentences. A ramp that is limited to regions acts on those below them, too: `lineage` are the
 * region's own code and those above. Premium acts on contributions, subsidy on fiscal income, persons on both and on
 * spending; admissions, cost and payment rate on the inpatient share of benefits.
 */
export function rampsOf(
  scenario: Scenario,
  history: FundHistory,
  lines: string[],
  origin: Month,
  horizon: number,
  lineage: readonly string[] = [history.region_code],
): { factors: (Float64Array | null)[]; notes: string[] } {
  const ramps = scenario.ramps.filter(
    (r) =>
      (r.funds === undefined || r.funds.includes(history.fund)) &&
      (r.regions === undefined || lineage.some((code) => r.regions!.includes(code))),
  );
  if (ramps.length === 0) return { factors: lines.map(() => null), notes: [] };
  const weights = weightsOf(history, origin);
  const factors = lines.map((line) => {
    const factor = Float64Array.from({ length: horizon }, (_, h) => {
      const month = addMonths(origin, h + 1);
      const at = (driver: Driver) =>
        ramps.reduce((f, r) => (r.driver === driver ? f * rampAt(r, month) : f), 1);
      return factorOn(line, at, scenario.enrolment_elasticity, weights);
    });
    return factor.every((f) => f === 1) ? null : factor;
  });
  const notes = [`情景“${scenario.title}”：与基准使用同一组随机冲击，差额只来自情景。`];
  if (ramps.some((r) => r.driver === "premium"))
    notes.push(`缴费标准每提高1%，参保人数减少${scenario.enrolment_elasticity}%（设定值）。`);
  const isCare = (d: Driver) =>
    ["admission_rate", "cost_per_admission", "payment_rate"].includes(d);
  if (ramps.some((r) => isCare(r.driver)))
    notes.push(
      `住院占待遇支出${percent(weights.inpatient)}（${weights.stated.includes("inpatient") ? "没有分项数据，按设定值" : "近12个月"}）。`,
    );
  if (
    lines.includes("income.total") &&
    ramps.some((r) => ["premium", "subsidy", "insured"].includes(r.driver))
  )
    notes.push(
      `收入按合计预测，其中缴费占${percent(weights.contribution)}、财政补助占${percent(weights.fiscal)}${weights.stated.includes("contribution") ? "（设定值）" : "（近12个月）"}。`,
    );
  return { factors, notes };
}

/** Regions below one that some ramp is limited to. */
export const meantBelow = (
  { ramps }: Scenario,
  region_code: string,
  lineages: readonly (readonly string[])[],
): string[] =>
  lineages
    .filter(
      ([own, ...above]) =>
        above.includes(region_code) && ramps.some((r) => r.regions?.includes(own!)),
    )
    .map(([own]) => own!);

function factorOn(
  line: string,
  at: (driver: Driver) => number,
  elasticity: number,
  weights: Weights,
): number {
  const persons = at("insured") * Math.max(1 - elasticity * (at("premium") - 1), 0);
  const paid = at("premium") * persons;
  const subsidized = at("subsidy") * persons;
  const care = at("admission_rate") * at("cost_per_admission") * at("payment_rate");
  const benefits = persons * (1 + weights.inpatient * (care - 1));
  if (line === "income.contribution") return paid;
  if (FISCAL.has(line)) return subsidized;
  if (BENEFITS.has(line) || line === "expenditure.total") return benefits;
  if (line === "income.total")
    return 1 + weights.contribution * (paid - 1) + weights.fiscal * (subsidized - 1);
  return 1;
}

function weightsOf(history: FundHistory, origin: Month): Weights {
  const fund = history.fund === "employee" || history.fund === "resident" ? history.fund : "other";
  const stated: string[] = [];
  const share = (name: keyof typeof STATED, parts: string[], wholes: string[]) => {
    for (const whole of wholes) {
      const known = shareOf(history, origin, parts, whole);
      if (known !== null) return known;
    }
    stated.push(name);
    return STATED[name][fund];
  };
  return {
    inpatient: share(
      "inpatient",
      ["expenditure.benefit_inpatient"],
      ["expenditure.benefit", "expenditure.total"],
    ),
    contribution: share("contribution", ["income.contribution"], ["income.total"]),
    fiscal: share("fiscal", ["income.fiscal"], ["income.total"]),
    stated,
  };
}

/** Share of a line in another over the last 12 months in which both are known; null with fewer than a year. */
function shareOf(
  history: FundHistory,
  origin: Month,
  parts: string[],
  whole: string,
): number | null {
  const of = (line: string) => upTo(history.lines[line], history.from, origin);
  const wholes = of(whole);
  const lists = parts.map(of);
  let part = 0;
  let sum = 0;
  let months = 0;
  for (let i = wholes.length - 1; i >= 0 && months < SEASON; i--) {
    const total = wholes[i];
    if (total === null || total === undefined || lists.some((l) => l[i] === null)) continue;
    part += lists.reduce((a, list) => a + list[i]!, 0);
    sum += total;
    months++;
  }
  return months === SEASON && sum > 0 ? Math.min(Math.max(part / sum, 0), 1) : null;
}

const percent = (share: number): string => `${(share * 100).toFixed(0)}%`;
