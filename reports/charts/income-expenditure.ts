import * as Plot from "@observablehq/plot";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { amount, signOf, size, yuan } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth } from "./frame.ts";

export interface Flow {
  label: string;
  income: Figure | undefined;
  expenditure: Figure | undefined;
  current: Figure | undefined;
  /** The same months of last year, given only where the two years are comparable. */
  incomeBefore: Figure | undefined;
  expenditureBefore: Figure | undefined;
  incomeYoy: Figure | undefined;
  expenditureYoy: Figure | undefined;
}

export interface FlowInput {
  flows: Flow[];
  span: string;
  source: string;
}

interface Bar {
  key: string;
  side: "收入" | "支出";
  flow: Flow;
  now: Figure;
  before: Figure | undefined;
}

const amountOf = (figure: Figure): number => Number(figure.value);

/** Income and expenditure by fund; last year's amount is a tick across each bar. */
export function incomeExpenditureChart(input: FlowInput): Chart | null {
  const bars = input.flows.flatMap((flow): Bar[] => [
    ...bar(flow, "收入", flow.income, flow.incomeBefore),
    ...bar(flow, "支出", flow.expenditure, flow.expenditureBefore),
  ]);
  if (bars.length < 2) return null;
  const before = bars.filter((each) => each.before);
  const attention = (flow: Flow) => flow.current !== undefined && signOf(flow.current) === -1;
  const funds = new Map(bars.toReversed().map((each) => [each.key, each.flow.label]));
  const label = (each: Bar) =>
    `${yuan(each.now.value!)}${each.before ? `（去年${yuan(each.before.value!)}）` : ""}`;
  const labelWidth = Math.max(...bars.map((each) => textWidth(label(each), TEXT)));
  const names = bars.filter((each, i) => bars[i - 1]?.flow !== each.flow);
  const unit = bars.some((each) => yuan(each.now.value!).endsWith("亿元")) ? "亿元" : "万元";
  const nameWidth = Math.max(...[...funds.values()].map((name) => textWidth(name, TEXT)));
  return framed(
    {
      title: title(input.flows),
      subtitle: `${input.span}累计，${unit}${before.length > 0 ? "；竖线为去年同期" : ""}`,
      source: input.source,
      figures: bars.flatMap((each) => [each.now.id, ...(each.before ? [each.before.id] : [])]),
    },
    {
      height: 34 + bars.length * 27,
      marginLeft: nameWidth + 62,
      marginRight: labelWidth + 16,
      marginTop: 6,
      marginBottom: 26,
      x: { axis: null, zero: true },
      y: { axis: null, domain: bars.map((each) => each.key), padding: 0.22 },
      marks: [
        Plot.axisX({
          ticks: 5,
          tickSize: 0,
          label: null,
          tickFormat: (tick: number) =>
            amount(String(tick), { unit, decimals: 2 }).replace(/\.?0+$/, ""),
        }),
        Plot.barX(bars, {
          x: (each: Bar) => amountOf(each.now),
          y: "key",
          fill: (each: Bar) =>
            each.side === "收入" ? LOOK.soft : attention(each.flow) ? LOOK.attention : LOOK.data,
        }),
        Plot.tickX(before, {
          x: (each: Bar) => amountOf(each.before!),
          y: "key",
          stroke: LOOK.ink,
          strokeWidth: 2,
        }),
        Plot.ruleX([0], { stroke: LOOK.muted }),
        Plot.text(bars, {
          x: (each: Bar) =>
            Math.max(0, amountOf(each.now), each.before ? amountOf(each.before) : 0),
          y: "key",
          text: label,
          dx: 6,
          textAnchor: "start",
        }),
        Plot.text(bars, { frameAnchor: "left", y: "key", text: "side", dx: -8, textAnchor: "end" }),
        Plot.text(names, {
          frameAnchor: "left",
          y: "key",
          text: (each: Bar) => each.flow.label,
          dx: -46,
          textAnchor: "end",
          fontWeight: 700,
        }),
      ],
    },
  );
}

function bar(flow: Flow, side: Bar["side"], now?: Figure, before?: Figure): Bar[] {
  if (now?.value == null) return [];
  const past = before?.value == null ? undefined : before;
  return [{ key: `${flow.label} ${side}`, side, flow, now, before: past }];
}

function incomeBeside({ incomeYoy }: Flow): string {
  const sign = incomeYoy ? signOf(incomeYoy) : null;
  if (!incomeYoy || sign === null) return "";
  if (sign === 0) return "，收入持平";
  return `，收入${sign === 1 ? "增长" : "下降"}${size(incomeYoy)}`;
}

function title(flows: Flow[]): string {
  const known = flows.filter((flow) => flow.current?.value != null);
  const deficits = known
    .filter((flow) => signOf(flow.current!) === -1)
    .toSorted((a, b) => Number(a.current!.value) - Number(b.current!.value));
  const worst = deficits[0];
  if (worst) {
    const more = deficits.length > 1 ? `，${deficits.length}项基金收不抵支` : "，支出大于收入";
    return `${worst.label}基金当期赤字${size(worst.current!)}${more}`;
  }
  const fastest = flows
    .filter((flow) => flow.expenditureYoy && signOf(flow.expenditureYoy) === 1)
    .toSorted((a, b) => Number(b.expenditureYoy!.value) - Number(a.expenditureYoy!.value))[0];
  if (fastest) {
    return `${fastest.label}基金支出同比增长${size(fastest.expenditureYoy!)}${incomeBeside(fastest)}`;
  }
  if (known.length === flows.length && known.length > 0) {
    const least = known.toSorted((a, b) => Number(a.current!.value) - Number(b.current!.value))[0]!;
    return known.length > 1
      ? `各基金当期均无赤字，结余最少的${least.label}基金为${size(least.current!)}`
      : `${least.label}基金当期结余${size(least.current!)}`;
  }
  const first = flows.find((flow) => flow.expenditure?.value != null) ?? flows[0]!;
  const figure = first.expenditure ?? first.income!;
  return `${first.label}基金${first.expenditure ? "支出" : "收入"}${yuan(figure.value!)}`;
}
