import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import { join, type Run, say, type Table } from "../../document.ts";
import { signOf } from "../../format.ts";
import { quote } from "../bulletin-facts.ts";
import type { Line } from "../table-cells.ts";
import { cutsOf, fundsWith } from "./cuts.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted, quoteHead, sideOf, yoyOf } from "./quotes.ts";
import { ACCRUAL_NOTE, ACTUAL, ADMISSIONS, COST, PAID, STAY } from "./service-columns.ts";
import { type Served, serviceTable, withChanges } from "./service-table.ts";

const OUT = { basis: "place:out" };
const LOCAL = { basis: "place:local" };

/** Care outside the pooling area: its share of admissions and of spending, dearer and paid how. */
export function placesSentence(facts: QuarterlyFacts, fund: string): Run[] {
  const share = counted(facts, "out_of_area_share", fund);
  if (!share) return [];
  if (signOf(share) === 0) return [`${fundOf(fund).short}没有异地住院结算。`];
  const spend = counted(facts, "out_of_area_share", fund, { basis: "fund_spend" });
  const head = join(
    [
      say`${fundOf(fund).short}异地住院占住院人次的${quote(share)}`,
      yoyOf(facts, "out_of_area_share", fund),
    ],
    "，",
  );
  const spent = spend
    ? join(
        [
          say`占住院基金支出的${quote(spend)}`,
          yoyOf(facts, "out_of_area_share", fund, { basis: "fund_spend" }),
        ],
        "，",
      )
    : [];
  return say`${join([head, spent, costs(facts, fund), rates(facts, fund)], "；")}。`;
}

/** 异地次均住院费用22514元，本地11789元 */
function costs(facts: QuarterlyFacts, fund: string): Run[] {
  const out = counted(facts, "cost_per_admission", fund, OUT);
  const local = counted(facts, "cost_per_admission", fund, LOCAL);
  if (!out || !local) return [];
  const relation = sideOf(out, local, quoteHead) === 1 ? "高于" : "不高于";
  const move = changed(counted(facts, "cost_per_admission.yoy", fund, OUT));
  const moved = move.length === 0 ? [] : say`，同比${move}`;
  return say`异地次均住院费用${quoteHead(out)}${moved}，${relation}本地的${quoteHead(local)}`;
}

function rates(facts: QuarterlyFacts, fund: string): Run[] {
  const out = counted(facts, "actual_reimbursement_rate", fund, OUT);
  const local = counted(facts, "actual_reimbursement_rate", fund, LOCAL);
  if (!out || !local) return [];
  return say`实际报销比异地${quote(out)}、本地${quote(local)}`;
}

/** Local and out-of-area care of every fund, the change beside each figure. */
export function placesTable(facts: QuarterlyFacts): Table | null {
  const rows = fundsWith(facts, "admissions")
    .filter((fund) => cutsOf(facts, fund, "place").includes("out"))
    .flatMap((fund) => [
      { label: `${fundOf(fund).short}本地`, fund, ...LOCAL },
      { label: `${fundOf(fund).short}异地`, fund, ...OUT },
    ]);
  if (rows.length === 0) return null;
  const lines = rows.map(({ label, ...cut }): Line<Served> => {
    return { label, subject: { ...cut, period: facts.period }, kind: "plain" };
  });
  const columns = [...withChanges([ADMISSIONS, COST, ACTUAL, PAID]), STAY];
  const title = `本地与异地住院情况（${spanInWords(facts.period)}）`;
  return serviceTable(facts, title, "就医地", columns, lines, [ACCRUAL_NOTE]);
}
