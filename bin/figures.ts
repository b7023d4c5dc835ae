import { UserError } from "../models/errors.ts";
import { metricOf } from "../models/metrics/index.ts";
import { parsePeriod } from "../models/period.ts";
import { readFund } from "../models/sources/names.ts";
import { readFigures, withFigures } from "../pipelines/figure-book.ts";
import { titleOf } from "../pipelines/trace.ts";
import { words } from "../reports/format.ts";
import { asOfMoment } from "./as-of.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

export async function act(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const text = (name: string) => (options[name] === undefined ? undefined : String(options[name]));
  const period = text("period");
  if (period !== undefined) requirePeriod(period);
  const metric = text("metric");
  if (metric !== undefined && !metric.endsWith("*") && !metricOf(metric)) {
    throw new UserError(
      `没有名为 ${metric} 的指标`,
      "指标代码见 docs/metrics.md，如 expenditure_completion、months_payable。",
      2,
    );
  }
  const fund = text("fund");
  const figures = await withFigures(session.home(), asOfMoment(text("asOf")), (store) =>
    readFigures(store, {
      metric,
      region: text("region"),
      fund: fund && (readFund(fund) ?? fund),
      account: text("account"),
      period,
      basis: text("basis"),
    }),
  );
  const numbers = figures.map((figure) => ({
    ...figure,
    value: figure.value === null ? null : Number(figure.value),
  }));
  session.answer(numbers, () => {
    if (figures.length === 0) return ["没有符合条件的指标。若刚载入文件，请先执行 fundwatch run。"];
    const rows = figures.map((f) => {
      const known = metricOf(f.metric);
      return [
        f.region,
        f.period,
        known ? titleOf(f, known) : f.metric,
        f.basis,
        f.value === null ? "—" : words(f),
        f.id,
      ];
    });
    return table(["统筹区", "期间", "指标", "口径", "值", "编号"], rows);
  });
  return 0;
}

export function requirePeriod(period: string): void {
  try {
    parsePeriod(period);
  } catch {
    throw new UserError(`期间 ${period} 写法不对`, "应为 2019-07、2019Q3 或 2019。", 2);
  }
}
