import {
  type Figure,
  FigureBook,
  type FigureKey,
  figureId,
  type Unit,
} from "../../models/figure.ts";
import type { BulletinFacts } from "../../reports/documents/bulletin-facts.ts";

export const PERIOD = "2019-07";
export const CITY = "620700";

function unitOf(metric: string): Unit {
  if (metric.includes(".") || /completion|even|rate|ratio/.test(metric)) return "ratio";
  if (metric.startsWith("months")) return "months";
  return metric === "insured" ? "persons" : "yuan";
}

type Part = Partial<Omit<FigureKey, "metric" | "fund">> & { policy?: string };

export function figure(
  metric: string,
  fund: string,
  value: string | null,
  part: Part = {},
): Figure {
  const { policy = "", ...rest } = part;
  const key = {
    metric,
    fund,
    region: CITY,
    account: "all" as const,
    period: PERIOD,
    basis: "",
    ...rest,
  };
  const id = figureId(key);
  return {
    ...key,
    id,
    value,
    low: null,
    high: null,
    unit: unitOf(metric),
    policy,
    version: 1,
    run: "r1",
  };
}

/** The figures of one fund in the order of a bulletin's sentence. */
export function fundFigures(fund: string, values: (string | null)[], part: Part = {}): Figure[] {
  const metrics = [
    "income_ytd",
    "income_completion",
    "expenditure_ytd",
    "expenditure_completion",
    "ahead_of_even",
    "current_balance",
    "closing_balance",
  ];
  return metrics.flatMap((metric, i) => {
    const value = values[i];
    return value === undefined ? [] : [figure(metric, fund, value, part)];
  });
}

export const COUNTIES = [
  { code: "620725", name: "山丹县", ahead: "0.0432", done: "0.6265" },
  { code: "620722", name: "民乐县", ahead: "0.0381", done: "0.6214" },
  { code: "620723", name: "临泽县", ahead: "0.1454", done: "0.7287" },
  { code: "620724", name: "高台县", ahead: "0.0064", done: "0.5897" },
  { code: "620702", name: "甘州区", ahead: "0.0013", done: "0.5846" },
];

/** The city whose bulletin of July 2019 was published, with its printed figures. */
export function cityFigures(): Figure[] {
  return [
    ...fundFigures("employee", [
      "306000000",
      "0.5782",
      "310000000",
      "0.6545",
      "0.0712",
      "-4000000",
      "536000000",
    ]),
    figure("closing_balance", "employee", "454000000", { account: "pooled" }),
    figure("closing_balance", "employee", "82290000", { account: "personal" }),
    figure("months_payable", "employee", "11.4980", { basis: "budget" }),
    figure("even_progress", "employee", "0.58333333333333333333"),
    ...fundFigures("resident", [
      "814000000",
      "0.9903",
      "435000000",
      "0.6110",
      "0.0276",
      "379000000",
      "498000000",
    ]),
    figure("months_payable", "resident", "8.3937", { basis: "budget" }),
    figure("even_progress", "resident", "0.58333333333333333333"),
    ...fundFigures("maternity", [
      "14760000",
      "0.5748",
      "3910000",
      "0.4069",
      "-0.1764",
      "10850000",
      "98080000",
    ]),
    figure("months_payable", "maternity", "122.4833", { basis: "budget" }),
    ...COUNTIES.flatMap(({ code, ahead, done }) => [
      figure("ahead_of_even", "resident", ahead, { region: code }),
      figure("expenditure_completion", "resident", done, { region: code }),
    ]),
  ];
}

export function city(changes: Partial<BulletinFacts> = {}, figures = cityFigures()): BulletinFacts {
  const band = { below: 3, normalLow: 6, normalHigh: 9, excess: 15 };
  return {
    period: PERIOD,
    region: { code: CITY, name: "示例市" },
    children: COUNTIES.map(({ code, name }) => ({ code, name })),
    issuer: "示例市医疗保障局",
    issuedOn: "2019-08-14",
    figures: new FigureBook(figures),
    payable: {
      basis: "budget",
      policyText: "期末统筹基金结余÷年度支出预算月均",
      documentNumber: null,
    },
    payableFallback: {
      basis: "ytd_average",
      policyText: "期末统筹基金结余÷本年累计月均支出",
      documentNumber: null,
    },
    bands: [
      { fund: "employee", ...band, basisText: "人社部发〔2009〕67号" },
      { fund: "maternity", ...band, basisText: null },
    ],
    caveats: new Map(),
    missingMonths: [],
    policyChanges: [],
    ...changes,
  };
}
