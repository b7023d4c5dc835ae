import { cutInWords } from "../../models/metrics/accrual.ts";
import { endMonth, spanInWords } from "../../models/period.ts";
import { type Funnel, funnelChart } from "../charts/funnel.ts";
import { type Chart, join, type Run, say, type Table } from "../document.ts";
import { A_CLUE, amount, endInWords, percent, signOf } from "../format.ts";
import { type BulletinFacts, type Known, known, quote } from "./bulletin-facts.ts";
import { caveatNotes } from "./notes.ts";
import { figureTable } from "./table-cells.ts";

/** Supervision knows no funds. */
const FUND = "all";

/** A figure of supervision: of the whole, or of one group of rules or total by its name. */
export const supervised = (
  facts: BulletinFacts,
  metric: string,
  basis = "",
  period = facts.period,
): Known | undefined => known(facts, metric, FUND, { account: "all", basis, period });

/** Whether the year has any supervision to tell of. */
export const isSupervised = (facts: BulletinFacts): boolean =>
  [
    "supervision_clues",
    "supervision_checked",
    "supervision_recovered",
    "supervision_outstanding",
  ].some((metric) => Number(supervised(facts, metric)?.value ?? 0) !== 0);

/** Groups of rules and totals with clues, those with most first. */
export function funnelCuts(facts: BulletinFacts): string[] {
  const clues = (basis: string) =>
    Number(supervised(facts, "supervision_clues", basis)?.value ?? 0);
  const { region, period } = facts;
  return facts.figures
    .all()
    .filter(
      (figure) =>
        figure.metric === "supervision_clues" &&
        figure.region === region.code &&
        figure.period === period &&
        /^(group|name):/.test(figure.basis),
    )
    .map(({ basis }) => basis)
    .filter((basis) => clues(basis) !== 0)
    .toSorted((a, b) => clues(b) - clues(a) || a.localeCompare(b));
}

/** 59.1% */
export const quoteRate = (rate: Known) => quote(rate, percent(rate.value, 1));
const quoteEach = (each: Known) => quote(each, `${amount(each.value, A_CLUE)}元`);

/** What was found, what of it was right and what came back, and in the same breath what did not. */
export function supervisionSentence(facts: BulletinFacts): Run[] {
  const of = (metric: string) => supervised(facts, metric);
  const [suspicions, clues, checked] = ["suspicions", "clues", "checked"].map((name) =>
    of(`supervision_${name}`),
  );
  const head = say`截至${endInWords(endMonth(facts.period))}，本年${join(
    [
      suspicions ? say`发现疑点${quote(suspicions)}` : [],
      clues ? say`形成线索${quote(clues)}` : [],
    ],
    "，",
  )}`;
  const tail = join([concluded(facts, clues, checked), moneyClause(facts)], "；");
  return tail.length === 0 ? say`${head}。` : say`${head}；${tail}。`;
}

function concluded(
  facts: BulletinFacts,
  clues: Known | undefined,
  checked: Known | undefined,
): Run[] {
  const verified = supervised(facts, "supervision_verified");
  const rate = supervised(facts, "verification_rate");
  if (!checked || !verified || Number(checked.value) === 0) return ["尚无核实结论"];
  const open = clues && Number(checked.value) < Number(clues.value) ? "，其余尚无结论" : "";
  const share = rate ? say`，核实率${quoteRate(rate)}` : [];
  return say`已有结论${quote(checked)}，其中核实${quote(verified)}${share}${open}`;
}

function moneyClause(facts: BulletinFacts): Run[] {
  const recovered = supervised(facts, "supervision_recovered");
  const each = supervised(facts, "recovered_per_clue");
  const outstanding = supervised(facts, "supervision_outstanding");
  const owed =
    outstanding && signOf(outstanding) === 1 ? say`已核实尚未追回${quote(outstanding)}` : [];
  const back =
    recovered && signOf(recovered) === 1
      ? say`追回${quote(recovered)}${each ? say`，每条核实线索追回${quoteEach(each)}` : []}`
      : recovered && Number(supervised(facts, "supervision_verified")?.value ?? 0) > 0
        ? ["尚未追回资金"]
        : [];
  return join([back, owed], "，");
}

/** What the month alone added; nothing where it added nothing. */
export function monthSentence(facts: BulletinFacts): Run[] {
  const parts = [
    ["supervision_suspicions", "发现疑点"],
    ["supervision_verified", "核实"],
    ["supervision_recovered", "追回"],
  ].flatMap(([metric, verb]) => {
    const figure = supervised(facts, metric!, "month");
    return figure && signOf(figure) === 1 ? [say`${verb!}${quote(figure)}`] : [];
  });
  return parts.length === 0
    ? []
    : say`其中${String(Number(facts.period.slice(5)))}月${join(parts, "，")}。`;
}

/** Fewer conclusions than this say little of a rule. */
export const FEWEST_CHECKED = 30;

/** Which groups were right most and least often, of those checked often enough to say. */
export function ratesSentence(facts: BulletinFacts): Run[] {
  const judged = funnelCuts(facts)
    .flatMap((basis) => {
      const rate = supervised(facts, "verification_rate", basis);
      const checked = Number(supervised(facts, "supervision_checked", basis)?.value ?? 0);
      return rate && checked >= FEWEST_CHECKED ? [{ basis, rate }] : [];
    })
    .toSorted((a, b) => Number(b.rate.value) - Number(a.rate.value));
  const [best, worst] = [judged[0], judged.at(-1)];
  if (!best || !worst || quoteRate(best.rate).text === quoteRate(worst.rate).text) return [];
  const told = ({ basis, rate }: typeof best): Run[] => {
    const each = supervised(facts, "recovered_per_clue", basis);
    return say`${cutInWords(basis)}${quoteRate(rate)}${each ? say`（每条追回${quoteEach(each)}）` : []}`;
  };
  return say`有结论${String(FEWEST_CHECKED)}条以上的各组中，核实率最高的是${told(best)}，最低的是${told(worst)}。`;
}

/** The funnel by group of rules, the whole last. */
export function funnelTable(facts: BulletinFacts): Table | null {
  const cuts = funnelCuts(facts);
  if (cuts.length === 0) return null;
  const of = (metric: string) => (basis: string) => supervised(facts, metric, basis);
  const { scale: _, ...table } = figureTable(
    facts,
    "规则组",
    [
      { title: "疑点", figure: of("supervision_suspicions") },
      { title: "线索", figure: of("supervision_clues") },
      { title: "有结论", figure: of("supervision_checked") },
      { title: "核实", figure: of("supervision_verified") },
      { title: "核实率", decimals: 1, figure: of("verification_rate") },
      { title: "追回", figure: of("supervision_recovered") },
      { title: "每条追回", scale: A_CLUE, figure: of("recovered_per_clue") },
    ],
    [
      ...cuts.map((basis) => ({ label: labelOf(basis), subject: basis, kind: "plain" as const })),
      { label: "合计", subject: "", kind: "total" as const },
    ],
  );
  const isMerged = cuts.filter((basis) => basis.startsWith("group:")).length > 1;
  const notes: Run[][] = [
    [
      `核实率为核实÷有结论的线索；每条追回为追回÷核实。${isMerged ? "一条线索涉及几组规则的，各组都计，合计只计一次。" : ""}${cuts.includes("name:随机抽查") ? "随机抽查不计入合计。" : ""}`,
    ],
    ...caveatNotes(facts, table.rows),
  ];
  const title = `疑点、线索与追回情况（${spanInWords(endMonth(facts.period))}）`;
  return { kind: "table", title, ...table, notes };
}

const labelOf = (basis: string): string => basis.slice(basis.indexOf(":") + 1);

/** The same, drawn. */
export function supervisionChart(facts: BulletinFacts): Chart | null {
  const funnel = (label: string, basis: string): Funnel => ({
    label,
    clues: supervised(facts, "supervision_clues", basis),
    checked: supervised(facts, "supervision_checked", basis),
    verified: supervised(facts, "supervision_verified", basis),
    rate: supervised(facts, "verification_rate", basis),
    recovered: supervised(facts, "supervision_recovered", basis),
    perClue: supervised(facts, "recovered_per_clue", basis),
  });
  return funnelChart({
    whole: funnel("合计", ""),
    parts: funnelCuts(facts).map((basis) => funnel(labelOf(basis), basis)),
    span: spanInWords(endMonth(facts.period)),
    source: `来源：${facts.issuer}规则筛查和线索台账。`,
  });
}
