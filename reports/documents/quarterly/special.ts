import { fundOf } from "../../../models/fund.ts";
import { spanInWords } from "../../../models/period.ts";
import { join, type Run, say, type Table } from "../../document.ts";
import { quote } from "../bulletin-facts.ts";
import type { Line } from "../table-cells.ts";
import { cutsOf, fundsWith } from "./cuts.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";
import { changed, counted, sideOf } from "./quotes.ts";
import { ACCRUAL_NOTE, ACTUAL, ADMISSIONS, COST, PAID, yearRate } from "./service-columns.ts";
import { type Served, serviceTable, withChanges } from "./service-table.ts";

interface Special {
  fund: string;
  group: string;
  basis: string;
}

/** Groups with admissions, the many first. */
function groupsOf(facts: QuarterlyFacts): Special[] {
  const weight = ({ fund, basis }: Special) =>
    Number(counted(facts, "admissions", fund, { basis })?.value ?? 0);
  return fundsWith(facts, "admissions")
    .flatMap((fund) =>
      cutsOf(facts, fund, "special")
        .filter((group) => group !== "")
        .map((group) => ({ fund, group, basis: `special:${group}` })),
    )
    .toSorted((a, b) => weight(b) - weight(a));
}

/** 低保人员实际报销比78.59%，…；全体居民参保人员57.87%: two populations, both named. */
export function specialServices(facts: QuarterlyFacts): Run[] {
  const funds = [...new Set(groupsOf(facts).map(({ fund }) => fund))];
  return funds.flatMap((fund) => ofFund(facts, fund));
}

function ofFund(facts: QuarterlyFacts, fund: string): Run[] {
  const rates = groupsOf(facts).flatMap((special) => {
    if (special.fund !== fund) return [];
    const rate = counted(facts, "actual_reimbursement_rate", fund, { basis: special.basis });
    return rate ? [{ ...special, rate }] : [];
  });
  const whole = counted(facts, "actual_reimbursement_rate", fund);
  if (rates.length === 0 || !whole) return [];
  const told = rates.map(({ group, basis, rate }) => {
    const move = changed(counted(facts, "actual_reimbursement_rate.yoy", fund, { basis }));
    const moved = move.length === 0 ? [] : say`（同比${move}）`;
    return say`${group}人员${quote(rate)}${moved}`;
  });
  const below = rates.filter(({ rate }) => sideOf(rate, whole) !== 1);
  const verdict =
    below.length === 0
      ? rates.length > 1
        ? "，各类特殊人群均高于全体"
        : "，高于全体"
      : `，其中${below.map(({ group }) => group).join("、")}人员不高于全体，倾斜政策效果需核实`;
  return say`${fundOf(fund).short}特殊人群住院实际报销比：${join(told, "，")}；全体${fundOf(fund).short}参保人员为${quote(whole)}${verdict}。`;
}

/** Special groups beside all insured of their fund. */
export function specialTable(facts: QuarterlyFacts): Table | null {
  const groups = groupsOf(facts);
  if (groups.length === 0) return null;
  const funds = [...new Set(groups.map(({ fund }) => fund))];
  const { period } = facts;
  const lines = [
    ...groups.map(({ fund, group, basis }): Line<Served> => {
      return { label: fundOf(fund).short + group, subject: { fund, basis, period }, kind: "plain" };
    }),
    ...funds.map((fund): Line<Served> => {
      const subject = { fund, basis: "", period };
      return { label: `全体${fundOf(fund).short}`, subject, kind: "total" };
    }),
  ];
  const columns = [...withChanges([ADMISSIONS, COST, ACTUAL, PAID]), yearRate(facts)];
  const title = `特殊人群住院待遇（${spanInWords(facts.period)}）`;
  return serviceTable(facts, title, "人群", columns, lines, [ACCRUAL_NOTE]);
}
