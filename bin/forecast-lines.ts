import type { ForecastMonth, FundForecast, Quantiles } from "../models/forecast/fund.ts";
import { fundOf } from "../models/fund.ts";
import { STATEMENT_TERMS } from "../models/sources/statement-terms.ts";
import type { Forecasts } from "../pipelines/forecast/read.ts";
import { amount, bare, chance, columnScale, NO_VALUE } from "../reports/format.ts";
import { table } from "./table.ts";

/** Forecasts as `--json` gives them: an element for each fund and month, one with month null where none is given. */
export function forecastValue({ bands, forecasts }: Forecasts, extra: object = {}): object[] {
  return forecasts.flatMap((forecast) => {
    const { region_code, fund, account, origin, status, notes, opening_balance_yuan } = forecast;
    const about = {
      ...{ region: region_code, fund, account, as_of: origin, status },
      ...extra,
      opening_balance: opening_balance_yuan,
      method: Object.fromEntries(forecast.lines.map(({ line, method }) => [line, method])),
      first_crossing: byBand(bands, forecast.first_crossing),
      notes,
    };
    const months = forecast.months.map((month) => monthValue(month, bands));
    return (months.length > 0 ? months : [NO_MONTH]).map((month) => ({ ...about, ...month }));
  });
}

const NO_MONTH = {
  ...{ month: null, step: null, income: null, expenditure: null, income_sum: null },
  ...{ expenditure_sum: null, balance: null, months_payable: null, p_below: null, p_crossed: null },
};

const monthValue = (month: ForecastMonth, bands: readonly number[]): object => ({
  month: month.month,
  step: month.step,
  income: known(month.income),
  expenditure: known(month.expenditure),
  income_sum: known(month.income_sum),
  expenditure_sum: known(month.expenditure_sum),
  balance: known(month.balance),
  months_payable: known(month.months_payable),
  p_below: Number.isNaN(month.months_payable.mean) ? null : byBand(bands, month.p_below),
  p_crossed: Number.isNaN(month.months_payable.mean) ? null : byBand(bands, month.p_crossed),
});

const known = (value: Quantiles): Quantiles | null => (Number.isNaN(value.mean) ? null : value);

const byBand = <T>(bands: readonly number[], values: readonly T[]): Record<string, T | null> =>
  Object.fromEntries(bands.map((band, i) => [String(band), values[i] ?? null]));

const STATUS: Record<FundForecast["status"], string> = {
  ok: "",
  short: "（历史较短，仅供参考）",
  insufficient: "（历史不足，不作预测）",
  closing: "（已停止单独运行，不作预测）",
};

const BARS = "▁▂▃▄▅▆▇█";

/** One fund for people: a table of months, and what is to be known beside it. */
export function fundLines(
  forecast: FundForecast,
  bands: readonly number[],
  remarks: string[] = [],
): string[] {
  const { region_code, fund, account, origin, status, months, notes } = forecast;
  const name = `${region_code} ${fundOf(fund).short}${account === "pooled" ? "统筹" : ""}基金`;
  const lines = [`${name}，截至 ${origin}${STATUS[status]}`];
  const opening = forecast.opening_balance_yuan;
  const scale = columnScale(
    [
      ...months.flatMap((m) => [m.income.mean, m.expenditure.mean, m.balance.q10, m.balance.q90]),
      opening ?? 0,
    ]
      .filter((value) => Number.isFinite(value))
      .map(String),
  );
  const money = (value: number) =>
    Number.isFinite(value) ? amount(plain(value), scale) : NO_VALUE;
  if (months.length > 0) {
    const head = [
      "月份",
      "收入",
      "支出",
      "累计结余",
      "80%区间",
      "可支付月数",
      ...bands.map((band) => (band === 0 ? "结余<0" : `不足${band}个月`)),
    ];
    const rows = months.map((m) => [
      ...[m.month, money(m.income.mean), money(m.expenditure.mean), money(m.balance.mean)],
      Number.isFinite(m.balance.mean)
        ? `${money(m.balance.q10)}～${money(m.balance.q90)}`
        : NO_VALUE,
      Number.isFinite(m.months_payable.mean)
        ? bare(plain(m.months_payable.mean), "months", 1)
        : NO_VALUE,
      ...m.p_below.map((p) => (Number.isFinite(p) ? chance(plain(p)) : NO_VALUE)),
    ]);
    const line = sparkline([opening ?? Number.NaN, ...months.map((m) => m.balance.mean)]);
    lines[0] += `（${scale.unit}）${line === "" ? "" : `  结余 ${line}`}`;
    lines.push(...table(head, rows));
  }
  for (const [i, band] of bands.entries()) {
    const first = forecast.first_crossing[i];
    if (first)
      lines.push(
        `多数路径${band === 0 ? "结余转负" : `可支付月数跌破${band}个月`}，最可能在 ${first}。`,
      );
  }
  return [...lines, ...remarks, ...notes.map((note) => `注：${note}`)];
}

/** How each line of a fund was forecast. */
export const methodLines = ({ lines }: FundForecast): string[] =>
  lines.map(({ line, method, notes }) =>
    [`${titleOf(line)}：${method}`, ...notes].map((said) => said.replace(/。?$/, "。")).join(""),
  );

const titleOf = (line: string): string =>
  STATEMENT_TERMS.find(({ key }) => key === line)?.title ?? line;

/** Without an exponent, which amounts in text do not have. */
const plain = (value: number): string => value.toFixed(8);

function sparkline(values: readonly number[]): string {
  const finite = values.filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  if (finite.length < 2 || high === low) return "";
  const height = (value: number) => Math.round(((value - low) / (high - low)) * (BARS.length - 1));
  return finite.map((value) => BARS[height(value)]!).join("");
}
