import { dateInWords, monthInWords } from "../format.ts";
import type { Sheet } from "../render/xlsx-book.ts";
import type { ForecastFacts } from "./forecast-facts.ts";
import { FIRST, listSheet, MONEY, number, RATE, text } from "./list-sheet.ts";
import { fundName, type Outlook } from "./outlook.ts";
import { spanOf } from "./span.ts";
import { lineTitle } from "./worksheet-columns.ts";

/** 测算依据: methods, notes, settings, breaks and what intervals were widened by. */
export function basisSheet(facts: ForecastFacts): Sheet {
  const { settings, dataAsOf, program, run, period } = facts;
  const general: [string, string][] = [
    ["预测起点", `${monthInWords(period)}底`],
    ["预测期", `${settings.horizon}个月`],
    ["模拟路径", `${settings.paths}条`],
    ["随机数种子", `${settings.seed}（同样的数据、设置和种子得到同样的数）`],
    ["数据截至", dataAsOf === null ? "不明" : dateInWords(dataAsOf)],
    ["程序", `${program}版${run === "" ? "" : `，运行${run}`}`],
    ...settings.breaks.map(({ title, kind, from, to }): [string, string] => [
      "断点",
      `${title}：${kind === "pulse" ? `${spanOf(from, to ?? from)}不作为常态` : `${monthInWords(from)}起水平改变`}`,
    ]),
  ];
  const rows = [
    ...general.map(([what, said]) => ["全部", what, said, ""]),
    ...facts.outlooks.flatMap((outlook) => {
      const { forecast } = outlook;
      const name = fundName(outlook);
      return [
        ...forecast.notes.map((note) => [name, "总体", note, ""]),
        ...forecast.lines.map(({ line, method, notes }) => [
          name,
          lineTitle(line),
          method,
          notes.join(""),
        ]),
        ...outlook.widenings.map(({ title, factor_80, factor_95 }) => [
          name,
          `${title}的区间校准`,
          `80%区间为模拟宽度的${factor_80.toFixed(2)}倍，95%区间为${factor_95.toFixed(2)}倍`,
          "由过去预测的误差得出",
        ]),
      ];
    }),
  ];
  return listSheet(
    "测算依据",
    "预测的方法、设置与依据",
    "每个科目一行；说明里写明对历史数据做了什么处理。",
    ["险种", "项目", "方法或取值", "说明"],
    rows.map((row) => row.map(text)),
  );
}

/** 以往预测: how the method did on months it did not know, and what became of issued forecasts. */
export function recordSheet({ outlooks }: Pick<ForecastFacts, "outlooks">): Sheet {
  const scores = outlooks.flatMap((outlook) =>
    outlook.scores.map((score) => [
      text(fundName(outlook)),
      text("回测"),
      text(score.title),
      text(`${score.months}个月`),
      number(score.origins, { align: "right", format: "0" }),
      number(score.error, RATE),
      number(score.naive_error, RATE),
      number(score.within_80, RATE),
      number(score.within_95, RATE),
    ]),
  );
  return listSheet(
    "以往预测",
    "预测方法在过去的准确程度",
    "回测：只用当时已知的数据重做预测，再与后来的实际数比较。",
    [
      "险种",
      "类别",
      "预测对象",
      "提前",
      "起点数",
      "平均误差",
      "按上年同月\n推算的误差",
      "80%区间\n实际包含",
      "95%区间\n实际包含",
    ],
    scores,
    [
      "平均误差为误差绝对值之和÷实际数之和；收入、支出为若干个月的合计，累计结余为若干个月后的时点数。",
    ],
  );
}

/** 已发预测: each as it was issued, and the actual number once it is known. */
export function issuedSheet({ outlooks }: Pick<ForecastFacts, "outlooks">): Sheet | null {
  const rows = outlooks.flatMap((outlook) => outlook.issued.map((one) => issuedRow(outlook, one)));
  if (rows.length === 0) return null;
  return listSheet(
    "已发预测",
    "已发出的结余预测与后来的实际",
    "金额单位：元。尚未到期的，实际栏空白。",
    [
      "险种",
      "预测起点",
      "预测的月份",
      "期望结余",
      "80%下限",
      "80%上限",
      "实际结余",
      "误差",
      "是否在区间内",
    ],
    rows.map((row, i) => {
      const at = FIRST + i;
      return row.actual === null
        ? row.cells
        : [
            ...row.cells,
            { value: row.actual - row.mean, style: MONEY, formula: `G${at}-D${at}` },
            {
              value: row.isWithin ? "在" : "不在",
              style: { align: "center" } as const,
              formula: `IF(AND(G${at}>=E${at},G${at}<=F${at}),"在","不在")`,
            },
          ];
    }),
  );
}

function issuedRow(
  outlook: Outlook,
  { origin, month, mean, q10, q90, actual }: Outlook["issued"][number],
) {
  return {
    mean,
    actual,
    isWithin: actual !== null && actual >= q10 && actual <= q90,
    cells: [
      text(fundName(outlook)),
      text(origin),
      text(month),
      number(mean, MONEY),
      number(q10, MONEY),
      number(q90, MONEY),
      number(actual, MONEY),
    ],
  };
}
