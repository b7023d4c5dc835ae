import { HOSPITAL_LEVELS } from "../../../models/codes.ts";
import { fundOf } from "../../../models/fund.ts";
import { addMonths, endMonth, spanInWords } from "../../../models/period.ts";
import { join, type Run, say, type Table } from "../../document.ts";
import type { Known } from "../bulletin-facts.ts";
import { quote } from "../bulletin-facts.ts";
import { caveatNotes } from "../notes.ts";
import { figureTable } from "../table-cells.ts";
import type { Institution, QuarterlyFacts } from "./quarterly-facts.ts";
import { A_HEAD, counted, quoteHead } from "./quotes.ts";
import { ACCRUAL_NOTE } from "./service-columns.ts";

/** Institutions in the table of one fund, and as many of them as a chart has room for. */
const LISTED = 10;
export const CHARTED = 5;

/** The rule of thumb for a mean to be more than chance: on fewer none is compared with its peers. */
const FEWEST_ADMISSIONS = 30;

interface Ranked extends Institution {
  paid: Known;
}

/** Figures of single institutions are of months: that of the quarter's last is its year to date. */
const of = (facts: QuarterlyFacts, metric: string, fund: string, code: string, back = 0) =>
  counted(facts, metric, fund, {
    basis: `institution:${code}`,
    period: addMonths(endMonth(facts.period), -back),
  });

/** The institutions the fund paid most for inpatients, the most first. */
export function topInstitutions(facts: QuarterlyFacts, fund: string): Ranked[] {
  return facts.institutions
    .flatMap((institution) => {
      const paid = of(facts, "inpatient_fund_pay", fund, institution.code);
      return paid && Number(paid.value) > 0 ? [{ ...institution, paid }] : [];
    })
    .toSorted((a, b) => Number(b.paid.value) - Number(a.paid.value))
    .slice(0, LISTED);
}

/** An institution whose cost per admission is well above that of its level, both figures of one fund. */
export interface AbovePeers {
  institution: Institution;
  cost: Known;
  peers: Known;
}

/** What an institution costs per admission and what its level does; no `mean` on too few admissions. */
export function peersOf(
  facts: QuarterlyFacts,
  fund: string,
  { code, level }: Institution,
): { cost: Known | undefined; mean: Known | undefined } {
  const cost = of(facts, "cost_per_admission", fund, code);
  const admissions = of(facts, "admissions", fund, code);
  const isJudged = level !== null && Number(admissions?.value ?? 0) >= FEWEST_ADMISSIONS;
  const basis = `level:${level}`;
  return {
    cost,
    mean: isJudged ? counted(facts, "cost_per_admission", fund, { basis }) : undefined,
  };
}

/** Levels mix general and special hospitals: what is less than a tenth above them asks for no reason. */
const MARGIN = 1.1;

/** Of the institutions paid most, those a tenth dearer than their level, the dearest against it first. */
export function abovePeers(facts: QuarterlyFacts, fund: string): AbovePeers[] {
  const ratio = ({ cost, peers }: AbovePeers) => Number(cost.value) / Number(peers.value);
  return topInstitutions(facts, fund)
    .flatMap((institution) => {
      const { cost, mean } = peersOf(facts, fund, institution);
      const isAbove = cost && mean && Number(cost.value) > MARGIN * Number(mean.value);
      return isAbove ? [{ institution, cost, peers: mean }] : [];
    })
    .toSorted((a, b) => ratio(b) - ratio(a));
}

const levelTitle = (level: string | null): string =>
  HOSPITAL_LEVELS.find(({ code }) => code === level)?.title ?? "";

/** Who was paid most, and who of them is dearer than the peers. */
export function institutionsSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const top = topInstitutions(facts, fund);
  const [first, second] = top;
  if (!first) return [];
  const next = second ? say`，其次是${second.name}${quote(second.paid)}` : [];
  const head = say`${fundOf(fund).short}住院基金支出最多的是${first.name}，${quote(first.paid)}${next}`;
  const above = abovePeers(facts, fund);
  if (above.length === 0) return say`${head}。`;
  const named = above
    .slice(0, 3)
    .map(
      ({ institution, cost, peers }) =>
        say`${institution.name}（${quoteHead(cost)}，${levelTitle(institution.level)}平均${quoteHead(peers)}）`,
    );
  const rest = above.length > 3 ? `等${above.length}家` : "";
  return say`${head}。支出前${String(top.length)}位的机构中，次均费用高出同等级平均一成以上的有：${join(named, "、")}${rest}。`;
}

/** The institutions a fund paid most, with last year's cost per admission beside this year's. */
export function institutionsTable(facts: QuarterlyFacts, fund: string): Table | null {
  const top = topInstitutions(facts, fund);
  if (top.length < 2) return null;
  const figure =
    (metric: string, back = 0) =>
    ({ code }: Institution) =>
      of(facts, metric, fund, code, back);
  const { scale: _, ...table } = figureTable(
    facts,
    "机构",
    [
      { title: "住院基金支出", figure: figure("inpatient_fund_pay") },
      { title: "住院人次", figure: figure("admissions") },
      { title: "上年人次", figure: figure("admissions", 12) },
      { title: "次均费用", scale: A_HEAD, figure: figure("cost_per_admission") },
      { title: "上年次均", scale: A_HEAD, figure: figure("cost_per_admission", 12) },
      { title: "平均住院日", figure: figure("length_of_stay") },
      { title: "实际报销比", figure: figure("actual_reimbursement_rate") },
    ],
    top.map((institution) => ({
      label: institution.name,
      subject: institution,
      kind: "plain" as const,
    })),
  );
  const title = `${fundOf(fund).short}住院基金支出前${top.length}位的机构（${spanInWords(facts.period)}）`;
  const note: Run[] = [`与同等级比较只用住院${FEWEST_ADMISSIONS}人次以上的机构；上年为上年同期。`];
  const notes = [ACCRUAL_NOTE, note, ...caveatNotes(facts, table.rows)];
  return { kind: "table", title, ...table, notes };
}
