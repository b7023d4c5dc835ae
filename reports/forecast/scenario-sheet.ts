import type { Sheet } from "../render/xlsx-book.ts";
import type { ForecastFacts } from "./forecast-facts.ts";
import { FIRST, listSheet, MONEY, number, PLAIN, text } from "./list-sheet.ts";
import { expectedBalance, fundName } from "./outlook.ts";
import { CHANCE_STYLE } from "./worksheet.ts";

const EVERY = 6;

/** 情景: what each would change, on the same paths; null where there is none. */
export function scenarioSheet({
  outlooks,
  scenarios,
}: Pick<ForecastFacts, "outlooks" | "scenarios">): Sheet | null {
  const found = scenarios.flatMap(({ title, what, forecast }) => {
    const base = outlooks.find(
      (each) => each.forecast.fund === forecast.fund && each.forecast.account === forecast.account,
    );
    if (!base) return [];
    const was = expectedBalance(base.forecast);
    const is = expectedBalance(forecast);
    return forecast.months.flatMap((month, i) =>
      month.step % EVERY !== 0 || was[i] === undefined
        ? []
        : [{ title, what, name: fundName(base), month, was: was[i], is: is[i]! }],
    );
  });
  if (found.length === 0) return null;
  const bands = outlooks[0]!.bands;
  return listSheet(
    "情景",
    "情景与基准预测的差别",
    "金额单位：元。情景与基准用同一组模拟路径，差别只来自情景本身。",
    [
      ...["情景", "内容", "险种", "月份", "基准期望结余", "情景期望结余", "差别"],
      ...["情景80%下限", "情景80%上限", "情景可支付月数"],
      ...bands.map((level) => (level === 0 ? "结余为负概率" : `不足${level}个月概率`)),
    ],
    found.map(({ title, what, name, month, was, is }, i) => {
      const at = FIRST + i;
      const difference = was === null || is === null ? null : is - was;
      const formula = `F${at}-E${at}`;
      return [
        text(title),
        text(what.join("；")),
        text(name),
        text(month.month),
        number(was, MONEY),
        number(is, MONEY),
        difference === null ? null : { value: difference, style: MONEY, formula },
        number(month.balance.q10, MONEY),
        number(month.balance.q90, MONEY),
        number(month.months_payable.q50, PLAIN),
        ...bands.map((_, band) => number(month.p_below[band] ?? null, CHANCE_STYLE)),
      ];
    }),
    ["情景可支付月数为模拟路径的中位数。"],
  );
}
