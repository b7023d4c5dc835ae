import { type Check, routes } from "../check.ts";
import { Expression } from "../expression.ts";
import type { Figure } from "../figure.ts";
import type { Ledger } from "../ledger.ts";

/** 预算完成率 = 累计 ÷ 年度预算; 超均衡进度 = 完成率 − 已过月数 ÷ 12. */
export function completionChecks(ledger: Ledger): Check[] {
  return [
    ...ledger.withRole("completion").map((target) => completion(ledger, target)),
    ...ledger.withRole("ahead").flatMap((target) => ahead(ledger, target)),
  ].filter((check) => check.routes.length > 0);
}

const ratio = (part?: Figure, whole?: Figure) =>
  part && whole && Expression.of(part).over(Expression.of(whole));

function completion(ledger: Ledger, target: Figure): Check {
  const subject = target.subject!;
  const other = subject.measure === "income" ? "expenditure" : "income";
  const find = (measure: "income" | "expenditure", role: "actual" | "budget" | "previous") =>
    ledger.find({ ...subject, measure }, target.scope, role, target);
  const own = subject.measure as "income" | "expenditure";
  const actual = find(own, "actual");
  const budget = find(own, "budget");
  return {
    target,
    name: "预算完成率",
    routes: routes(["累计数 ÷ 年度预算", ratio(actual, budget)]),
    suspects: routes(
      [`误用了${other === "income" ? "收入" : "支出"}数`, ratio(find(other, "actual"), budget)],
      [`误用了${other === "income" ? "收入" : "支出"}预算`, ratio(actual, find(other, "budget"))],
      ["误用了上年同期数", ratio(find(own, "previous"), budget)],
      ["分子分母颠倒", ratio(budget, actual)],
    ),
    isDecisive: true,
  };
}

/** How far ahead a fund is: by its printed completion, else by amount and budget. */
export function aheadRoutes(ledger: Ledger, near: Figure, months: number) {
  const even = Expression.number(months).over(Expression.number(12))!;
  const subject = near.subject!;
  const find = (role: "completion" | "actual" | "budget") =>
    ledger.find(subject, near.scope, role, near);
  const printed = find("completion");
  if (printed) return routes([`完成率 − ${months}/12`, Expression.of(printed).minus(even)]);
  const computed = ratio(find("actual"), find("budget"))?.minus(even);
  return routes([`累计数 ÷ 预算 − ${months}/12`, computed]);
}

function ahead(ledger: Ledger, target: Figure): Check[] {
  const { span } = target.scope;
  if (!span?.isFirm || span.first !== 1 || span.last === 12) return [];
  const wrong = [span.last - 1, span.last + 1].filter((months) => months > 0);
  return [
    {
      target,
      name: "超均衡进度",
      routes: aheadRoutes(ledger, target, span.last),
      suspects: wrong.flatMap((months) =>
        aheadRoutes(ledger, target, months).map((route) => ({
          ...route,
          name: `均衡进度误按 ${months} 个月计`,
        })),
      ),
      isDecisive: true,
    },
  ];
}
