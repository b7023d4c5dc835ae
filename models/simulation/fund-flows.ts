import { addMonths, type Month } from "../period.ts";
import { CLEARING, type Clearing } from "./clearing.ts";
import type { ServiceFund } from "./national.ts";

/** What settlements of a month cost a fund, in fen, by where they are paid from. */
export interface Spend {
  month: Month;
  fund: ServiceFund;
  county: number;
  pay_loc: "1" | "2" | "3" | "4";
  /** By item of `Clearing`: `pooled`, `critical` go through clearing, `personal` does not. */
  pooled: bigint;
  critical: bigint;
  personal: bigint;
}

/** Lines of one account in one month, in fen, by key of `STATEMENT_TERMS` without balances. */
export type Lines = Partial<Record<string, bigint>>;

export interface AccountMonth {
  month: Month;
  fund: ServiceFund;
  county: number;
  account: "pooled" | "personal";
  lines: Lines;
}

export interface Budget {
  year: number;
  fund: ServiceFund;
  county: number;
  /** 待遇支出, 大病保险支出, 支出合计, 收入合计 in fen; whole ten thousand yuan. */
  benefit: bigint;
  critical: bigint;
  expenditure: bigint;
  income: bigint;
}

const WAN = 1_000_000n;

/** `amount × numerator ÷ denominator`, half up (away from zero). */
export function share(amount: bigint, numerator: bigint, denominator: bigint): bigint {
  const product = amount * numerator * 2n;
  const half = product < 0n ? -denominator : denominator;
  return (product + half) / (denominator * 2n);
}

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

const RESIDENT_SEASON = [2200, 800, 300, 0, 0, 0, 0, 0, 700, 1500, 2300, 2200];
const FISCAL_SEASON = [0, 0, 3000, 0, 0, 3000, 0, 0, 2500, 0, 1500, 0];

export interface FlowInput {
  months: Month[];
  counties: number;
  spends: Spend[];
  clearing?: Clearing;
}

const FUNDS: ServiceFund[] = ["employee", "resident"];
const fundNumber = (fund: ServiceFund): number => FUNDS.indexOf(fund) + 1;
const yearOf = (month: Month): number => Number(month.slice(0, 4));
const monthNumber = (month: Month): number => Number(month.slice(5));

/** Yearly budgets, set near what the months of the year in the data cost, scaled to a year. */
export function budgetsOf({ months, counties, spends }: FlowInput): Budget[] {
  const years = [...new Set(months.map(yearOf))];
  return years.flatMap((year) =>
    FUNDS.flatMap((fund) =>
      Array.from({ length: counties }, (_, county) => {
        const count = BigInt(months.filter((m) => yearOf(m) === year).length);
        const own = spends.filter(
          (s) => yearOf(s.month) === year && s.fund === fund && s.county === county,
        );
        const aim = BigInt(9_700 + drawn(900, year, county, fundNumber(fund), 5));
        const wan = (fen: bigint): bigint =>
          share((fen * 12n * aim) / count, 1n, 10_000n * WAN) * WAN;
        const benefit = wan(own.reduce((sum, s) => sum + s.pooled + s.personal, 0n));
        const critical = wan(own.reduce((sum, s) => sum + s.critical, 0n));
        const other = share(benefit, 3n, 1_000n * WAN) * WAN;
        const expenditure = benefit + critical + other;
        return {
          year,
          fund,
          county,
          benefit,
          critical,
          expenditure,
          income: share(expenditure, 1_080n, 1_000n * WAN) * WAN,
        };
      }),
    ),
  );
}

/** Income and expenditure of every county, fund, account and month, as `CLEARING` has it. */
export function flowsOf(input: FlowInput): AccountMonth[] {
  const { months, counties, spends, clearing = CLEARING } = input;
  const budgets = budgetsOf(input);
  const out: AccountMonth[] = [];
  for (let county = 0; county < counties; county++) {
    for (const fund of FUNDS) {
      const own = spends.filter((s) => s.fund === fund && s.county === county);
      const at = new Map<Month, Lines>(months.map((m) => [m, {}]));
      clear(at, own, clearing);
      advance(
        at,
        budgets.filter((b) => b.fund === fund && b.county === county),
        clearing,
      );
      const mean = (key: "pooled" | "personal" | "critical"): bigint =>
        own.reduce((sum, s) => sum + s[key], 0n) / BigInt(months.length);
      for (const [month, lines] of at) {
        const keys = [county, fundNumber(fund), yearOf(month) * 12 + monthNumber(month)];
        const need = mean("pooled") + mean("critical");
        Object.assign(lines, pooledIncome(fund, month, need, keys));
        lines["expenditure.transfer"] = share(need, BigInt(drawn(20, ...keys, 1)), 10_000n);
        lines["expenditure.other"] = share(need, BigInt(drawn(30, ...keys, 2)), 10_000n);
        out.push({ month, fund, county, account: "pooled", lines });
      }
      if (fund !== "employee") continue;
      for (const month of months) {
        const spent = own.filter((s) => s.month === month).reduce((sum, s) => sum + s.personal, 0n);
        const keys = [county, 9, yearOf(month) * 12 + monthNumber(month)];
        const lines: Lines = {
          "income.contribution": share(
            mean("personal"),
            BigInt(10_250 + drawn(500, ...keys)),
            10_000n,
          ),
          "income.interest":
            monthNumber(month) % 3 === 0 ? share(mean("personal"), 600n, 10_000n) : 0n,
          "expenditure.benefit": spent,
        };
        out.push({ month, fund, county, account: "personal", lines });
      }
    }
  }
  return out;
}

function add(at: Map<Month, Lines>, month: Month, key: string, amount: bigint): void {
  const lines = at.get(month);
  if (lines) lines[key] = (lines[key] ?? 0n) + amount;
}

/** Pays for settlements: after the lag, less the deposit, which comes the year after. */
function clear(at: Map<Month, Lines>, spends: Spend[], clearing: Clearing): void {
  const kept = BigInt(Math.round(Number(clearing.deposit_share) * 10_000));
  for (const spend of spends) {
    const due = addMonths(spend.month, clearing.lag_months[spend.pay_loc]);
    const items = [
      ["expenditure.benefit", spend.pooled],
      ["expenditure.critical_illness", spend.critical],
    ] as const;
    for (const [key, amount] of items) {
      if (spend.fund === "employee" && key === "expenditure.critical_illness") continue;
      const now = spend.pay_loc === "2" ? share(amount, 10_000n - kept, 10_000n) : amount;
      add(at, due, key, now);
      const back = `${yearOf(spend.month) + 1}-${String(clearing.deposit_returned_in).padStart(2, "0")}`;
      add(at, back, key, amount - now);
    }
  }
}

function advance(at: Map<Month, Lines>, budgets: Budget[], { advance: rule }: Clearing): void {
  const in2 = (year: number, month: number): Month => `${year}-${String(month).padStart(2, "0")}`;
  for (const { year, benefit } of budgets) {
    const paid = in2(year, rule.paid_in);
    if (!at.has(paid)) continue;
    const amount = share(benefit, BigInt(rule.months), 12n);
    add(at, paid, "expenditure.benefit", amount);
    let left = amount;
    for (const [i, month] of rule.taken_back_in.entries()) {
      const isLast = i === rule.taken_back_in.length - 1;
      const part = isLast ? left : share(amount, 1n, BigInt(rule.taken_back_in.length));
      left -= part;
      add(at, in2(year, month), "expenditure.benefit", -part);
    }
  }
}

/** Income of a pooled account from what it has to pay in an average month. */
function pooledIncome(fund: ServiceFund, month: Month, need: bigint, keys: number[]): Lines {
  const n = monthNumber(month);
  const interest = n % 3 === 0 ? share(need, 750n, 10_000n) : 0n;
  if (fund === "employee") {
    return {
      "income.contribution": share(need, BigInt(10_550 + drawn(600, ...keys, 3)), 10_000n),
      "income.fiscal": n === 6 ? share(need, 400n, 10_000n) : 0n,
      "income.interest": interest,
      "income.transfer": share(need, BigInt(drawn(40, ...keys, 4)), 10_000n),
      "income.other": share(need, BigInt(drawn(25, ...keys, 5)), 10_000n),
    };
  }
  const year = need * 12n;
  const jitter = BigInt(9_900 + drawn(200, ...keys, 6));
  return {
    "income.contribution": share(
      year * BigInt(RESIDENT_SEASON[n - 1]!) * jitter,
      38n,
      10_000_000_000n,
    ),
    "income.fiscal": share(year * BigInt(FISCAL_SEASON[n - 1]!), 67n, 1_000_000n),
    "income.interest": interest,
    "income.transfer": 0n,
    "income.other": share(need, BigInt(drawn(20, ...keys, 7)), 10_000n),
  };
}

/** What an account holds before the first month, in months of its average expenditure, in hundredths. */
export function openingMonths(
  fund: ServiceFund,
  account: "pooled" | "personal",
  county: number,
): bigint {
  const base = account === "personal" ? 1_800 : fund === "employee" ? 1_300 : 750;
  return BigInt(base + drawn(400, county, fundNumber(fund), account === "personal" ? 1 : 2));
}
