import { join, type Run, say } from "../../document.ts";
import { signOf, size, yuan } from "../../format.ts";
import { known, quote } from "../bulletin-facts.ts";
import { besideInWords, comparedTitle, quoteCompared, unfavourable } from "./benchmarks.ts";
import { decompositionOf, driverOf } from "./decomposition.ts";
import { abovePeers } from "./institutions.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted } from "./quotes.ts";
import { isUnexplained } from "./reconciliation.ts";

/** What was found, so that a proposal can follow from it. */
export type CauseKind =
  | "faster"
  | "insured_effect"
  | "admission_rate_effect"
  | "cost_effect"
  | "fund_share_effect"
  | "above_benchmark"
  | "below_benchmark"
  | "institutions"
  | "out_of_area"
  | "unexplained";

/** What settlements and benchmarks show beyond the findings of a statement. */
export interface Cause {
  kind: CauseKind;
  fund: string;
  /** Without the fund's name and without a full stop. */
  clause: Run[];
}

type Rule = (facts: QuarterlyFacts, fund: string) => Cause[];

/** Everything the quarter's figures show of a fund's services, the money first. */
export function causes(facts: QuarterlyFacts, funds: string[]): Cause[] {
  const rules = [faster, driven, benchmarked, institutions, outOfArea, unexplained];
  return rules.flatMap((rule) => funds.flatMap((fund) => rule(facts, fund)));
}

const faster: Rule = (facts, fund) => {
  const income = known(facts, "income_ytd.yoy", fund);
  const spent = known(facts, "expenditure_ytd.yoy", fund);
  if (!income || !spent || signOf(spent) !== 1 || Number(spent.value) <= Number(income.value))
    return [];
  if (signOf(income) === 1 && size(income) === size(spent)) return [];
  const clause = say`支出同比${changed(spent)}，收入同比${changed(income)}，支出增速快于收入`;
  return [{ kind: "faster", fund, clause }];
};

const driven: Rule = (facts, fund) => {
  const parts = decompositionOf(facts, fund);
  const driver = driverOf(facts, fund);
  if (!parts || !driver || signOf(parts.change) !== 1) return [];
  const { change } = parts;
  const clause = say`基金支出比上年同期增加${quote(change, size(change))}，主要是${driver.cause}，影响增支${quote(driver.figure, size(driver.figure))}`;
  return [{ kind: driver.metric as CauseKind, fund, clause }];
};

const benchmarked: Rule = (facts, fund) => {
  return ([1, -1] as const).flatMap((side): Cause[] => {
    const found = unfavourable(facts, fund, side);
    if (found.length === 0) return [];
    const told = found.map(
      (each) => say`${comparedTitle(each)}${quoteCompared(each)}（${besideInWords(each)}）`,
    );
    const relation = side === 1 ? "高于" : "低于";
    const clause = say`${join(told, "、")}${relation}公布基准`;
    return [{ kind: side === 1 ? "above_benchmark" : "below_benchmark", fund, clause }];
  });
};

const institutions: Rule = (facts, fund) => {
  const above = abovePeers(facts, fund);
  const worst = above[0];
  if (!worst) return [];
  const named = above.map(({ institution }) => institution.name).slice(0, 3);
  const more = above.length > named.length ? "等" : "";
  const clause = [
    `基金支出居前的机构中，${above.length}家次均费用高出同等级平均一成以上（${named.join("、")}${more}）`,
  ];
  return [{ kind: "institutions", fund, clause }];
};

/** A share that rose by less than a point is told in its chapter and is no problem. */
const MARKED = 0.01;

const outOfArea: Rule = (facts, fund) => {
  const basis = "fund_spend";
  const share = counted(facts, "out_of_area_share", fund, { basis });
  const yoy = counted(facts, "out_of_area_share.yoy", fund, { basis });
  if (!share || !yoy || Number(yoy.value) < MARKED) return [];
  const clause = say`异地住院占住院基金支出的${quote(share)}，同比${changed(yoy)}`;
  return [{ kind: "out_of_area", fund, clause }];
};

const unexplained: Rule = (facts, fund) => {
  const line = facts.reconciliations.find((each) => each.fund === fund);
  if (!line || !isUnexplained(line)) return [];
  const clause = [
    `月报与结算的差额中，有${yuan(line.unexplained)}清算规则不能说明，超过月报待遇支出的1%`,
  ];
  return [{ kind: "unexplained", fund, clause }];
};
