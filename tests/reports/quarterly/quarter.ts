import { type Figure, FigureBook, type FigureKey, figureId } from "../../../models/figure.ts";
import { metricOf } from "../../../models/metrics/index.ts";
import { unitOf } from "../../../pipelines/figure-book.ts";
import type {
  Benchmark,
  QuarterlyFacts,
  Reconciliation,
} from "../../../reports/documents/quarterly/quarterly-facts.ts";

export const PERIOD = "2025Q3";
export const CITY = "620700";
const LAST = "2024Q3";

type Part = Partial<Omit<FigureKey, "metric" | "fund">>;

export function figure(
  metric: string,
  fund: string,
  value: string | null,
  part: Part = {},
): Figure {
  const whole: FigureKey = {
    metric,
    fund,
    region: CITY,
    account: "all",
    period: PERIOD,
    basis: "",
    ...part,
  };
  const defined = metricOf(metric);
  const unit = defined ? unitOf(metric, defined) : "yuan";
  return {
    ...whole,
    id: figureId(whole),
    value,
    low: null,
    high: null,
    unit,
    policy: "",
    version: 1,
    run: "r1",
  };
}

/** Figures of one fund by metric; `was` is last year's, `yoy` the change between them. */
export function figures(
  fund: string,
  values: Record<string, { now?: string; was?: string; yoy?: string | null }>,
  part: Part = {},
): Figure[] {
  return Object.entries(values).flatMap(([metric, { now, was, yoy }]) => [
    ...(now === undefined ? [] : [figure(metric, fund, now, part)]),
    ...(was === undefined ? [] : [figure(metric, fund, was, { ...part, period: LAST })]),
    ...(yoy === undefined ? [] : [figure(`${metric}.yoy`, fund, yoy, part)]),
  ]);
}

/** A statement in surplus: income 933万, expenditure 800万. */
export const statement = (fund = "employee"): Figure[] =>
  figures(fund, {
    income_ytd: { now: "9333981.25", was: "9315000", yoy: "0.002" },
    income_completion: { now: "0.7309" },
    expenditure_ytd: { now: "8000000", was: "7900000", yoy: "0.0127" },
    expenditure_completion: { now: "0.7412" },
    even_progress: { now: "0.75" },
    ahead_of_even: { now: "-0.0088" },
    current_balance: { now: "1333981.25", was: "1415000" },
    closing_balance: { now: "17509280.60" },
  });

export const months = (fund: string, values: string[]): Figure[] =>
  values.map((value, index) =>
    figure("expenditure_month", fund, value, { period: `2025-0${7 + index}` }),
  );

/** Inpatient services of a fund whose spending rose by 81.53万, mostly by its admission rate. */
export const services = (fund = "employee"): Figure[] => [
  ...figures(fund, {
    insured: { now: "2165", was: "2196", yoy: "-0.0141" },
    admissions: { now: "387", was: "323", yoy: "0.1981" },
    hospitalization_rate: { now: "0.1788", was: "0.1471", yoy: "0.0317" },
    annualized_hospitalization_rate: { now: "0.2383", was: "0.1961", yoy: "0.0422" },
    cost_per_admission: { now: "12454.6342", was: "11462.6430", yoy: "0.0865" },
    length_of_stay: { now: "9.5685", was: "9.6997", yoy: "-0.1312" },
    in_scope_reimbursement_rate: { now: "0.8455", was: "0.8434", yoy: "0.0021" },
    actual_reimbursement_rate: { now: "0.7441", was: "0.7485", yoy: "-0.0044" },
    drug_share: { now: "0.3238", was: "0.3233", yoy: "0.0005" },
    inpatient_fund_pay: { now: "3586484.42", was: "2771155.47", yoy: "0.2942" },
    out_of_area_share: { now: "0.062", was: "0.0495", yoy: "0.0125" },
  }),
  ...effects(fund, "815328.95", ["-44944.94", "616423.53", "262387.55", "-18537.19"]),
];

/** A change of inpatient spending and its effects: insured, admission rate, cost, fund share. */
export const effects = (fund: string, change: string, values: (string | null)[]): Figure[] => [
  figure("inpatient_spend_change", fund, change),
  ...["insured_effect", "admission_rate_effect", "cost_effect", "fund_share_effect"].map(
    (metric, index) => figure(metric, fund, values[index] ?? null),
  ),
];

export const level = (fund: string, code: string, admissions: string, cost: string, yoy: string) =>
  figures(
    fund,
    {
      admissions: { now: admissions, was: "100", yoy },
      cost_per_admission: { now: cost, was: cost },
      inpatient_fund_pay: { now: "1000000" },
    },
    { basis: `level:${code}` },
  );

export const institution = (
  fund: string,
  code: string,
  paid: string,
  admissions: string,
  cost: string,
) =>
  figures(
    fund,
    {
      inpatient_fund_pay: { now: paid },
      admissions: { now: admissions },
      cost_per_admission: { now: cost },
    },
    { basis: `institution:${code}`, period: "2025-09" },
  );

export const benchmark = (part: Partial<Benchmark> = {}): Benchmark => ({
  metric: "cost_per_admission",
  fund: "employee",
  scope: "全国",
  kind: "nation",
  period: "2023",
  value: "12176.274488",
  source: "https://www.nhsa.gov.cn/art/2024/7/25/art_7_13340.html",
  ...part,
});

export const reconciliation = (part: Partial<Reconciliation> = {}): Reconciliation => ({
  fund: "employee",
  statement: "9898366.71",
  settled: "8800750.79",
  difference: "1097615.92",
  lag: "60162.42",
  retention: "54953.49",
  advance: "982500.01",
  unexplained: "0.00",
  note: null,
  ...part,
});

const TABLES = ["marts.figure", "marts.fund_month", "marts.insured_month", "marts.service_month"];

export function quarter(
  all: Figure[] = [...statement(), ...services()],
  changes: Partial<QuarterlyFacts> = {},
): QuarterlyFacts {
  const policyText = "统筹基金累计结余÷近12个月月均支出，支出剔除上解上级、补助下级";
  return {
    period: PERIOD,
    region: { code: CITY, name: "示例市" },
    children: [],
    issuer: "示例市医疗保障局",
    issuedOn: "2025-10-20",
    figures: new FigureBook(all),
    payable: { basis: "trailing_12", policyText, documentNumber: null },
    payableFallback: null,
    bands: [
      { fund: "employee", below: 3, normalLow: 6, normalHigh: 9, excess: 15, basisText: null },
    ],
    caveats: new Map(),
    missingMonths: [],
    policyChanges: [],
    tables: new Set(TABLES),
    institutions: [],
    benchmarks: [],
    reconciliations: [],
    specialGroups: [],
    grounds: [],
    program: "0.3.0",
    run: "r1",
    ...changes,
  };
}
