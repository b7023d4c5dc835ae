import { HOSPITAL_LEVELS } from "../../../models/codes.ts";
import { fundOf } from "../../../models/fund.ts";
import { endMonth, monthsToDate, spanInWords, yearEarlier } from "../../../models/period.ts";
import { institutionsChart } from "../../charts/institutions.ts";
import { type ReferenceLine, rankedBarsChart } from "../../charts/ranked-bars.ts";
import { sharesChart } from "../../charts/shares.ts";
import { trendChart } from "../../charts/trend.ts";
import type { Chart } from "../../document.ts";
import { isKnown, whole } from "../bulletin-facts.ts";
import { comparisons, periodInWords } from "./benchmarks.ts";
import { CHARTED, peersOf, topInstitutions } from "./institutions.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { counted } from "./quotes.ts";
import { yearRate } from "./service-columns.ts";

const sourceOf = ({ issuer }: QuarterlyFacts): string => `来源：${issuer}医保结算（权责发生制）。`;

const short = (fund: string): string => fundOf(fund).short;

/** Inpatient spending month by month against the same months of last year. */
export function spendingTrendChart(facts: QuarterlyFacts, fund: string): Chart | null {
  const months = monthsToDate(facts.period);
  const history = (all: string[]) =>
    all.flatMap(
      (period) => counted(facts, "inpatient_fund_pay", fund, { period, basis: "month" }) ?? [],
    );
  const before = history(months.map(yearEarlier));
  return trendChart({
    subject: `${short(fund)}住院基金支出`,
    lines: [
      { label: "本年", history: history(months) },
      ...(before.length > 0 ? [{ label: "上年", history: before, isLastYear: true }] : []),
    ],
    yoy: counted(facts, "inpatient_fund_pay.yoy", fund, {
      period: endMonth(facts.period),
      basis: "month",
    }),
    policy: "按结算时间",
    source: sourceOf(facts),
  });
}

/** Where inpatient spending goes by institution level, last year's shares beside. */
export function levelSharesChart(facts: QuarterlyFacts, fund: string): Chart | null {
  const parts = HOSPITAL_LEVELS.flatMap(({ code, title }) => {
    const basis = `level:${code}`;
    const now = counted(facts, "inpatient_fund_pay", fund, { basis });
    const period = yearEarlier(facts.period);
    const before = counted(facts, "inpatient_fund_pay", fund, { basis, period });
    const isThere = Number(now?.value ?? 0) !== 0 || Number(before?.value ?? 0) !== 0;
    return isThere ? [{ label: title, now, before }] : [];
  });
  if (parts.length < 2) return null;
  return sharesChart({
    subject: `${short(fund)}住院基金支出`,
    parts,
    nowLabel: spanInWords(facts.period),
    beforeLabel: "上年同期",
    source: sourceOf(facts),
  });
}

/** The institutions paid most, each one's cost per admission against its level's. */
export function topInstitutionsChart(facts: QuarterlyFacts, fund: string): Chart | null {
  const charted = topInstitutions(facts, fund).slice(0, CHARTED);
  const bars = charted.map((institution) => {
    const { code, name, level, paid } = institution;
    const { cost, mean } = peersOf(facts, fund, institution);
    const title = HOSPITAL_LEVELS.find((each) => each.code === level)?.title ?? "";
    const peers = mean ? { level: title, mean } : undefined;
    return { code, name, spending: paid, cost, peers };
  });
  if (bars.length < 2) return null;
  return institutionsChart({
    subject: `${short(fund)}住院基金支出`,
    institutions: bars,
    span: spanInWords(facts.period),
    source: sourceOf(facts),
  });
}

/** Hospitalization rates by child region, against the whole and what others published. */
export function countyRatesChart(facts: QuarterlyFacts, fund: string): Chart | null {
  const { title, metric } = yearRate(facts);
  const bars = facts.children.map(({ code, name }) => ({
    label: name,
    figure: counted(facts, metric, fund, { region: code }),
  }));
  const own = counted(facts, metric, fund);
  if (!own || bars.filter(({ figure }) => figure && isKnown(figure)).length < 2) return null;
  const published = comparisons(facts)
    .filter(({ benchmark, figure }) => benchmark.fund === fund && figure.metric === metric)
    .map(
      ({ benchmark: { scope, period, value } }): ReferenceLine => ({
        label: `${scope}${periodInWords(period)}`,
        value,
      }),
    );
  return rankedBarsChart({
    subject: `${short(fund)}${title}`,
    kind: "个地区",
    bars,
    lines: [{ label: whole(facts.region), value: own.value, figure: own.id }, ...published],
    worse: "high",
    span: spanInWords(facts.period),
    source: sourceOf(facts),
  });
}
