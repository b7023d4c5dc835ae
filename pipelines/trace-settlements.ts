import type { Figure } from "../models/figure.ts";
import type { Metric } from "../models/metrics/define.ts";
import { columnsOf } from "../models/metrics/expression.ts";
import { addMonths, endMonth, monthOf, parsePeriod } from "../models/period.ts";
import type { TraceHop } from "../models/trace.ts";
import { variantOf } from "./figure-book.ts";
import type { Arrival } from "./ingest/batches.ts";
import { literal } from "./quote.ts";
import type { Ask } from "./trace-places.ts";

const FILES_NAMED = 20;

/** What a cut is, as a condition on settlements. */
const CUTS: Record<string, (name: string) => string> = {
  person: (name) => `person_category = ${literal(name)}`,
  special: (name) => `special_group = ${literal(name)}`,
  level: (name) => `hosp_lv = ${literal(name)}`,
  institution: (name) => `fixmedins_code = ${literal(name)}`,
  place: (name) => `is_out_of_area = ${name === "out" ? 1 : 0}`,
};

function monthsOf(figure: Figure, metric: Metric): string[] {
  const last = endMonth(figure.period);
  const gap = parsePeriod(figure.period).kind === "quarter" ? 3 : 1;
  const ends = [last];
  if (metric.isChange || figure.metric.endsWith(".yoy")) ends.push(addMonths(last, -12));
  if (figure.metric.endsWith(".mom")) ends.push(addMonths(last, -gap));
  const { isOfMonth } = variantOf(metric, figure.basis);
  const months = ends.flatMap((end) => {
    const [year, elapsed] = [Number(end.slice(0, 4)), Number(end.slice(5))];
    return isOfMonth ? [end] : Array.from({ length: elapsed }, (_, i) => monthOf(year, i + 1));
  });
  return [...new Set(months)].sort();
}

/**
 * The way of a figure of settlements: there are too many rows to name, so it ends at the files with how
 * many of their rows count in its months, region and fund.
 */
export async function settlementHops(
  ask: Ask,
  figure: Figure,
  metric: Metric,
  fileOf: (batch: string) => Arrival | undefined,
): Promise<TraceHop[]> {
  const columns = columnsOf(variantOf(metric, figure.basis).value);
  const months = monthsOf(figure, metric);
  const span = months.length > 1 ? `${months[0]}至${months.at(-1)}` : months[0]!;
  const ledgers = [
    "core/settlement",
    ...(columns.some((name) => /itemised|drug|herb|material/.test(name))
      ? ["core/settlement_fee"]
      : []),
    ...(columns.includes("insured_persons") || metric.isChange ? ["core/insured"] : []),
  ];
  const found = await batchesOf(ask, figure, months);
  const rows = found.reduce((sum, { n }) => sum + Number(n), 0);
  const files = new Map<string, number>();
  for (const { batch, n } of found) {
    const file = fileOf(batch)?.file ?? batch;
    files.set(file, (files.get(file) ?? 0) + Number(n));
  }
  const named = [...files].sort(([, a], [, b]) => b - a).slice(0, FILES_NAMED);
  const more = files.size > named.length ? `……共${files.size}个文件` : "";
  return [
    {
      kind: "ledger",
      name: ledgers.map((ledger) => `sql/${ledger}.sql`).join(" "),
      text: `${ledgers.map((ledger) => ledger.replace("/", ".")).join("、")}：${span} 结算 ${rows} 条，每个结算编号取最新一行，退费冲减`,
    },
    {
      kind: "staging",
      name: "models/sources/records/settlement.ts",
      text: "按来文定义读列名和类型；姓名、证件号码、电话、住址不入库，人员编号已替换",
    },
    ...(named.length === 0
      ? []
      : [
          {
            kind: "cell" as const,
            name: named[0]![0],
            text: named.map(([file, n]) => `${file} ${n} 行`).join("；") + more,
          },
        ]),
  ];
}

/** Counts nothing where the ledger itself was not published. */
async function batchesOf(
  ask: Ask,
  figure: Figure,
  months: string[],
): Promise<{ batch: string; n: string }[]> {
  const ledger = await ask(
    "select 1 from duckdb_tables() where schema_name = 'core' and table_name = 'settlement'",
  );
  if (ledger.length === 0) return [];
  const [kind = "", ...name] = figure.basis.split(":");
  const cut = name.length > 0 ? CUTS[kind]?.(name.join(":")) : undefined;
  return ask(`
    select batch, count(*) as n from core.settlement
    where fund = ${literal(figure.fund)} and month in (${months.map(literal).join(", ")})
      and region_code in (
        select ${literal(figure.region)} union all
        select region_code from core.region_scope where scope_code = ${literal(figure.region)})
      ${cut ? `and ${cut}` : ""}
    group by batch`);
}
