import { fundOf } from "../../models/fund.ts";
import { endMonth, spanInWords } from "../../models/period.ts";
import { type CompletionBar, completionChart } from "../charts/completion.ts";
import { incomeExpenditureChart } from "../charts/income-expenditure.ts";
import { payableLineChart } from "../charts/months-payable.ts";
import { payableBarsChart } from "../charts/payable-bars.ts";
import type { Chart } from "../document.ts";
import {
  type BulletinFacts,
  bandOf,
  fundsPresent,
  known,
  lastYear,
  type PayableBasis,
  payableOf,
  type Region,
  shortName,
  whole,
} from "./bulletin-facts.ts";

const sourceOf = (facts: BulletinFacts, files: string): string => `来源：${facts.issuer}${files}。`;

const payableSource = (facts: BulletinFacts, bases: PayableBasis[]): string =>
  bases.some(({ basis }) => basis.startsWith("budget"))
    ? sourceOf(facts, BUDGETED)
    : sourceOf(facts, STATEMENT);

const STATEMENT = "基金收支月报";
const BUDGETED = "基金收支月报、年度预算";

/** Income and expenditure of all funds, against last year where the two are comparable. */
export function flowChart(facts: BulletinFacts): Chart | null {
  const flows = fundsPresent(facts)
    .filter((fund) => fund !== "basic" || fundsPresent(facts).length === 1)
    .map((fund) => ({
      label: fundOf(fund).short,
      income: known(facts, "income_ytd", fund),
      expenditure: known(facts, "expenditure_ytd", fund),
      current: known(facts, "current_balance", fund),
      incomeBefore: lastYear(facts, "income_ytd", fund),
      expenditureBefore: lastYear(facts, "expenditure_ytd", fund),
      incomeYoy: known(facts, "income_ytd.yoy", fund),
      expenditureYoy: known(facts, "expenditure_ytd.yoy", fund),
    }));
  const source = sourceOf(facts, STATEMENT);
  return incomeExpenditureChart({ flows, span: spanInWords(facts.period), source });
}

/** Completion by fund. */
export function fundCompletionChart(facts: BulletinFacts): Chart | null {
  const funds = fundsPresent(facts);
  const bars = funds.map((fund) => barOf(facts, fund, facts.region, fundOf(fund).short, false));
  return drawCompletion(facts, "", bars, funds);
}

/** Completion of one fund by child region, with the whole below; null where none is known. */
export function countyCompletionChart(facts: BulletinFacts, fund: string): Chart | null {
  const bars = facts.children.map((child) => barOf(facts, fund, child, child.name, false));
  if (!bars.some((bar) => bar.completion)) return null;
  const total = barOf(facts, fund, facts.region, whole(facts.region), true);
  const all = total.completion ? [...bars, total] : bars;
  return drawCompletion(facts, `${fundOf(fund).short}基金支出`, all, [fund]);
}

function barOf(
  facts: BulletinFacts,
  fund: string,
  region: Region,
  label: string,
  isWhole: boolean,
): CompletionBar {
  const completion = known(facts, "expenditure_completion", fund, { region: region.code });
  const ahead = known(facts, "ahead_of_even", fund, { region: region.code });
  return { label, completion, ahead, whole: isWhole };
}

function drawCompletion(
  facts: BulletinFacts,
  subject: string,
  bars: CompletionBar[],
  funds: string[],
): Chart | null {
  const even = funds.map((fund) => known(facts, "even_progress", fund)).find((figure) => figure);
  const source = `口径：累计支出÷年度支出预算。${sourceOf(facts, BUDGETED)}`;
  return completionChart({ subject, bars, even, span: spanInWords(facts.period), source });
}

/** A line for each fund with three months known, otherwise one chart of bars for the rest. */
export function payableCharts(facts: BulletinFacts): Chart[] {
  const quoted = fundsPresent(facts).flatMap((fund) => {
    const payable = payableOf(facts, fund);
    return payable ? [{ fund, ...payable }] : [];
  });
  const lines = quoted.map(({ fund, basis, figure: quotedFigure }) =>
    payableLineChart({
      label: shortName(facts, fund),
      history: facts.figures
        .all()
        .filter(
          (figure) =>
            figure.metric === "months_payable" &&
            figure.fund === fund &&
            figure.region === facts.region.code &&
            figure.account === quotedFigure.account &&
            figure.basis === basis.basis &&
            figure.period <= endMonth(facts.period) &&
            /^\d{4}-\d{2}$/.test(figure.period),
        ),
      band: bandOf(facts, fund),
      policy: basis.policyText,
      source: payableSource(facts, [basis]),
    }),
  );
  const rows = quoted
    .filter((_, index) => lines[index] === null)
    .map(({ fund, figure }) => ({ label: fundOf(fund).short, figure, band: bandOf(facts, fund) }));
  const policies = new Set(quoted.map(({ basis }) => basis.policyText));
  const bars = payableBarsChart({
    rows,
    month: endMonth(facts.period),
    policy: [...policies].join("；"),
    source: payableSource(
      facts,
      quoted.map(({ basis }) => basis),
    ),
  });
  return [...lines, bars].filter((chart) => chart !== null);
}
