import type { Figure, FigureBook } from "../../models/figure.ts";
import { fundOf } from "../../models/fund.ts";
import { addMonths } from "../../models/period.ts";
import type { Chart } from "../document.ts";
import { amount, bare, columnScale, NO_VALUE, type Scale, words, yuan } from "../format.ts";
import { basisTitle, metricTitle } from "../titles.ts";
import type { Line, Sheet } from "./xlsx-book.ts";
import { drawnSheet } from "./xlsx-chart-drawn.ts";
import { caption, fitted, headLine, type Places } from "./xlsx-lines.ts";
import { nativeChart, type Plotted } from "./xlsx-native-chart.ts";
import { printedNumber } from "./xlsx-number.ts";

/** Lines of title and unit. */
const CAPTION = 2;
const TITLES = ["系列", "类别", "值", "单位", "编号"];
const LEAST = [22, 16, 16, 8, 46];

type Axis = "period" | "region" | "fund" | "metric";

interface Point {
  category: string;
  /** Null for a month between two known ones that has no figure. */
  figure: Figure | null;
}

/** The figures a chart draws, series by series, with a chart of the spreadsheet's own beside them. */
export function chartSheet(
  chart: Chart,
  name: string,
  figures: FigureBook,
  regions: Readonly<Record<string, string>>,
  at: Places,
): Sheet {
  if (chart.drawn) return drawnSheet(chart, chart.drawn, name);
  const drawn = chart.figures.flatMap((id) => figures.byId(id) ?? []);
  const axis = axisOf(drawn);
  const scale = scaleOf(drawn);
  const series = [...seriesOf(drawn, axis, regions)];
  const plotted = series.map(
    ([title, points], i): Plotted => ({
      title,
      ...looksOf(points[0].figure!, scale),
      isNegative: points.some(({ figure }) => figure?.value?.startsWith("-")),
      from: series.slice(0, i).reduce((sum, [, before]) => sum + before.length, 0),
      count: points.length,
    }),
  );
  const lines = series.flatMap(([title, points]) =>
    points.map((point) => pointLine(title, point, scale, at)),
  );
  const widths = TITLES.map((title, i) =>
    fitted([title, ...lines.map(({ cells }) => String(cells[i]?.value ?? ""))], LEAST[i]!, 46),
  );
  const native = nativeChart(name, chart, plotted, axis === "period", CAPTION);
  const under = chart.alt.startsWith(`${chart.title}。`)
    ? chart.alt.slice(chart.title.length + 1)
    : chart.alt;
  return {
    name,
    title: chart.title,
    count: lines.length,
    widths,
    head: 0,
    pinned: 0,
    lines: [
      ...caption(chart.title, under, widths),
      ...Array.from({ length: native?.room ?? 0 }, (): Line => ({ cells: [] })),
      headLine(TITLES),
      ...lines,
    ],
    ...(native ? { chart: native.chart } : {}),
  };
}

/** 亿元 for all amounts where one reaches 1亿, as charts have it, down to the 万; otherwise 万元. */
function scaleOf(drawn: Figure[]): Scale {
  const amounts = drawn.flatMap(({ unit, value }) => (unit === "yuan" && value ? [value] : []));
  return amounts.some((value) => yuan(value).endsWith("亿元"))
    ? { unit: "亿元", decimals: 4 }
    : columnScale(amounts);
}

function looksOf(figure: Figure, scale: Scale): { unit: string; format: string } {
  const { text, unit } = printedIn(figure, scale);
  return { unit, format: printedNumber(figure, text, unit)?.format ?? "General" };
}

/** What a chart runs along: months where there are three, otherwise regions, funds or metrics. */
function axisOf(drawn: Figure[]): Axis {
  const count = (axis: Axis) => new Set(drawn.map((figure) => figure[axis])).size;
  if (count("period") > 2) return "period";
  return (["region", "fund"] as const).find((axis) => count(axis) > 1) ?? "metric";
}

function seriesOf(
  drawn: Figure[],
  axis: Axis,
  regions: Readonly<Record<string, string>>,
): Map<string, [Point, ...Point[]]> {
  const named: Record<Axis | "account" | "basis", (figure: Figure) => string> = {
    period: ({ period }) => period,
    region: ({ region }) => regions[region] ?? region,
    fund: ({ fund }) => fundOf(fund).short,
    metric: ({ metric }) => metricTitle(metric),
    account: ({ account }) => ({ all: "", pooled: "统筹", personal: "个人账户" })[account],
    basis: ({ basis }) => (basis === "" ? "" : basisTitle(basis)),
  };
  const telling = (["region", "fund", "account", "metric", "basis", "period"] as const).filter(
    (key) => key !== axis && new Set(drawn.map((figure) => figure[key])).size > 1,
  );
  const parts = telling.length > 0 ? telling : (["metric"] as const);
  const series = new Map<string, [Point, ...Point[]]>();
  for (const figure of drawn) {
    const title = parts
      .map((part) => named[part](figure))
      .filter(Boolean)
      .join(" ");
    const point = { category: named[axis](figure), figure };
    const known = series.get(title);
    if (known) known.push(point);
    else series.set(title, [point]);
  }
  if (axis === "period")
    for (const [title, points] of series) series.set(title, overMonths(points));
  return series;
}

/** In order of months, with those that have no figure. */
function overMonths(points: [Point, ...Point[]]): [Point, ...Point[]] {
  const [first, ...rest] = points.toSorted((a, b) => (a.category < b.category ? -1 : 1));
  const all: [Point, ...Point[]] = [first!];
  for (const point of rest) {
    const isMonth = /^\d{4}-\d{2}$/.test(point.category);
    let next = isMonth ? addMonths(all.at(-1)!.category, 1) : point.category;
    for (; next < point.category; next = addMonths(next, 1))
      all.push({ category: next, figure: null });
    all.push(point);
  }
  return all;
}

function pointLine(title: string, { category, figure }: Point, scale: Scale, at: Places): Line {
  const label = { align: "left" } as const;
  if (!figure || figure.value === null)
    return {
      cells: [
        { value: title, style: label },
        { value: category, style: label },
        { value: NO_VALUE, style: { align: "right" } },
        null,
        figure ? { value: figure.id, style: label } : null,
      ],
    };
  const { text, unit } = printedIn(figure, scale);
  const number = printedNumber(figure, text, unit);
  const link = at(figure.id);
  return {
    cells: [
      { value: title, style: label },
      { value: category, style: label },
      {
        value: number?.value ?? text,
        style: { align: "right", format: number?.format },
      },
      { value: unit, style: { align: "center" } },
      { value: figure.id, style: { ...label, colour: "data" }, ...(link ? { link } : {}) },
    ],
  };
}

/** One unit for all amounts of a chart, one for all counts. */
function printedIn(figure: Figure, scale: Scale): { text: string; unit: string } {
  const { unit, value } = figure;
  if (value === null) return { text: NO_VALUE, unit: "" };
  if (unit === "yuan") return { text: amount(value, scale), unit: scale.unit };
  if (unit === "persons" || unit === "visits")
    return { text: bare(value, unit), unit: unit === "persons" ? "人" : "人次" };
  if (unit === "clues") return { text: bare(value, unit), unit: "条" };
  const [, text = "", own = ""] = /^(\S*\d)(\D*)$/u.exec(words(figure)) ?? [];
  return { text, unit: own.replace(/^个(?=百分点)/u, "") };
}
