import type { Check, Route } from "../check.ts";
import { Expression } from "../expression.ts";
import type { Figure } from "../figure.ts";
import { type Ledger, yearBefore } from "../ledger.ts";
import { scopeName } from "../scope-name.ts";

/** «6个月» fits many ways; «4.6个月» tells one from another. */
const TELLING_LENGTH = 3;

interface Method extends Route {
  /** Two funds are judged alike if this is the same. */
  way: string;
}

/**
 * 可支付月数 = balance ÷ monthly expenditure, where balance is pooled or total and the month is a twelfth
 * of the annual budget, the average to date, or a twelfth of last year: one way for all funds of a
 * document. The way that carries most funds is expected of the others. Averages of the last twelve
 * months are not in print, so a fund alone, in the middle of a year, can only be confirmed.
 */
export function monthsChecks(ledger: Ledger): Check[] {
  const targets = ledger.withRole("actual").filter(({ subject }) => subject!.measure === "months");
  const byTarget = new Map(targets.map((target) => [target, methodsOf(ledger, target)]));
  const votes = new Map<string, Set<string>>();
  for (const [target, methods] of byTarget) {
    for (const { way, expression } of methods) {
      if (!expression.value.meets(target.signed)) continue;
      votes.set(way, (votes.get(way) ?? new Set()).add(target.scope.fund + target.scope.region));
    }
  }
  const ways = [...votes].sort(([, a], [, b]) => b.size - a.size);
  const usual = ways[0]?.[0];
  return [...byTarget].flatMap(([target, methods]) => {
    if (methods.length === 0) return [];
    const own = methods.filter(({ expression }) => expression.value.meets(target.signed));
    const isUsual = own.some((method) => method.way === usual);
    const first = methods.find((method) => method.way === usual) ?? methods[0]!;
    const others = [...byTarget.keys()].filter(
      (other) =>
        other !== target && votes.get(usual ?? "")?.has(other.scope.fund + other.scope.region),
    );
    const isTelling = others.some((other) => other.digits.length >= TELLING_LENGTH);
    const { span } = target.scope;
    const isWholeYear = span?.isFirm === true && span.first === 1 && span.last === 12;
    const check: Check = {
      target,
      name: others.length > 0 ? `可支付月数（与${namesOf(others)}同一算法）` : "可支付月数",
      routes: [first, ...own.filter((method) => method !== first)],
      suspects: suspectsOf(ledger, target),
      isDecisive: isTelling || isWholeYear,
    };
    if (own.length > 0 && !isUsual && others.length > 0) {
      return [
        { ...check, routes: [first], suspects: own, doubt: "各险种算法不一致，请统一口径或注明" },
      ];
    }
    return [check];
  });
}

function namesOf(figures: readonly Figure[]): string {
  return [...new Set(figures.map(({ scope }) => scopeName(scope)))].join("、");
}

function methodsOf(ledger: Ledger, target: Figure): Method[] {
  const balances = balancesOf(ledger, target);
  return ([target.scope.account, "pooled"] as const).flatMap((spending) =>
    monthlyOf(ledger, target, "expenditure", spending).flatMap(({ way, name, month }) =>
      balances.flatMap((balance) => {
        const expression = Expression.of(balance).over(month);
        if (!expression) return [];
        const isPooled = balance.scope.account === "pooled";
        const method = {
          way: `${way} ${isPooled || balances.length === 1 ? "pooled" : "total"}`,
          name: `${isPooled ? "统筹" : ""}累计结余 ÷ ${spending === "pooled" ? "统筹基金" : ""}${name}`,
          expression,
        };
        return balances.length === 1 ? [method, { ...method, way: `${way} total` }] : [method];
      }),
    ),
  );
}

/** Pooled first: a fund with personal accounts is judged by what can be paid out of it. */
function balancesOf(ledger: Ledger, target: Figure): Figure[] {
  return (["pooled", "all"] as const).flatMap((account) => {
    const found = ledger.whole("closing", target, { account }, "actual");
    return found ? [found] : [];
  });
}

function monthlyOf(
  ledger: Ledger,
  target: Figure,
  measure: "income" | "expenditure",
  account = target.scope.account,
) {
  const scope = { ...target.scope, account };
  const word = measure === "income" ? "收入" : "支出";
  const { span } = target.scope;
  const subject = { measure, item: "" };
  const twelve = Expression.number(12);
  const spent = ledger.find(subject, scope, "actual", target);
  const rate = ledger.find(subject, scope, "completion", target);
  const budget = ledger.find(subject, scope, "budget", target);
  const derived = spent && rate && Expression.of(spent).over(Expression.of(rate));
  const last = yearBefore(span);
  const prior =
    last && ledger.find(subject, { ...scope, span: { ...last, first: 1, last: 12 } }, "actual");
  const found: { way: string; name: string; month: Expression }[] = [];
  const add = (way: string, name: string, month: Expression | undefined) => {
    if (month) found.push({ way, name, month });
  };
  add(
    "budget",
    `（年度${word}预算 ÷ 12）`,
    budget ? Expression.of(budget).over(twelve) : derived?.over(twelve),
  );
  if (spent && span && span.first === 1) {
    add("ytd_average", `当年月均${word}`, Expression.of(spent).over(Expression.number(span.last)));
  }
  add("prior_year", `上年月均${word}`, prior && Expression.of(prior).over(twelve));
  return found;
}

/** Mistakes in the denominator: income for expenditure, what has passed of the year for all of it. */
function suspectsOf(ledger: Ledger, target: Figure): Route[] {
  const twelve = Expression.number(12);
  const months = target.scope.span?.last ?? 12;
  const balances = balancesOf(ledger, target).map(Expression.of);
  const amount = (measure: "income" | "expenditure") => {
    const found = ledger.whole(measure, target, {}, "actual");
    return found && Expression.of(found);
  };
  const byTwelve = (measure: "income" | "expenditure") =>
    months === 12 ? undefined : amount(measure)?.over(twelve);
  const denominators: [string, Expression | undefined][] = [
    ["分母误用累计收入 ÷ 12", amount("income")?.over(twelve)],
    ["分母误用累计支出 ÷ 12", byTwelve("expenditure")],
    ...monthlyOf(ledger, target, "income").map(({ name, month }): [string, Expression] => [
      `分母误用${name}`,
      month,
    ]),
  ];
  return denominators.flatMap(([name, month]) =>
    balances.flatMap((balance) => {
      const expression = month && balance.over(month);
      return expression ? [{ name, expression }] : [];
    }),
  );
}
