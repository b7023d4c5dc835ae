import { type Band, type Config, type MonthsPayablePolicy, policyAt } from "../../models/config.ts";
import { UserError } from "../../models/errors.ts";
import { FigureBook } from "../../models/figure.ts";
import { fundOf } from "../../models/fund.ts";
import { basisOf, monthsPayable } from "../../models/metrics/months-payable.ts";
import {
  addMonths,
  endMonth,
  monthOf,
  monthsToDate,
  parsePeriod,
  yearEarlier,
} from "../../models/period.ts";
import type { BulletinFacts, PayableBasis } from "../../reports/documents/bulletin-facts.ts";
import { figureTable, readFigures } from "../figure-book.ts";
import type { Home } from "../home.ts";
import { literal } from "../quote.ts";
import type { Store } from "../store.ts";

export interface BulletinRequest {
  period: string;
  /** YYYY-MM-DD, printed under the text. */
  issuedOn: string;
  region?: string | undefined;
}

/** What a bulletin draws over time, and for how many months. */
const DRAWN = { metric: "months_payable", months: 36 };

/** The region a document is of: asked for, configured, or the only one there is. */
export async function chooseRegion(
  store: Store,
  config: Config,
  request: Pick<BulletinRequest, "region" | "period">,
): Promise<BulletinFacts["region"]> {
  const named = request.region ?? config.region ?? undefined;
  const [asked] = named === undefined ? [] : await regionsIn(store, request.period, named);
  if (asked) return asked;
  const present = await regionsIn(store, request.period);
  if (named === undefined && present.length === 1) return present[0]!;
  const known = present.map((r) => `${r.code} ${r.name}`).join("、");
  if (present.length === 0) {
    throw new UserError(
      `${request.period} 没有数据`,
      "请先载入该月的来文并执行 fundwatch run；已有的期间见 fundwatch status。",
    );
  }
  throw new UserError(
    named
      ? `统筹区 ${named} 在 ${request.period} 没有数据`
      : `${request.period} 有多个统筹区，需指明出哪一个`,
    `请用 --region 指明，或在配置 region 中设定；可选：${known}。`,
    2,
  );
}

/** The regions that have figures in a period, or the one that is asked about. */
export const regionsIn = (
  store: Store,
  period: string,
  region?: string,
): Promise<BulletinFacts["region"][]> =>
  store.rows(`
    select distinct f.region_code as code, coalesce(r.region_name, f.region_code) as name
    from ${figureTable(store)} f left join core.region r on r.region_code = f.region_code
    where f.period = ${literal(period)}${region === undefined ? "" : ` and f.region_code = ${literal(region)}`}
    order by 1`);

/** What a bulletin of a month or a quarter says of a region, caveats left out: they come from traces. */
export async function gatherFacts(
  home: Home,
  store: Store,
  region: BulletinFacts["region"],
  request: BulletinRequest,
): Promise<BulletinFacts> {
  const { config } = home;
  const { period } = request;
  const month = endMonth(period);
  const children = await store.rows<{ code: string; name: string }>(`
    select region_code as code, region_name as name from core.region
    where parent_code = ${literal(region.code)}
      or (parent_code is null and region_code <> ${literal(region.code)} and ${literal(region.code)} like '%00'
        and substr(region_code, 1, 4) = ${literal(region.code.slice(0, 4))})
    order by region_code`);
  const months = parsePeriod(period).kind === "quarter" ? monthsToDate(period) : [];
  const drawn = { metric: DRAWN.metric, since: addMonths(month, -DRAWN.months), until: month };
  const printed = { period: [period, ...months].flatMap((at) => [at, yearEarlier(at)]) };
  const figures = [
    ...(await readFigures(store, { ...drawn, region: region.code })),
    ...(await readFigures(store, { ...printed, region: region.code })),
    ...(await readFigures(store, { period, region: children.map(({ code }) => code) })),
  ];
  const policy = policyAt(config, month);
  return {
    period,
    region,
    children,
    issuer: config.bureau,
    issuedOn: request.issuedOn,
    figures: new FigureBook(figures),
    payable: payableBasis(policy),
    payableFallback: payableBasis({ ...policy, denominator: "ytd_average" }),
    bands: config.bands.map(bandFrom),
    caveats: new Map(),
    missingMonths: await missingMonths(store, region.code, month),
    policyChanges: await policyChanges(store, region.code, month),
  };
}

/** How months payable are quoted under a policy. */
export function payableBasis(policy: MonthsPayablePolicy): PayableBasis {
  const basis = basisOf(policy);
  const variant = monthsPayable.variants.find((v) => v.basis === basis);
  return { basis, policyText: variant?.policy ?? basis, documentNumber: policy.document };
}

/** Warning levels of the config as documents read them. */
export const bandFrom = (band: Band): BulletinFacts["bands"][number] => ({
  fund: band.fund,
  below: band.short_below,
  normalLow: band.normal_from,
  normalHigh: band.normal_to,
  excess: band.excess_above,
  basisText: band.basis,
});

/** Months of the year up to the period that lie between two reported ones and were not reported. */
async function missingMonths(
  store: Store,
  region: string,
  period: string,
): Promise<BulletinFacts["missingMonths"]> {
  const rows = await store.rows<{ fund: string; month: string }>(`
    select distinct fund, month from marts.fund_month
    where region_code = ${literal(region)} and substr(month, 1, 4) = ${literal(period.slice(0, 4))}
      and month <= ${literal(period)} order by fund, month`);
  const before = await store.rows<{ fund: string }>(`
    select distinct fund from marts.fund_month where region_code = ${literal(region)} and month = ${literal(addMonths(period, -1))}`);
  const funds = [...new Set([...rows.map((r) => r.fund), ...before.map((r) => r.fund)])];
  return funds
    .map((fund) => {
      const present = rows.filter((r) => r.fund === fund).map((r) => r.month);
      const first = Number((present[0] ?? period).slice(5));
      const last = Number(period.slice(5));
      const expected = Array.from({ length: last - first + 1 }, (_, i) =>
        monthOf(Number(period.slice(0, 4)), first + i),
      );
      return { fund, months: expected.filter((month) => !present.includes(month)) };
    })
    .filter(({ months }) => months.length > 0);
}

async function policyChanges(store: Store, region: string, period: string): Promise<string[]> {
  const rows = await store.rows<{ fund: string; was: string; now: string }>(`
    select distinct this.fund, past.policy as was, this.policy as now
    from marts.fund_month this join marts.fund_month past
      on past.region_code = this.region_code and past.fund = this.fund and past.account = this.account
      and past.month_no = this.month_no - 12 and past.policy <> this.policy
    where this.region_code = ${literal(region)} and this.month = ${literal(period)} and this.account = 'all'`);
  const name = (text: string) => (text === "" ? "未注明" : `“${text}”`);
  return rows.map(
    (r) => `${fundOf(r.fund).short}基金口径由${name(r.was)}改为${name(r.now)}，与上年同期不可比`,
  );
}
