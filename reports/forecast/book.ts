import { endMonth } from "../../models/period.ts";
import {
  type Block,
  type Document,
  heading,
  numberBlocks,
  paragraph,
  type Run,
  type Table,
} from "../document.ts";
import { said } from "../documents/quarterly/section.ts";
import { bare, dateInWords, indicatorWords, monthInWords, NO_VALUE } from "../format.ts";
import { basisSheet, issuedSheet, recordSheet } from "./basis-sheets.ts";
import { fanCharts } from "./charts.ts";
import type { ForecastFacts } from "./forecast-facts.ts";
import { fundName, type Outlook } from "./outlook.ts";
import { scenarioSheet } from "./scenario-sheet.ts";
import { outlookSentence } from "./sentences.ts";
import { aheadTable } from "./tables.ts";
import { fundSheet } from "./worksheet.ts";
import { lineTitle } from "./worksheet-columns.ts";

/** Months ahead that print speaks of; others are in the spreadsheet. */
const YEAR = 12;
/** A line whose share of income and expenditure is less is left to the spreadsheet. */
const LARGE = 0.05;

/** 基金结余预测表: every fund's next months with intervals, how they were reached and what such forecasts were worth. */
export function forecastBook(facts: ForecastFacts): Document {
  const { issuer, issuedOn, region, period, outlooks } = facts;
  const given = outlooks.filter(({ forecast }) => forecast.months.length > 0);
  const blocks = [
    paragraph(opening(facts, given)),
    ...outlooks.flatMap((outlook) => fundBlocks(facts, outlook)),
    ...recordBlocks(given),
    ...methodBlocks(facts, given),
  ].filter((block) => block !== null);
  return {
    title: `${region.name}${monthInWords(endMonth(period))}医保基金结余预测表`,
    issuer,
    issuedOn,
    blocks: numberBlocks(blocks),
    signature: { issuer, issuedOn },
    workings: [
      ...given.map(fundSheet),
      basisSheet(facts),
      recordSheet({ outlooks }),
      ...[issuedSheet({ outlooks }), scenarioSheet(facts)].filter((sheet) => sheet !== null),
    ],
  };
}

function opening({ period, settings, dataAsOf }: ForecastFacts, given: Outlook[]): Run[] {
  if (given.length === 0)
    return [
      `以${monthInWords(endMonth(period))}底为起点，各险种都没有足够的历史数据，本期不作预测。`,
    ];
  const asOf = dataAsOf === null ? "" : `（数据截至${dateInWords(dataAsOf)}）`;
  return [
    `以${monthInWords(endMonth(period))}底为起点${asOf}，按各科目的历史模拟${settings.paths}条路径，预测其后${settings.horizon}个月的收入、支出和累计结余。预测是对趋势延续的估计，不是计划或承诺；以80%区间表述的，实际数约有五分之一的可能落在区间之外。`,
  ];
}

function fundBlocks(facts: ForecastFacts, outlook: Outlook): (Block | null)[] {
  const { notes, months } = outlook.forecast;
  return [
    heading(1, fundName(outlook)),
    said(outlookSentence(facts, outlook)),
    aheadTable(facts, outlook),
    ...fanCharts(facts, outlook),
    months.length > 0 && notes.length > 0
      ? { kind: "note", runs: [`说明：${sentences(notes)}`] }
      : null,
  ];
}

const sentences = (notes: string[]): string =>
  notes.map((note) => `${note.replace(/。$/, "")}。`).join("");

function recordBlocks(given: Outlook[]): Block[] {
  const table = scoresTable(given);
  const issued = issuedTable(given);
  const blocks = [table, issued].filter((block) => block !== null);
  return blocks.length === 0
    ? []
    : [
        heading(1, "以往预测的准确程度"),
        ...(table ? [paragraph(recordWords(given))] : []),
        ...blocks,
      ];
}

/** What a backtest is, and where it was worse than the plainest way. */
function recordWords(given: Outlook[]): Run[] {
  const judged = given.flatMap((outlook) =>
    outlook.scores
      .filter(
        ({ months, error, naive_error }) =>
          months === YEAR && error !== null && naive_error !== null,
      )
      .map((score) => ({ ...score, name: `${fundName(outlook)}${score.title}` })),
  );
  const worse = judged.filter(({ error, naive_error }) => error! > naive_error!);
  const which =
    worse.length === judged.length ? "各项预测" : worse.map(({ name }) => name).join("、");
  const verdict =
    worse.length === 0 ? "" : `提前${YEAR}个月的${which}，误差不小于这种做法，只宜参考其区间。`;
  return [
    `回测是只用当时已知的数据重做预测，再与后来的实际数比较，并与最简单的做法（把上年同月当作预测）对照。${verdict}`,
  ];
}

const right = (title: string, unit = "") => ({ title, unit, align: "right" as const });
const left = (title: string) => ({ title, unit: "", align: "left" as const });

function scoresTable(given: Outlook[]): Table | null {
  const rows = given.flatMap((outlook) =>
    outlook.scores
      .filter(({ months }) => months === YEAR)
      .map((score) => ({ name: fundName(outlook), ...score })),
  );
  if (rows.length === 0) return null;
  const rate = (value: number | null, decimals = 1): Run[] => [
    value === null ? NO_VALUE : bare(String(value), "ratio", decimals),
  ];
  return {
    kind: "table",
    title: "回测结果",
    columns: [
      left("险种"),
      left("预测对象"),
      right("提前", "个月"),
      right("起点", "个"),
      right("平均误差", "%"),
      right("上年同月法误差", "%"),
      right("80%区间包含", "%"),
      right("95%区间包含", "%"),
    ],
    rows: rows.map((row) => ({
      kind: "plain",
      cells: [
        [row.name],
        [row.title],
        [String(row.months)],
        [String(row.origins)],
        rate(row.error),
        rate(row.naive_error),
        rate(row.within_80, 0),
        rate(row.within_95, 0),
      ],
    })),
    notes: [
      ["平均误差为误差绝对值之和÷实际数之和；收入、支出为提前月数的合计，累计结余为该时点数。"],
    ],
  };
}

/** Issued forecasts shown in print, the newest. */
const ISSUED = 6;

function issuedTable(given: Outlook[]): Table | null {
  const rows = given.flatMap((outlook) =>
    outlook.issued
      .filter(({ actual }) => actual !== null)
      .slice(-ISSUED)
      .map((one) => ({ name: fundName(outlook), ...one, actual: one.actual! })),
  );
  if (rows.length === 0) return null;
  const money = (value: number): Run[] => [indicatorWords(value, "元")];
  return {
    kind: "table",
    title: "已发出的结余预测与实际",
    columns: [
      left("险种"),
      left("起点"),
      left("预测的月份"),
      right("期望"),
      right("80%下限"),
      right("80%上限"),
      right("实际"),
      left("在区间内"),
    ],
    rows: rows.map(({ name, origin, month, mean, q10, q90, actual }) => ({
      kind: "plain",
      cells: [
        [name],
        [monthInWords(origin)],
        [monthInWords(month)],
        money(mean),
        money(q10),
        money(q90),
        money(actual),
        [actual >= q10 && actual <= q90 ? "在" : "不在"],
      ],
    })),
    notes: [],
  };
}

function methodBlocks(facts: ForecastFacts, given: Outlook[]): Block[] {
  if (given.length === 0) return [];
  const methods = given.map((outlook) => {
    const { lines, months } = outlook.forecast;
    const year = ({ months: own }: { months: { value: { mean: number } }[] }) =>
      own.slice(0, YEAR).reduce((sum, { value }) => sum + value.mean, 0);
    const flows = months
      .slice(0, YEAR)
      .reduce((sum, { income, expenditure }) => sum + income.mean + expenditure.mean, 0);
    const large = lines.filter((line) => year(line) >= LARGE * flows);
    const told = large.map(({ line, method }) => `${lineTitle(line)}用${method}`);
    return `${fundName(outlook)}：${told.join("，")}${large.length < lines.length ? "，其余科目见附表" : ""}。`;
  });
  const breaks = [...new Set(facts.settings.breaks.map(({ title }) => title))];
  return [
    heading(1, "方法"),
    paragraph([
      `${methods.join("")}${breaks.length === 0 ? "" : `历史中的${breaks.join("、")}按断点处理。`}随机数种子为${facts.settings.seed}，同样的数据和设置得到同样的数。各科目的说明、校准和逐月测算见电子表格附表。`,
    ]),
  ];
}
