import type { Run, Table } from "../document.ts";
import type { BulletinFacts } from "../documents/bulletin-facts.ts";
import { type FigureColumn, figureTable } from "../documents/table-cells.ts";
import { monthInWords } from "../format.ts";
import { ahead, fundName, monthAhead, type Outlook, stepsOf } from "./outlook.ts";

/** Under every table of a forecast. */
export const EXPECTED_NOTE: Run[] = [
  "收入、支出、结余为期望值，期望值可以相加减；80%区间和概率由模拟路径直接得出，区间的上下限不能相加减。收支为自最后一个实际月的次月起累计。",
];

/** A fund's forecast at the end of each quarter to come; null where none is given. */
export function aheadTable(facts: BulletinFacts, outlook: Outlook): Table | null {
  const of = (metric: string) => (step: number) => ahead(facts, outlook, metric, step);
  const columns: FigureColumn<number>[] = [
    { title: "预计收入", figure: of("income") },
    { title: "预计支出", figure: of("expenditure") },
    { title: "累计结余", figure: of("balance") },
    { title: "80%区间下限", figure: of("balance_low") },
    { title: "80%区间上限", figure: of("balance_high") },
    { title: "可支付月数", figure: of("months_payable") },
    ...outlook.bands.map((level) => ({
      title: level === 0 ? "结余为负概率" : `不足${level}个月概率`,
      figure: of(`below_${level}`),
    })),
  ];
  const lines = stepsOf(outlook).map((step) => ({
    label: `${monthInWords(monthAhead(facts, step))}底`,
    subject: step,
    kind: "plain" as const,
  }));
  const { scale: _, ...table } = figureTable(facts, "时点", columns, lines);
  if (table.columns.length === 1) return null;
  const title = `${fundName(outlook)}结余预测（${monthInWords(outlook.forecast.origin)}底起）`;
  return { kind: "table", title, ...table, notes: [EXPECTED_NOTE] };
}
