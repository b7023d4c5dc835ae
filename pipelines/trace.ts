import type { Account, Figure, FigureKey } from "../models/figure.ts";
import { fundOf } from "../models/fund.ts";
import { COLUMNS } from "../models/metrics/columns.ts";
import { isOfSettlements, type Metric } from "../models/metrics/define.ts";
import { columnsOf, inWords } from "../models/metrics/expression.ts";
import { metricOf } from "../models/metrics/index.ts";
import { SOURCES } from "../models/sources/index.ts";
import type { SourceCell, Trace, TraceHop } from "../models/trace.ts";
import { readFigures, variantOf } from "./figure-book.ts";
import type { Home } from "./home.ts";
import {
  type Arrival,
  apartFromWaiting,
  arrivals,
  type Batch,
  landingFile,
} from "./ingest/batches.ts";
import type { Evaluation } from "./ingest/identities.ts";
import { failureInWords } from "./ingest/words.ts";
import { pathLiteral, valueRows } from "./quote.ts";
import { Store } from "./store.ts";
import { forecastHops, placesBehind } from "./trace-forecast.ts";
import { drawNear, type Place } from "./trace-ledgers.ts";
import { placeKey } from "./trace-places.ts";
import { countSettled, settlementHops } from "./trace-settlements.ts";
import { supervisionHops } from "./trace-supervision.ts";

/** The key of a figure, read back from its id. */
export function parseFigureId(id: string): FigureKey {
  const [metric = "", region = "", fund = "", ...rest] = id.split("/");
  const account: Account =
    rest[0] === "pooled" || rest[0] === "personal" ? (rest.shift() as Account) : "all";
  return { metric, region, fund, account, period: rest[0] ?? "", basis: rest[1] ?? "" };
}

/** The chains from figures back to the cells they rest on, in the order asked; unknown ids are left out. */
export async function traceFigures(
  home: Home,
  store: Store,
  ids: string[],
): Promise<Map<string, Trace>> {
  const known = new Map<string, { arrival: Arrival; batch: Batch }>();
  for (const arrival of arrivals(home))
    for (const batch of arrival.batches) known.set(batch.batch, { arrival, batch });
  const asked = (await figuresNamed(store, ids)).flatMap((figure) => {
    const metric = metricOf(figure.metric);
    return metric ? [{ figure, metric }] : [];
  });
  if (asked.length === 0) return new Map();
  const ofSettlements = asked.filter(({ metric }) => isOfSettlements(metric.mart));
  const settled = await countSettled(store, ofSettlements);
  const ledgers = await drawNear(
    store,
    asked.map(({ figure }) => figure),
    ofSettlements.length > 0,
  );
  const fileOf = (batch: string) => known.get(batch)?.arrival;
  const supervised = await supervisionHops(home, store, asked, fileOf);
  const forecasts = await forecastHops(home, store, asked);
  const found = asked.map(({ figure, metric }) => ({
    figure,
    metric,
    places: placesBehind(ledgers, { figure, metric }),
    settled: isOfSettlements(metric.mart)
      ? settlementHops(settled, figure, metric, fileOf)
      : (supervised.get(figure.id) ?? []),
  }));
  const cells = await readCells(
    home,
    known,
    found.flatMap(({ places }) => places),
  );
  const traces = new Map<string, Trace>();
  for (const { figure, metric, places, settled } of found) {
    const own = places.flatMap((place) => cells.get(placeKey(place)) ?? []);
    traces.set(figure.id, {
      figure: figure.id,
      title: titleOf(figure, metric),
      value: figure.value,
      unit: figure.unit,
      policy: figure.policy,
      hops: hopsOf(figure, metric, own, settled, forecasts.get(figure.id)),
      cells: own,
      caveats: caveatsOf(figure, own, known),
    });
  }
  return traces;
}

/** Figures with these ids, in their order. */
async function figuresNamed(store: Store, ids: string[]): Promise<Figure[]> {
  if (ids.length === 0) return [];
  const figures = await readFigures(store, { keys: ids.map(parseFigureId) });
  const known = new Map(figures.map((figure) => [figure.id, figure]));
  return [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
}

export function titleOf(figure: Figure, metric: Metric): string {
  const change = figure.metric.endsWith(".yoy")
    ? "同比"
    : figure.metric.endsWith(".mom")
      ? "环比"
      : "";
  const account = { all: "", pooled: "统筹基金", personal: "个人账户" }[figure.account];
  return `${fundOf(figure.fund).short}${account}${metric.title}${change}`;
}

/** The text of cells as received, from the landed rows of their batches. */
async function readCells(
  home: Home,
  known: Map<string, { arrival: Arrival; batch: Batch }>,
  places: Place[],
): Promise<Map<string, SourceCell[]>> {
  const cells = new Map<string, SourceCell[]>();
  const store = await Store.open(":memory:");
  try {
    for (const id of new Set(places.map((p) => p.batch))) {
      const { arrival, batch } = known.get(id)!;
      const wanted = places.filter((p) => p.batch === id);
      const rows = await store.rows<
        Omit<SourceCell, "file" | "sha256" | "meaning"> & { nth: number }
      >(`
        select l.batch, l.sheet, l.row_no as row, l.col as column, l.header, l.text, l.unit, w.amount as amount_yuan, w.nth
        from read_parquet(${pathLiteral(landingFile(home, arrival, batch))}) l
        join (values ${valueRows(wanted.map((p, i) => [p.sheet, p.row_no, p.col, p.amount, i]))}) as w(sheet, row_no, col, amount, nth)
          on w.sheet = l.sheet and w.row_no = l.row_no and w.col = l.col`);
      for (const { nth, ...cell } of rows) {
        cells.set(placeKey(cell), [
          {
            ...cell,
            file: arrival.file,
            sha256: arrival.sha256,
            meaning: inStaffWords(wanted[nth]!.meaning),
          },
        ]);
      }
    }
  } finally {
    store.close();
  }
  return cells;
}

function hopsOf(
  figure: Figure,
  metric: Metric,
  cells: SourceCell[],
  settled: TraceHop[],
  forecast: TraceHop | undefined,
): TraceHop[] {
  const variant = variantOf(metric, figure.basis);
  const columns = columnsOf(variant.value);
  const formula = inWords(variant.value, (name) => COLUMNS[metric.mart][name]?.title ?? name);
  const change = figure.metric.endsWith(".yoy")
    ? "，与上年同期比较"
    : figure.metric.endsWith(".mom")
      ? "，与上期比较"
      : "";
  const ledgers = [
    ...new Set(
      columns.flatMap((c) =>
        c.includes("budget")
          ? ["core.fund_budget"]
          : metric.mart === "insured_month"
            ? ["core.insured"]
            : ["core.fund_cell"],
      ),
    ),
  ];
  const staging = {
    "core.fund_budget": "staging.fund_budget",
    "core.insured": "staging.insured",
    "core.fund_cell": "staging.fund_statement",
  } as Record<string, string>;
  const hops: TraceHop[] = [
    {
      kind: "figure",
      name: figure.id,
      text: `${titleOf(figure, metric)}，${figure.period}，值 ${figure.value ?? "无"}，运行 ${figure.run}`,
    },
    {
      kind: "metric",
      name: `models/metrics/${metric.id.replaceAll("_", "-")}.ts`,
      text: `${metric.title}＝${formula}${change}（第${metric.version}版；${variant.policy}）`,
    },
    {
      kind: "mart",
      name: `sql/marts/${metric.mart}.sql`,
      text: `marts.${metric.mart} 的 ${columns.join("、")}`,
    },
  ];
  if (settled.length > 0) return [...hops, ...settled];
  if (forecast) hops.push(forecast);
  hops.push(
    {
      kind: "ledger",
      name: ledgers.map((l) => `sql/${l.replace(".", "/")}.sql`).join(" "),
      text: `${ledgers.join("、")}：每个数取最后到达的一格`,
    },
    ...(forecast
      ? []
      : [
          {
            kind: "staging" as const,
            name: ledgers.map((l) => `sql/${staging[l]!.replace(".", "/")}.sql`).join(" "),
            text: "文本转为数值，统一换算为元（人）",
          },
        ]),
  );
  const first = cells[0];
  if (first) {
    const where = (c: SourceCell) =>
      `${c.file}${c.sheet ? ` 工作表“${c.sheet}”` : ""} 第${c.row}行 ${c.column}列“${c.text}”`;
    hops.push({ kind: "cell", name: first.file, text: cells.map(where).join("；") });
  }
  return hops;
}

/** Failed sums of accepted batches that concern the figure, with the reason for accepting them. */
function caveatsOf(
  figure: Figure,
  cells: SourceCell[],
  known: Map<string, { arrival: Arrival; batch: Batch }>,
): string[] {
  const caveats = new Set<string>();
  for (const id of new Set(cells.map((cell) => cell.batch))) {
    const { arrival, batch } = known.get(id)!;
    const status = apartFromWaiting(batch);
    if (status?.status !== "accepted") continue;
    const reason = `接受理由：${status.reason ?? ""}`;
    for (const failed of batch.failed.filter((f) => concerns(f, figure))) {
      caveats.add(`${failureInWords(arrival.file, failed)}；${reason}`);
    }
    if (batch.failures > batch.failed.length) {
      caveats.add(`文件 ${arrival.file} 共有 ${batch.failures} 处勾稽不符；${reason}`);
    }
  }
  return [...caveats];
}

/** A sum over funds or regions concerns each of them. */
function concerns(failed: Evaluation, figure: Figure): boolean {
  const ofRegion = [figure.region, "total"].includes(failed.region_code);
  return (
    ofRegion &&
    (failed.fund === figure.fund || failed.identity === "total_funds" || failed.fund === "total")
  );
}

const MEASURES: Record<string, string> = { month: "本月数", ytd: "本年累计", point: "期末数" };

/** `income.total · 2019-07 · ytd` as staff say it: 收入合计 · 2019-07 · 本年累计. */
function inStaffWords(meaning: string): string {
  return meaning
    .split(" · ")
    .map((part) => TERM_TITLES.get(part) ?? MEASURES[part] ?? part)
    .join(" · ");
}

const TERM_TITLES = new Map(
  SOURCES.flatMap((source) => source.terms.map((term) => [term.key, term.title] as const)),
);
