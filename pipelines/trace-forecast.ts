import type { Figure } from "../models/figure.ts";
import { isOfForecasts, type Metric } from "../models/metrics/define.ts";
import { metricOf } from "../models/metrics/index.ts";
import { addMonths, endMonth } from "../models/period.ts";
import { STATEMENT_TERMS } from "../models/sources/statement-terms.ts";
import type { TraceHop } from "../models/trace.ts";
import type { Home } from "./home.ts";
import { literal, valueRows } from "./quote.ts";
import type { Store } from "./store.ts";
import type { Ledgers, Place } from "./trace-ledgers.ts";
import { placesOf } from "./trace-places.ts";

type Asked = { figure: Figure; metric: Metric };

/** How far back a balance may have been known last. */
const MOST_MONTHS = 4;

/**
 * The last known number that a forecast goes on from: income or expenditure of its last month, or the
 * balance, where that was last known; of every other figure its own cells.
 */
export function placesBehind(ledgers: Ledgers, { figure, metric }: Asked): Place[] {
  if (!isOfForecasts(metric.mart)) return placesOf(ledgers, { figure, metric });
  const places = (id: string, back = 0) => {
    const period = addMonths(endMonth(figure.period), -back);
    return placesOf(ledgers, {
      figure: { ...figure, metric: id, basis: "", period },
      metric: metricOf(id)!,
    });
  };
  if (metric.id === "forecast_income") return places("income_ytd");
  if (metric.id === "forecast_expenditure") return places("expenditure_ytd");
  for (let back = 0; back < MOST_MONTHS; back++) {
    const found = places("closing_balance", back);
    if (found.length > 0) return found;
  }
  return places("expenditure_ytd");
}

const keyOf = (region: string, fund: string, account: string, month: string): string =>
  [region, fund, account, month].join("|");

interface LineRow {
  region_code: string;
  fund: string;
  account: string;
  month: string;
  series: string;
  method: string | null;
}

/** How the forecasts behind figures were made: from which month on, by which methods, with which paths. */
export async function forecastHops(
  home: Home,
  store: Store,
  asked: Asked[],
): Promise<Map<string, TraceHop>> {
  const own = asked
    .filter(({ metric }) => isOfForecasts(metric.mart))
    .map(({ figure }) => ({ figure, origin: endMonth(figure.period) }));
  if (own.length === 0) return new Map();
  const wanted = new Map(
    own.map(({ figure: { region, fund, account }, origin }) => [
      keyOf(region, fund, account, origin),
      [region, fund, account, origin],
    ]),
  );
  const rows = await store.rows<LineRow>(`
    select region_code, fund, account, month, series, method from marts.fund_forecast
    where forecaster = 'model' and step = 0 and method is not null
      and month in (${[...new Set(own.map(({ origin }) => literal(origin)))].join(", ")})
      and (region_code, fund, account, month) in (values ${valueRows([...wanted.values()])})
    order by series`);
  return new Map(
    own.map(({ figure, origin }): [string, TraceHop] => {
      const key = keyOf(figure.region, figure.fund, figure.account, origin);
      const lines = rows.filter(
        (row) => keyOf(row.region_code, row.fund, row.account, row.month) === key,
      );
      return [figure.id, hopOf(home, origin, figure.basis, lines)];
    }),
  );
}

const TITLES = new Map<string, string>(STATEMENT_TERMS.map(({ key, title }) => [key, title]));

function hopOf(home: Home, origin: string, ahead: string, lines: LineRow[]): TraceHop {
  const { paths, seed, breaks } = home.config.forecast;
  const methods = lines.map(({ series, method }) => `${TITLES.get(series) ?? series}用${method}`);
  const text = [
    `预测：起点${origin}，提前${ahead}个月，模拟路径${paths}条，随机数种子${seed}`,
    ...(methods.length === 0 ? [] : [`方法：${methods.join("，")}`]),
    ...(breaks.length === 0
      ? []
      : [`断点：${[...new Set(breaks.map(({ title }) => title))].join("、")}`]),
    "历史为 marts.forecast_history 中起点及以前的各月",
  ].join("；");
  return { kind: "forecast", name: "models/forecast", text };
}
