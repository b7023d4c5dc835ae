import type { Figure } from "../models/figure.ts";
import type { Metric } from "../models/metrics/define.ts";
import { columnsOf } from "../models/metrics/expression.ts";
import { addMonths, endMonth, monthOf, parsePeriod } from "../models/period.ts";
import type { TraceHop } from "../models/trace.ts";
import { variantOf } from "./figure-book.ts";
import type { Arrival } from "./ingest/batches.ts";
import { byKey, type Lookup } from "./lookup.ts";
import { literal } from "./quote.ts";
import type { Store } from "./store.ts";

const FILES_NAMED = 20;

/** Names of cuts as the basis of a figure gives them after the kind of cut. */
const CUTS: Record<string, string> = {
  person: "person_category",
  special: "special_group",
  level: "hosp_lv",
  institution: "fixmedins_code",
  place: "case when is_out_of_area = 1 then 'out' else 'local' end",
};

/** Settlements in force by region, fund, month and cut, which is empty for all of them. */
export type Settled = Lookup<{ batch: string; n: string }>;

/** The kind of cut a basis names; undefined where the figure counts all. */
const kindOf = (basis: string): string | undefined =>
  Object.keys(CUTS).find((kind) => basis.startsWith(`${kind}:`));

const listOf = (values: string[]): string => [...new Set(values)].map(literal).join(", ");

/** Counts what figures of settlements rest on in one pass; nothing where the ledger was not published. */
export async function countSettled(
  store: Store,
  asked: { figure: Figure; metric: Metric }[],
): Promise<Settled> {
  if (asked.length === 0) return () => [];
  const ledger = await store.rows(
    "select 1 from duckdb_tables() where schema_name = 'core' and table_name = 'settlement'",
  );
  if (ledger.length === 0) return () => [];
  const figures = asked.map(({ figure }) => figure);
  const regions = listOf(figures.map(({ region }) => region));
  const kinds = Object.entries(CUTS).flatMap(([kind, column]) => {
    const cuts = figures.map(({ basis }) => basis).filter((basis) => kindOf(basis) === kind);
    const names = listOf(cuts.map((cut) => cut.slice(kind.length + 1)));
    return names === ""
      ? []
      : [{ kind, name: `case when ${column} in (${names}) then ${column} end` }];
  });
  const rows = await store.rows<{ batch: string; n: string }>(`
    with scope as (
      select region_code, scope_code from core.region_scope where scope_code in (${regions})
      union
      select code, code from (select unnest([${regions}]) as code)
    ),
    cell as (
      select region_code, fund, month, batch, count(*) as n
        ${kinds.map(({ kind, name }) => `, ${name} as ${kind}`).join("")}
      from core.settlement
      where month in (${listOf(asked.flatMap(({ figure, metric }) => monthsOf(figure, metric)))})
        and fund in (${listOf(figures.map(({ fund }) => fund))})
        and region_code in (select region_code from scope)
      group by all
    ),
    counted as (
      select scope_code, fund, month, batch, n,
        unnest([''${kinds.map(({ kind }) => `, '${kind}:' || ${kind}`).join("")}]) as cut
      from cell join scope using (region_code)
    )
    select scope_code, fund, month, cut, batch, sum(n) as n from counted where cut is not null group by all`);
  return byKey(rows, ["scope_code", "fund", "month", "cut"]);
}

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
export function settlementHops(
  settled: Settled,
  figure: Figure,
  metric: Metric,
  fileOf: (batch: string) => Arrival | undefined,
): TraceHop[] {
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
  const found = months.flatMap((month) =>
    settled(figure.region, figure.fund, month, kindOf(figure.basis) ? figure.basis : ""),
  );
  const rows = found.reduce((sum, { n }) => sum + Number(n), 0);
  const files = new Map<string, number>();
  for (const { batch, n } of found) {
    const file = fileOf(batch)?.file ?? batch;
    files.set(file, (files.get(file) ?? 0) + Number(n));
  }
  const named = [...files]
    .sort(([file, n], [other, m]) => m - n || (file < other ? -1 : 1))
    .slice(0, FILES_NAMED);
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
