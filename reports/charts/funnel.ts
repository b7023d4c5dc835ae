import * as Plot from "@observablehq/plot";
import Big from "big.js";
import type { Figure } from "../../models/figure.ts";
import type { Chart } from "../document.ts";
import { A_CLUE, amount, bare, clues, NO_VALUE, percent, yuan } from "../format.ts";
import { LOOK } from "../look.ts";
import { framed, TEXT, textWidth, WIDTH } from "./frame.ts";
import { isValued, type Valued } from "./measure.ts";

/** What was found, what of it was right, and what came back. */
export interface Funnel {
  /** 住院行为类规则; of the whole in the title. */
  label: string;
  clues: Figure | undefined;
  checked: Figure | undefined;
  verified: Figure | undefined;
  rate: Figure | undefined;
  recovered: Figure | undefined;
  perClue: Figure | undefined;
}

export interface FunnelInput {
  whole: Funnel;
  parts: Funnel[];
  span: string;
  source: string;
}

type Known = Funnel & { clues: Valued };

const ROW = 30;
/** Rows that a reader takes in. */
const MOST = 12;
/** Right edges of the columns of numbers beside the bars. */
const COLUMNS = [
  { title: "线索→核实", right: WIDTH - 212 },
  { title: "核实率", right: WIDTH - 152 },
  { title: "追回", right: WIDTH - 72 },
  { title: "每条追回", right: WIDTH - 2 },
] as const;
const BARS_END = WIDTH - 306;

/** Clues by group, the part of each that was verified, and the money that came of it. */
export function funnelChart({ whole, parts, span, source }: FunnelInput): Chart | null {
  const known = parts
    .filter((part): part is Known => isValued(part.clues))
    .toSorted((a, b) => new Big(b.clues.value).cmp(a.clues.value));
  if (known.length === 0 || !isValued(whole.clues)) return null;
  const rows = known.slice(0, MOST);
  const counts = rows.flatMap((row) => [row.clues, row.verified].filter(isValued));
  const high = Math.max(1, ...counts.map(({ value }) => Number(value)));
  const left = 12 + Math.max(...rows.map(({ label }) => textWidth(label, TEXT)));
  const at = (value: number) => left + (Math.max(0, value) / high) * (BARS_END - left);
  const verified = rows.filter(({ verified }) => isValued(verified) && Number(verified.value) > 0);
  const cut = rows.length < known.length ? `；共${known.length}组，只画前${MOST}组` : "";
  return framed(
    {
      title: titleOf(whole),
      subtitle: `条，${span}；浅色为线索，深色为其中核实的；核实率为核实÷有结论的${cut}`,
      source,
      figures: [whole, ...rows].flatMap((row) =>
        [row.clues, row.checked, row.verified, row.rate, row.recovered, row.perClue]
          .filter(isValued)
          .map(({ id }) => id),
      ),
    },
    {
      height: 34 + rows.length * ROW,
      marginLeft: left,
      marginRight: 0,
      marginTop: 28,
      marginBottom: 6,
      x: { type: "identity", axis: null },
      y: { domain: rows.map(({ label }) => label), padding: 0.3, label: null, tickSize: 0 },
      marks: [
        Plot.barX(rows, {
          x1: left,
          x2: ({ clues }: Known) => at(Number(clues.value)),
          y: "label",
          fill: LOOK.soft,
        }),
        Plot.barX(verified, {
          x1: left,
          x2: ({ verified }: Known) => at(Number(verified!.value)),
          y: "label",
          insetTop: 5,
          insetBottom: 5,
          fill: LOOK.data,
        }),
        Plot.ruleX([left], { stroke: LOOK.muted }),
        ...COLUMNS.flatMap(({ title, right }, i) => [
          Plot.text([title], {
            x: () => right,
            frameAnchor: "top",
            dy: -16,
            text: () => title,
            textAnchor: "end",
            fill: LOOK.muted,
          }),
          Plot.text(rows, {
            x: () => right,
            y: "label",
            text: (row: Known) => cellsOf(row)[i]!,
            textAnchor: "end",
          }),
        ]),
      ],
    },
  );
}

function cellsOf({ clues, verified, rate, recovered, perClue }: Known): string[] {
  return [
    `${bare(clues.value, "clues")}→${isValued(verified) ? bare(verified.value, "clues") : NO_VALUE}`,
    isValued(rate) ? percent(rate.value, 1) : NO_VALUE,
    isValued(recovered) ? yuan(recovered.value) : NO_VALUE,
    isValued(perClue) ? `${amount(perClue.value, A_CLUE)}元` : NO_VALUE,
  ];
}

function titleOf({ clues: all, verified, rate, recovered }: Funnel): string {
  const head = `线索${isValued(all) ? clues(all.value) : ""}`;
  if (!isValued(rate) || !isValued(verified)) return `${head}，尚无核实结论`;
  const money = isValued(recovered) ? `，追回${yuan(recovered.value)}` : "";
  return `${head}，核实${clues(verified.value)}，核实率${percent(rate.value, 1)}${money}`;
}
