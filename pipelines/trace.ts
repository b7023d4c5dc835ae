import type { Account, Figure } from "../models/figure.ts";
import { fundOf } from "../models/fund.ts";
import { COLUMNS, type Ledgered, type Way } from "../models/metrics/columns.ts";
import type { Metric } from "../models/metrics/define.ts";
import { columnsOf, inWords } from "../models/metrics/expression.ts";
import { metricOf } from "../models/metrics/index.ts";
import { addMonths, endMonth, monthOf, parsePeriod } from "../models/period.ts";
import type { SourceCell, Trace, TraceHop } from "../models/trace.ts";
import { readFigures, variantOf } from "./figure-book.ts";
import type { Home } from "./home.ts";
import { type Arrival, arrivals, type Batch, landingFile, statusAt } from "./ingest/batches.ts";
import { failureInWords } from "./ingest/words.ts";
import { literal, valueRows } from "./quote.ts";
import { Store } from "./store.ts";

/** Where a ledger number stands in a bureau's file. */
interface Place {
  batch: string;
  sheet: string;
  row_no: number;
  col: string;
  meaning: string;
  amount: string;
}

/** The key of a figure, read back from its id. */
export function parseFigureId(
  id: string,
): Pick<Figure, "metric" | "region" | "fund" | "account" | "period" | "basis"> {
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
  const found: { figure: Figure; metric: Metric; places: Place[] }[] = [];
  for (const id of new Set(ids)) {
    const [figure] = await readFigures(store, parseFigureId(id));
    const metric = figure && metricOf(figure.metric);
    if (figure && metric)
      found.push({ figure, metric, places: await placesOf(store, figure, metric) });
  }
  const cells = await readCells(
    home,
    known,
    found.flatMap(({ places }) => places),
  );
  const traces = new Map<string, Trace>();
  for (const { figure, metric, places } of found) {
    const own = places
      .flatMap((place) => cells.get(placeKey(place)) ?? [])
      .map((cell, i) => ({ ...cell, meaning: places[i]?.meaning ?? cell.meaning }));
    traces.set(figure.id, {
      figure: figure.id,
      title: titleOf(figure, metric),
      value: figure.value,
      unit: figure.unit,
      policy: figure.policy,
      hops: hopsOf(figure, metric, own),
      cells: own,
      caveats: caveatsOf(figure, own, known),
    });
  }
  return traces;
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

/** Cells of a figure; of a comparison, those of both periods. */
async function placesOf(store: Store, figure: Figure, metric: Metric): Promise<Place[]> {
  const month = endMonth(figure.period);
  const months = [month];
  if (figure.metric.endsWith(".yoy")) months.push(addMonths(month, -12));
  if (figure.metric.endsWith(".mom")) {
    months.push(addMonths(month, parsePeriod(figure.period).kind === "quarter" ? -3 : -1));
  }
  const places: Place[] = [];
  for (const at of months) {
    for (const name of columnsOf(variantOf(metric, figure.basis).value)) {
      places.push(...(await placesOfColumn(store, figure, metric, name, at)));
    }
  }
  const seen = new Set<string>();
  return places.filter((place) => !seen.has(placeKey(place)) && seen.add(placeKey(place)));
}

const placeKey = (p: {
  batch: string;
  sheet: string;
  row_no?: number;
  row?: number;
  col?: string;
  column?: string;
}) => [p.batch, p.sheet, p.row_no ?? p.row, p.col ?? p.column].join("\u001f");

async function placesOfColumn(
  store: Store,
  figure: Figure,
  metric: Metric,
  name: string,
  month: string,
): Promise<Place[]> {
  for (const way of COLUMNS[metric.mart][name]?.ways ?? []) {
    const places = await placesOfWay(store, figure, metric, way, month);
    if (places) return places;
  }
  return [];
}

/** Undefined unless every number and column of the way was found. */
async function placesOfWay(
  store: Store,
  figure: Figure,
  metric: Metric,
  way: Way,
  month: string,
): Promise<Place[] | undefined> {
  const places: Place[] = [];
  for (const number of way.numbers ?? []) {
    const found = await placesOfNumber(store, figure, number, month);
    if (found.length === 0) return undefined;
    places.push(...found);
  }
  for (const column of way.columns ?? []) {
    const found = await placesOfColumn(store, figure, metric, column, month);
    if (found.length === 0) return undefined;
    places.push(...found);
  }
  for (const number of way.optional ?? [])
    places.push(...(await placesOfNumber(store, figure, number, month)));
  return places;
}

async function placesOfNumber(
  store: Store,
  figure: Figure,
  number: Ledgered,
  month: string,
): Promise<Place[]> {
  const year = Number(month.slice(0, 4));
  const at = {
    this: month,
    last_december: monthOf(year - 1, 12),
    last_year: addMonths(month, -12),
  }[number.which];
  const whose = `region_code = ${literal(figure.region)} and fund = ${literal(figure.fund)}`;
  const place = "batch, sheet, row_no, col";
  if (number.kind === "budget") {
    return store.rows<Place>(`
      select ${place}, item || ' · ' || year || ' · ' || version as meaning, amount_yuan as amount from core.fund_budget
      where ${whose} and year = ${literal(String(year))} and item = ${literal(number.item)} and in_force_from <= ${literal(at)}
      order by in_force_from desc limit 1`);
  }
  if (number.kind === "persons") {
    const category =
      number.item === "category"
        ? figure.basis || (figure.metric.startsWith("dependency") ? "working" : "all")
        : number.item;
    const persons = (categories: string[]) =>
      store.rows<Place>(`
      select ${place}, category || ' · ' || month as meaning, persons as amount from core.insured
      where ${whose} and month = ${literal(at)} and category in (${categories.map(literal).join(", ")}) and batch is not null`);
    const own = await persons([category]);
    return own.length > 0 || category !== "all" ? own : persons(["working", "retired", "resident"]);
  }
  const cells = (account: Account, measure: string, months: string) =>
    store.rows<Place>(`
    select ${place}, item || ' · ' || month || ' · ' || measure as meaning, amount_yuan as amount from core.fund_cell
    where ${whose} and account = ${literal(account)} and item = ${literal(number.item)}
      and measure = ${literal(measure)} and month in (${months}) order by month`);
  const ofAccount = async (account: Account): Promise<Place[]> => {
    const printed = await cells(account, number.kind, literal(at));
    if (printed.length > 0 || number.kind === "point") return printed;
    const elapsed = Number(at.slice(5));
    if (number.kind === "ytd") {
      const months = Array.from({ length: elapsed }, (_, i) =>
        monthOf(Number(at.slice(0, 4)), i + 1),
      );
      const each = await cells(account, "month", months.map(literal).join(", "));
      return each.length === elapsed ? each : [];
    }
    const months = elapsed === 1 ? [at] : [at, addMonths(at, -1)];
    const both = await cells(account, "ytd", months.map(literal).join(", "));
    return both.length === months.length ? both : [];
  };
  const own = await ofAccount(number.account ?? figure.account);
  if (own.length > 0 || number.account || figure.account !== "all") return own;
  return [...(await ofAccount("pooled")), ...(await ofAccount("personal"))];
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
        from read_parquet(${literal(landingFile(home, arrival, batch))}) l
        join (values ${valueRows(wanted.map((p, i) => [p.sheet, p.row_no, p.col, p.amount, i]))}) as w(sheet, row_no, col, amount, nth)
          on w.sheet = l.sheet and w.row_no = l.row_no and w.col = l.col`);
      for (const { nth, ...cell } of rows) {
        cells.set(placeKey(cell), [
          { ...cell, file: arrival.file, sha256: arrival.sha256, meaning: wanted[nth]!.meaning },
        ]);
      }
    }
  } finally {
    store.close();
  }
  return cells;
}

function hopsOf(figure: Figure, metric: Metric, cells: SourceCell[]): TraceHop[] {
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
    {
      kind: "ledger",
      name: ledgers.map((l) => `sql/${l.replace(".", "/")}.sql`).join(" "),
      text: `${ledgers.join("、")}：每个数取最后到达的一格`,
    },
    {
      kind: "staging",
      name: ledgers.map((l) => `sql/${staging[l]!.replace(".", "/")}.sql`).join(" "),
      text: "文本转为数值，统一换算为元（人）",
    },
  ];
  const first = cells[0];
  if (first) {
    const where = (c: SourceCell) =>
      `${c.file}${c.sheet ? ` 工作表“${c.sheet}”` : ""} 第${c.row}行 ${c.column}列“${c.text}”`;
    hops.push({ kind: "cell", name: first.file, text: cells.map(where).join("；") });
  }
  return hops;
}

/** Failed identities of accepted batches that speak of the figure's region and fund. */
function caveatsOf(
  figure: Figure,
  cells: SourceCell[],
  known: Map<string, { arrival: Arrival; batch: Batch }>,
): string[] {
  const caveats = new Set<string>();
  for (const id of new Set(cells.map((cell) => cell.batch))) {
    const { arrival, batch } = known.get(id)!;
    const status = statusAt(batch);
    if (status?.status !== "accepted") continue;
    for (const failed of batch.failed) {
      const concerns =
        failed.region_code === figure.region &&
        (failed.fund === figure.fund || failed.fund === "total");
      if (concerns)
        caveats.add(`${failureInWords(arrival.file, failed)}；接受理由：${status.reason ?? ""}`);
    }
  }
  return [...caveats];
}
