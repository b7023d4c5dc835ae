import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import { join, type Run, say, type Table } from "../../document.ts";
import { signOf } from "../../format.ts";
import { quote } from "../bulletin-facts.ts";
import { fundsWith } from "./cuts.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted, quoteHead, yoyOf } from "./quotes.ts";
import {
  ACCRUAL_NOTE,
  ACTUAL,
  ADMISSIONS,
  COST,
  DRUGS,
  IN_SCOPE,
  isYearEnd,
  type ServiceColumn,
  STAY,
} from "./service-columns.ts";
import { serviceTable, withLastYear } from "./service-table.ts";

/** One fund's inpatient services: how many, how dear, who paid. */
export function servicesSentences(facts: QuarterlyFacts, fund: string): Run[] {
  const sentences = [
    volume(facts, fund),
    price(facts, fund),
    paid(facts, fund),
    spending(facts, fund),
  ];
  return join(
    sentences.filter((runs) => runs.length > 0).map((runs) => say`${runs}。`),
    "",
  );
}

/** 职工住院387人次，同比增长19.81%；住院率17.88%，…按已过月数折算全年为23.83% */
function volume(facts: QuarterlyFacts, fund: string): Run[] {
  const admissions = counted(facts, "admissions", fund);
  if (!admissions) return [];
  const head = join(
    [say`${fundOf(fund).short}参保人员住院${quote(admissions)}`, yoyOf(facts, "admissions", fund)],
    "，",
  );
  const rate = counted(facts, "hospitalization_rate", fund);
  const annual = counted(facts, "annualized_hospitalization_rate", fund);
  const rated = rate
    ? join([say`住院率${quote(rate)}`, yoyOf(facts, "hospitalization_rate", fund)], "，")
    : [];
  const year = annual && !isYearEnd(facts) ? say`按已过月数折算全年为${quote(annual)}` : [];
  return join([head, join([rated, year], "，")], "；");
}

function price(facts: QuarterlyFacts, fund: string): Run[] {
  const cost = counted(facts, "cost_per_admission", fund);
  const clauses = [
    cost
      ? join([say`次均住院费用${quoteHead(cost)}`, yoyOf(facts, "cost_per_admission", fund)], "，")
      : [],
    moved(facts, fund, "平均住院日", "length_of_stay", 0.5),
    moved(facts, fund, "药占比", "drug_share", 0.005),
    moved(facts, fund, "耗占比", "material_share", 0.005),
  ];
  return join(clauses, "；");
}

/** What moved by half a day or half a point and more; what stood still is left to the table. */
function moved(
  facts: QuarterlyFacts,
  fund: string,
  title: string,
  metric: string,
  least: number,
): Run[] {
  const figure = counted(facts, metric, fund);
  const yoy = counted(facts, `${metric}.yoy`, fund);
  if (!figure || !yoy || Math.abs(Number(yoy.value)) < least) return [];
  return say`${title}${quote(figure)}，同比${changed(yoy)}`;
}

function paid(facts: QuarterlyFacts, fund: string): Run[] {
  const inScope = counted(facts, "in_scope_reimbursement_rate", fund);
  const actual = counted(facts, "actual_reimbursement_rate", fund);
  return join(
    [
      inScope
        ? join(
            [
              say`住院政策范围内报销比${quote(inScope)}`,
              yoyOf(facts, "in_scope_reimbursement_rate", fund),
            ],
            "，",
          )
        : [],
      actual
        ? join(
            [say`实际报销比${quote(actual)}`, yoyOf(facts, "actual_reimbursement_rate", fund)],
            "，",
          )
        : [],
    ],
    "；",
  );
}

const TURNS: Record<string, string> = {
  "1,1": "住院人次与次均费用同时上升",
  "1,-1": "人次增加，次均费用下降",
  "-1,1": "人次减少，次均费用上升",
  "-1,-1": "住院人次与次均费用同时下降",
  "0,1": "人次持平，次均费用上升",
  "0,-1": "人次持平，次均费用下降",
  "1,0": "人次增加，次均费用持平",
  "-1,0": "人次减少，次均费用持平",
};

/** 住院基金支出358.65万元，同比增长29.42%，住院人次与次均费用同时上升 */
function spending(facts: QuarterlyFacts, fund: string): Run[] {
  const spent = counted(facts, "inpatient_fund_pay", fund);
  if (!spent) return [];
  const moves = ["admissions", "cost_per_admission"].map((metric) => {
    const yoy = counted(facts, `${metric}.yoy`, fund);
    return yoy ? signOf(yoy) : null;
  });
  const turn = TURNS[moves.join(",")];
  const head = say`住院基金支出${quote(spent)}`;
  return join([head, yoyOf(facts, "inpatient_fund_pay", fund), turn ? [turn] : []], "，");
}

const COLUMNS: ServiceColumn[] = [
  ADMISSIONS,
  { title: "住院率", metric: "hospitalization_rate" },
  { title: "折算全年", metric: "annualized_hospitalization_rate" },
  COST,
  STAY,
  IN_SCOPE,
  ACTUAL,
  DRUGS,
  { title: "耗占比", metric: "material_share" },
];

/** Inpatient services of all funds, last year's beside this year's. */
export function servicesTable(facts: QuarterlyFacts): Table | null {
  const columns = isYearEnd(facts)
    ? COLUMNS.filter(({ metric }) => metric !== "annualized_hospitalization_rate")
    : COLUMNS;
  const rows = fundsWith(facts, "admissions").map((fund) => ({
    label: fundOf(fund).short,
    fund,
    basis: "",
  }));
  const lines = withLastYear(facts, columns, rows);
  const title = `住院服务与待遇（${spanInWords(facts.period)}）`;
  const note: Run[] = ["住院率的分母为期末参保人数；“折算全年”为住院率÷已过月数×12。"];
  return serviceTable(facts, title, "险种", columns, lines, [ACCRUAL_NOTE, note]);
}
