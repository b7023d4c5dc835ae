import Big from "big.js";
import { insutypes } from "../../models/codes.ts";
import type { Config } from "../../models/config.ts";
import { indicators } from "../../models/metrics/index.ts";
import { endMonth } from "../../models/period.ts";
import type { Benchmark } from "../../reports/documents/quarterly/quarterly-facts.ts";
import type { Store } from "../store.ts";

interface Printed {
  indicator: string;
  scope: string;
  fund: string;
  period: string;
  value: string;
  source: string;
}

/**
 * Benchmarks a quarter may be held against, the latest of each metric, fund and scope: of the quarter
 * itself or, where none was published of it, of the last whole year. Read as marts.benchmark_comparison
 * reads them, but also where there is no figure of that year.
 */
export async function benchmarksAt(
  store: Store,
  config: Config,
  region: { code: string; name: string },
  period: string,
): Promise<Benchmark[]> {
  const rows = await store.rows<Printed>(`
    select indicator, scope, fund, period, cast(value as varchar) as value, source
    from core.benchmark order by all`);
  const latest = new Map<string, Benchmark>();
  for (const benchmark of rows.flatMap(reader(config))) {
    const { metric, fund, scope, period: of } = benchmark;
    const isOwn = scope === region.name || scope === region.code;
    if (isOwn || (of !== period && !isWholeYearBefore(of, period))) continue;
    const key = [metric, fund, scope].join("|");
    const other = latest.get(key)?.period;
    if (other === undefined || (other !== period && of > other)) latest.set(key, benchmark);
  }
  return [...latest.values()];
}

/** `2023` before `2025Q3`; of a fourth quarter its own year, too. */
const isWholeYearBefore = (of: string, period: string): boolean =>
  /^\d{4}$/.test(of) && endMonth(of) <= endMonth(period);

/** Reads a printed benchmark by the names the bureau uses; one nobody knows is left out. */
function reader({ aliases }: Config): (printed: Printed) => Benchmark[] {
  const metrics = new Map(indicators().map(([text, ...rest]) => [text, rest]));
  const funds = new Map(insutypes(aliases.funds));
  return ({ indicator, fund: code, value, ...printed }) => {
    const [metric, unit] = metrics.get(indicator) ?? [];
    const fund = funds.get(code);
    if (metric === undefined || fund === undefined) return [];
    const isPercent = unit === "ratio" && new Big(value).gt(1);
    const exact = isPercent ? new Big(value).div(100).toFixed() : value;
    return [{ metric, fund, kind: kindOf(printed.scope), value: exact, ...printed }];
  };
}

function kindOf(scope: string): Benchmark["kind"] {
  if (["全国", "国家", "全国平均", "nation"].includes(scope)) return "nation";
  const isProvince =
    ["全省", "省", "本省", "全省平均", "province"].includes(scope) ||
    /省$|自治区$/.test(scope) ||
    /^..0000$/.test(scope);
  return isProvince ? "province" : "peer";
}
