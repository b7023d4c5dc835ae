import { fundOf } from "../models/fund.ts";
import { readFund } from "../models/sources/names.ts";
import { readScores, type Score } from "../pipelines/forecast/scores.ts";
import { bare, NO_VALUE, percent } from "../reports/format.ts";
import { askedFrom, onSnapshot } from "./forecast-asked.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

const TITLES: Record<string, string> = {
  income: "收入（逐月）",
  expenditure: "支出（逐月）",
  income_sum: "收入合计",
  expenditure_sum: "支出合计",
  balance: "累计结余",
  months_payable: "可支付月数",
};

/** `forecast backtest`: how the forecasts of the last two years did, beside last year's same months. */
export async function backtest(
  session: Session,
  _args: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const { region, fund: asked } = askedFrom(options);
  const home = session.home();
  const fund = asked && (readFund(asked, home.config.aliases) ?? asked);
  await onSnapshot(session, async (store) => {
    const scores = await readScores(store, { region, fund }, home.config.forecast.seed);
    session.answer(
      scores.map(({ region_code, ...score }) => ({ region: region_code, ...score })),
      () => (scores.length === 0 ? [NOTHING] : scoreLines(told(scores))),
    );
  });
  return 0;
}

const NOTHING =
  "还没有可以回测的预测：至少要有12个月的历史和其后3个月的实际数。若刚载入文件，请先执行 fundwatch run。";

const ORDER = Object.keys(TITLES);
const placeOf = ({ series }: Score): number =>
  ORDER.includes(series) ? ORDER.indexOf(series) : ORDER.length;

/** In order; of several regions only the longest span of each. */
function told(scores: readonly Score[]): Score[] {
  const isOne = new Set(scores.map(({ region_code }) => region_code)).size === 1;
  const longest = Math.max(...scores.map(({ horizon }) => horizon));
  return scores
    .filter(({ horizon }) => isOne || horizon === longest)
    .toSorted(
      (a, b) =>
        compare(a.region_code, b.region_code) ||
        compare(a.fund, b.fund) ||
        placeOf(a) - placeOf(b) ||
        compare(b.series, a.series) ||
        a.horizon - b.horizon,
    );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function scoreLines(scores: readonly Score[]): string[] {
  const amounts = scores.filter(({ series }) => series in TITLES);
  const bands = scores.filter(({ series }) => series.startsWith("band."));
  const name = ({ region_code, fund }: Score) => [region_code, fundOf(fund).short];
  return [
    "过去的预测与实际相比；括号内是“照搬上年同月”。误差为误差合计÷实际合计，MASE 小于1即优于逐月照搬；80%、95% 为实际数落在区间内的比例（方括号为90%的抽样范围）。",
    ...table(
      [
        "统筹区",
        "险种",
        "项目",
        "月数",
        "起点数",
        "误差",
        "MASE",
        "80%区间",
        "95%区间",
        "区间得分比",
      ],
      amounts.map((score) => [
        ...name(score),
        ...[TITLES[score.series]!, String(score.horizon), String(score.origins)],
        beside(score, "wape", (value) => percent(value, 1)),
        beside(score, "mase", (value) => bare(value, "months", 2)),
        `${share(score.coverage_80)}${bandOf(score)}`,
        share(score.coverage_95),
        ratio(score.interval_score_80, score.naive?.interval_score_80),
      ]),
    ),
    ...(bands.length === 0
      ? []
      : [
          "",
          "可支付月数低于各线的概率，Brier 得分（越小越好，0 为完全正确）：",
          ...table(
            ["统筹区", "险种", "线", "月数", "起点数", "发生", "月末低于", "期间曾低于"],
            bands.map((score) => [
              ...name(score),
              `${score.series.slice("band.".length)}个月`,
              ...[String(score.horizon), String(score.origins), String(score.times_below ?? 0)],
              beside(score, "brier_below", (value) => bare(value, "months", 3)),
              beside(score, "brier_crossed", (value) => bare(value, "months", 3)),
            ]),
          ),
        ]),
  ];
}

type Measure = "wape" | "mase" | "brier_below" | "brier_crossed";

function beside(score: Score, of: Measure, print: (value: string) => string): string {
  const own = score[of];
  if (own === null) return NO_VALUE;
  const other = score.naive?.[of] ?? null;
  return `${print(own.toFixed(8))}（${other === null ? NO_VALUE : print(other.toFixed(8))}）`;
}

const share = (value: number | null): string =>
  value === null ? NO_VALUE : percent(value.toFixed(8), 0);

const bandOf = ({ coverage_80_band: band }: Score): string =>
  band === null ? "" : ` [${band.map((value) => share(value)).join("～")}]`;

const ratio = (own: number | null, other: number | null | undefined): string =>
  own === null || !other ? NO_VALUE : (own / other).toFixed(2);

/** One sentence on how a fund's forecasts of a year, or the longest span there is, have done. */
export function pastSentence(scores: readonly Score[], fund: string, region: string): string[] {
  const own = scores.filter((one) => one.fund === fund && one.region_code === region);
  const of = (series: string) =>
    own.filter((one) => one.series === series && one.wape !== null).at(-1);
  const clauses = (["income_sum", "expenditure_sum", "balance"] as const).flatMap((series) => {
    const score = of(series);
    if (!score) return [];
    const naive = score.naive?.wape ?? null;
    const against = naive === null ? "" : `（照搬上年同月 ${share1(naive)}）`;
    return `${score.horizon}个月${TITLES[series]}平均误差 ${share1(score.wape!)}${against}`;
  });
  const balance = of("balance") ?? of("expenditure_sum");
  if (clauses.length === 0 || !balance) return [];
  return [
    `过去${balance.origins}个起点的回测：${clauses.join("，")}；80%区间实际包含 ${share(balance.coverage_80)}。`,
  ];
}

const share1 = (value: number): string => percent(value.toFixed(8), 1);
