import { BETWEEN_LEVELS } from "../../models/forecast/series.ts";
import { fundOf } from "../../models/fund.ts";
import { textOf } from "../document.ts";
import { columnScale, monthInWords } from "../format.ts";
import { type Cell, type Line, letter, type Sheet, type Style } from "../render/xlsx-book.ts";
import { caption, headLine, remark } from "../render/xlsx-lines.ts";
import { CHANCE } from "../render/xlsx-number.ts";
import { fundName, type Outlook } from "./outlook.ts";
import { EXPECTED_NOTE } from "./tables.ts";
import {
  linesOf,
  lineTitle,
  sumOf,
  type WorkingLines,
  type WorkingMonth,
  type WorkingSide,
  workingMonths,
} from "./worksheet-columns.ts";

const HEAD = 3;
const YEAR = 12;
/** Half a fen: what is off by less is the same amount. */
const SAME = 0.005;
export const CHANCE_STYLE: Style = { align: "right", format: CHANCE };

type Unit = ReturnType<typeof columnScale>;

/** Where the columns of a working sheet stand, counted from 0. */
interface Places {
  opening: number;
  income: number;
  incomeTotal: number;
  expenditure: number;
  expenditureTotal: number;
  /** Columns of what goes to other levels, not spent on care. */
  between: number[];
  current: number;
  closing: number;
  /** What other accounts spend, where that counts. */
  others: number | null;
  /** What is averaged: expenditure, without what goes to other levels, with that of other accounts. */
  spending: number;
  average: number;
}

function placesOf({ income, expenditure, countsOthers }: WorkingLines): Places {
  const opening = 2;
  const incomeTotal = opening + 1 + income.length;
  const from = incomeTotal + 1;
  const expenditureTotal = from + expenditure.length;
  const between = expenditure.flatMap((line, i) => (BETWEEN_LEVELS.has(line) ? [from + i] : []));
  const closing = expenditureTotal + 2;
  const others = countsOthers ? closing + 1 : null;
  const isOwn = between.length === 0 && others === null;
  const spending = isOwn ? expenditureTotal : (others ?? closing) + 1;
  return {
    opening,
    income: opening + 1,
    incomeTotal,
    expenditure: from,
    expenditureTotal,
    between,
    current: expenditureTotal + 1,
    closing,
    others,
    spending,
    average: Math.max(closing, spending) + 1,
  };
}

/**
 * 结余测算 of one fund: actual months, then expected ones, each balance a formula over the row before it;
 * beside them the intervals and probabilities that only paths can give.
 */
export function fundSheet(outlook: Outlook): Sheet {
  const lines = linesOf(outlook);
  const months = workingMonths(outlook, lines);
  const places = placesOf(lines);
  const unit = columnScale(
    months.flatMap(({ income, expenditure }) =>
      [...income.lines, ...expenditure.lines].map((value) => (value ?? 0).toFixed(2)),
    ),
  );
  const isPayable = outlook.forecast.months.some((each) =>
    Number.isFinite(each.months_payable.q50),
  );
  const rows = rowsOf(months, places, unit, outlook.bands).map(
    (line): Line => (isPayable ? line : without(line, places.average + 1)),
  );
  const titles = titlesOf(lines, unit, outlook.bands);
  const widths = titles.map((_, i) => (i === 0 ? 12 : i === 1 ? 7 : 13));
  const title = `${fundName(outlook)}结余测算（${monthInWords(outlook.forecast.origin)}底起）`;
  const whose = lines.countsOthers
    ? "本表的收支和结余只列统筹基金；可支付月数与通报一致，以统筹基金结余除以含个人账户的全部支出，个人账户未来支出按期望值计。"
    : "本表只列统筹基金，可支付月数的分母是统筹基金自身的支出，与以全部支出为分母的不同。";
  const notes = [
    `${outlook.forecast.account === "pooled" ? whose : ""}本月结余＝收入合计－支出合计；累计结余＝期初结余＋本月结余；近12个月月均支出为连同实际月份在内的12个月平均；可支付月数＝累计结余÷近12个月月均支出。预测月份的收支为期望值。`,
    textOf(EXPECTED_NOTE),
    "可支付月数一列是期望结余除以期望支出；其区间和概率按每条路径各自的结余和支出算出，因此中位数与该列略有差异。",
    "实际月份的收支和累计结余取自基金收支月报；累计结余与按收支推算的不符时照录来文，不用公式。",
    ...outlook.forecast.notes,
  ];
  return {
    name: `${fundOf(outlook.forecast.fund).short}${outlook.forecast.account === "pooled" ? "统筹" : ""}测算`,
    title,
    count: months.length,
    widths,
    head: HEAD,
    pinned: 2,
    lines: [
      ...caption(title, `金额单位：${unit.unit}`, widths),
      headLine(titles),
      ...rows,
      ...notes.map((text, i) => remark(`${i === 0 ? "注：" : "　　"}${text}`, widths)),
    ],
  };
}

function titlesOf(lines: WorkingLines, unit: Unit, bands: number[]): string[] {
  const { income, expenditure, countsOthers } = lines;
  const sendsOn = expenditure.some((line) => BETWEEN_LEVELS.has(line));
  const money = (title: string) => `${title}\n（${unit.unit}）`;
  return [
    "月份",
    "类别",
    money("期初结余"),
    ...income.map((line) => money(lineTitle(line))),
    money("收入合计"),
    ...expenditure.map((line) => money(lineTitle(line))),
    money("支出合计"),
    money("本月结余"),
    money("累计结余"),
    ...(countsOthers ? [money("个人账户\n支出")] : []),
    ...(countsOthers || sendsOn
      ? [money(sendsOn ? "支出（不含上解、\n补助下级）" : "全部账户\n支出")]
      : []),
    money("近12个月\n月均支出"),
    "可支付月数\n（个月）",
    money("结余中位数"),
    ...["80%下限", "80%上限", "95%下限", "95%上限"].map((end) => money(`结余\n${end}`)),
    "可支付月数\n中位数",
    ...["80%下限", "80%上限", "95%下限", "95%上限"].map((end) => `可支付月数\n${end}`),
    ...bands.map((level) => (level === 0 ? "结余为负\n概率" : `不足${level}个月\n概率`)),
    ...bands.map((level) => (level === 0 ? "期间曾为负\n概率" : `期间曾不足\n${level}个月概率`)),
  ];
}

/** Where personal accounts are in the balance, it pays for no months that could be told. */
const without = (line: Line, column: number): Line => ({
  ...line,
  cells: line.cells.map((cell, i) => (i === column ? null : cell)),
});

interface Before {
  closing: number | null;
  spent: (number | null)[];
}

function rowsOf(months: WorkingMonth[], places: Places, unit: Unit, bands: number[]): Line[] {
  const before: Before = { closing: null, spent: [] };
  return months.map((month, i) => {
    const row = HEAD + 1 + i;
    const cells = rowOf(month, row, places, unit, before, i === 0);
    return {
      height: 18,
      ruled: month.ahead?.step === 1,
      cells: [...cells, ...rangesOf(month, unit, bands)],
    };
  });
}

const size = ({ unit }: Unit): number => ({ 亿元: 1e8, 万元: 1e4, 元: 1 })[unit];

const moneyStyle = (unit: Unit, isAhead: boolean): Style => ({
  align: "right",
  format: `#,##0${unit.decimals === 0 ? "" : `.${"0".repeat(unit.decimals)}`}`,
  ...(isAhead ? { fill: true } : {}),
});

/** Cells up to months payable; what they come to is remembered for the rows that refer to them. */
function rowOf(
  month: WorkingMonth,
  row: number,
  places: Places,
  unit: Unit,
  before: Before,
  isFirst: boolean,
): (Cell | null)[] {
  const isAhead = month.ahead !== undefined;
  const style = moneyStyle(unit, isAhead);
  const at = (column: number, of = row) => `${letter(column)}${of}`;
  const cell = (value: number | null, formula?: string): Cell | null =>
    value === null
      ? null
      : { value: value / size(unit), style, ...(formula === undefined ? {} : { formula }) };
  const total = ({ lines, total: sum }: WorkingSide, from: number) => {
    const isSum = sum !== null && Math.abs(sumOf(lines) - sum) < SAME;
    return cell(sum, isSum ? `SUM(${at(from)}:${at(from + lines.length - 1)})` : undefined);
  };
  const [received, spent] = [month.income.total, month.expenditure.total];
  const current = received === null || spent === null ? null : received - spent;
  const opening = before.closing;
  const added = opening === null || current === null ? null : opening + current;
  const closing = isAhead ? added : month.closing;
  const isAdded = added !== null && closing !== null && Math.abs(added - closing) < SAME;
  const sent = places.between.reduce(
    (sum, column) => sum + (month.expenditure.lines[column - places.expenditure] ?? 0),
    0,
  );
  const others = places.others === null ? 0 : month.others;
  const spending = spent === null || others === null ? null : spent - sent + others;
  before.closing = closing;
  before.spent.push(spending);
  const year = before.spent.slice(-YEAR);
  const isYear = year.length === YEAR && year.every((value) => value !== null);
  const average = isYear ? year.reduce<number>((all, value) => all + value!, 0) / YEAR : null;
  const payable = closing === null || average === null || average <= 0 ? null : closing / average;
  const label: Style = { align: "center", ...(isAhead ? { fill: true } : {}) };
  return [
    { value: month.month, style: label },
    { value: isAhead ? "预测" : "实际", style: label },
    isFirst ? null : cell(opening, at(places.closing, row - 1)),
    ...month.income.lines.map((value) => cell(value)),
    total(month.income, places.income),
    ...month.expenditure.lines.map((value) => cell(value)),
    total(month.expenditure, places.expenditure),
    cell(current, `${at(places.incomeTotal)}-${at(places.expenditureTotal)}`),
    cell(closing, isAdded ? `${at(places.opening)}+${at(places.current)}` : undefined),
    ...(places.others === null ? [] : [cell(others)]),
    ...(places.spending === places.expenditureTotal
      ? []
      : [cell(spending, spendingFormula(places, at))]),
    cell(average, `AVERAGE(${at(places.spending, row - YEAR + 1)}:${at(places.spending)})`),
    payable === null
      ? null
      : {
          value: payable,
          style: { ...label, align: "right", format: "0.00" },
          formula: `${at(places.closing)}/${at(places.average)}`,
        },
  ];
}

const spendingFormula = (places: Places, at: (column: number) => string): string =>
  [places.expenditureTotal, ...places.between].map((column) => at(column)).join("-") +
  (places.others === null ? "" : `+${at(places.others)}`);

function rangesOf({ ahead }: WorkingMonth, unit: Unit, bands: number[]): (Cell | null)[] {
  if (!ahead) return [];
  const styled = (style: Style, divisor: number) => (value: number | undefined) =>
    value === undefined || !Number.isFinite(value) ? null : { value: value / divisor, style };
  const money = styled(moneyStyle(unit, false), size(unit));
  const plain = styled({ align: "right", format: "0.00" }, 1);
  const share = styled(CHANCE_STYLE, 1);
  const { balance, months_payable: payable } = ahead;
  return [
    ...[balance.q50, balance.q10, balance.q90, balance.q025, balance.q975].map(money),
    ...[payable.q50, payable.q10, payable.q90, payable.q025, payable.q975].map(plain),
    ...bands.map((_, i) => share(ahead.p_below[i])),
    ...bands.map((_, i) => share(ahead.p_crossed[i])),
  ];
}
