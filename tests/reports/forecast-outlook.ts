import { type Figure, FigureBook, type FigureKey, figureId } from "../../models/figure.ts";
import type { ForecastMonth, FundForecast, Quantiles } from "../../models/forecast/fund.ts";
import { metricOf } from "../../models/metrics/index.ts";
import { addMonths } from "../../models/period.ts";
import type { BulletinFacts } from "../../reports/documents/bulletin-facts.ts";
import type { Outlook } from "../../reports/forecast/outlook.ts";

export const REGION = { code: "990100", name: "示例市" };
export const ORIGIN = "2025-12";
const HORIZON = 18;
const KNOWN = 36;

export interface Shape {
  fund?: string;
  account?: string;
  /** Yuan at the origin; income and expenditure a month. */
  opening?: number;
  income?: number;
  expenditure?: number;
  /** Half the width of the 80 % interval after a month, of the balance. */
  spread?: number;
  status?: FundForecast["status"];
  notes?: string[];
  below?: (step: number) => number[];
  crossed?: (step: number) => number[];
  first?: (string | null)[];
}

const around = (mean: number, half: number): Quantiles => ({
  mean,
  q025: mean - 1.8 * half,
  q10: mean - half,
  q50: mean,
  q90: mean + half,
  q975: mean + 1.8 * half,
});

/** A fund that goes on as it did, with what is expected adding up to the fen. */
export function outlook(shape: Shape = {}): Outlook {
  const {
    fund = "employee",
    account = "all",
    opening = 536_000_000,
    income = 50_000_000,
    expenditure = 46_000_000,
    spread = 6_000_000,
    status = "ok",
    notes = [],
    below = () => [0.004, 0, 0],
    crossed = below,
    first = [null, null, null],
  } = shape;
  const isGiven = status === "ok" || status === "short";
  const season = (i: number) => 1 + 0.06 * Math.sin((i * Math.PI) / 6);
  const known = Array.from({ length: KNOWN }, (_, i) => i - KNOWN + 1);
  const spentKnown = known.map((i) => expenditure * season(i));
  const closing = known.map((i) => opening + i * (income - expenditure));
  const spent = (step: number) =>
    Array.from({ length: step }, (_, i) => expenditure * season(i + 1)).reduce((a, b) => a + b, 0);
  const months = Array.from({ length: isGiven ? HORIZON : 0 }, (_, i): ForecastMonth => {
    const step = i + 1;
    const balance = opening + step * income - spent(step);
    const width = spread * Math.sqrt(step);
    return {
      step,
      month: addMonths(ORIGIN, step),
      income: around(income, income * 0.03),
      expenditure: around(expenditure * season(step), expenditure * 0.04),
      income_sum: around(income * step, width / 2),
      expenditure_sum: around(spent(step), width),
      balance: around(balance, width),
      months_payable: around(balance / expenditure, width / expenditure),
      p_below: below(step),
      p_crossed: crossed(step),
    };
  });
  return {
    forecast: {
      region_code: REGION.code,
      fund,
      account,
      origin: ORIGIN,
      status,
      notes,
      other_spending_yuan: null,
      opening_balance_yuan: opening,
      lines: isGiven
        ? [
            line("income.contribution", months, ({ income }) => income, 0.9),
            line("income.interest", months, ({ income }) => income, 0.1),
            line("expenditure.benefit", months, (month) => month.expenditure, 1),
          ]
        : [],
      months,
      first_crossing: first,
    },
    history: {
      region_code: REGION.code,
      fund,
      account,
      from: addMonths(ORIGIN, 1 - KNOWN),
      lines: {
        "income.contribution": known.map(() => income * 0.9),
        "income.interest": known.map(() => income * 0.1),
        "expenditure.benefit": spentKnown,
      },
      closing_yuan: closing,
      insured: known.map(() => 3000),
    },
    bands: [6, 3, 0],
    widenings: isGiven ? [{ title: "累计结余", factor_80: 1.43, factor_95: 1.63 }] : [],
    scores: isGiven
      ? [
          {
            title: "支出",
            months: 12,
            origins: 24,
            error: 0.033,
            naive_error: 0.051,
            within_80: 0.79,
            within_95: 0.94,
          },
          {
            title: "累计结余",
            months: 12,
            origins: 24,
            error: 0.062,
            naive_error: 0.058,
            within_80: 0.83,
            within_95: 0.96,
          },
        ]
      : [],
    issued: isGiven
      ? [
          {
            origin: "2024-12",
            month: "2025-12",
            mean: opening * 0.97,
            q10: opening * 0.93,
            q90: opening * 1.02,
            actual: opening,
          },
        ]
      : [],
  };
}

const line = (
  name: string,
  months: ForecastMonth[],
  of: (month: ForecastMonth) => Quantiles,
  share: number,
) => ({
  line: name,
  method: "组合（ETS、DOTM、Theta）",
  notes: ["近48个月没有断点。"],
  months: months.map((each) => ({
    month: each.month,
    value: around(of(each).mean * share, of(each).mean * 0.04),
  })),
});

const key = (part: Partial<FigureKey> & Pick<FigureKey, "metric" | "fund">): FigureKey => ({
  region: REGION.code,
  account: "all",
  period: ORIGIN,
  basis: "",
  ...part,
});

export function figure(
  part: Partial<FigureKey> & Pick<FigureKey, "metric" | "fund">,
  value: number,
): Figure {
  const whole = key(part);
  const unit = whole.metric.includes("months")
    ? ("months" as const)
    : /below|crossed/.test(whole.metric)
      ? ("ratio" as const)
      : ("yuan" as const);
  const text = unit === "yuan" ? value.toFixed(2) : String(value);
  return {
    ...whole,
    id: figureId(whole),
    value: text,
    low: null,
    high: null,
    unit: metricOf(whole.metric)?.unit ?? unit,
    policy: "",
    version: 1,
    run: "r1",
  };
}

/** The figures that the marts hold of a forecast. */
export function figuresOf({ forecast, bands }: Outlook, period = ORIGIN): Figure[] {
  const { fund, account } = forecast;
  return forecast.months
    .filter(({ step }) => step % 3 === 0)
    .flatMap((month) => {
      const values: Record<string, number> = {
        income: month.income_sum.mean,
        expenditure: month.expenditure_sum.mean,
        balance: month.balance.mean,
        balance_low: month.balance.q10,
        balance_high: month.balance.q90,
        months_payable: month.months_payable.mean,
        ...Object.fromEntries(bands.map((level, i) => [`below_${level}`, month.p_below[i]!])),
        ...Object.fromEntries(bands.map((level, i) => [`crossed_${level}`, month.p_crossed[i]!])),
      };
      return Object.entries(values).map(([metric, value]) =>
        figure(
          {
            metric: `forecast_${metric}`,
            fund,
            account: account === "pooled" ? "pooled" : "all",
            period,
            basis: String(month.step),
          },
          value,
        ),
      );
    });
}

export function factsOf(outlooks: Outlook[], period = ORIGIN): BulletinFacts {
  return {
    period,
    region: REGION,
    children: [],
    issuer: "示例市医疗保障局",
    issuedOn: "2026-01-12",
    figures: new FigureBook(outlooks.flatMap((each) => figuresOf(each, period))),
    payable: { basis: "trailing_12", policyText: "近12个月", documentNumber: null },
    payableFallback: null,
    bands: [],
    caveats: new Map(),
    missingMonths: [],
    policyChanges: [],
  };
}
