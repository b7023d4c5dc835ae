import { type Check, type Route, routes } from "../check.ts";
import { Expression } from "../expression.ts";
import type { Figure } from "../figure.ts";
import { type Ledger, yearBefore } from "../ledger.ts";

/**
 * 当期结余 = 收入 − 支出; 累计结余 = 上年结余 + 收入 − 支出, the last year's closing balance standing for
 * an opening one that is not printed; the opening balance that two months of one year imply is the same.
 */
export function balanceChecks(ledger: Ledger): Check[] {
  const balances = ledger.figures.filter(
    ({ role, subject }) => (role === "actual" || role === "budget") && subject!.item === "",
  );
  return balances
    .flatMap((target) => {
      if (target.subject!.measure === "current") return [current(ledger, target)];
      if (target.subject!.measure !== "closing") return [];
      return [rolled(ledger, target), ...sameOpening(ledger, target)];
    })
    .filter((check) => check.routes.length > 0);
}

function flow(ledger: Ledger, target: Figure, scope = target.scope): Expression | undefined {
  const income = ledger.whole("income", target, scope);
  const expenditure = ledger.whole("expenditure", target, scope);
  return income && expenditure && Expression.of(income).minus(Expression.of(expenditure));
}

function current(ledger: Ledger, target: Figure): Check {
  const { scope } = target;
  const turned = flow(ledger, target);
  const elsewhere = scope.account === "all" ? "pooled" : "all";
  const before = { ...scope, span: yearBefore(scope.span) };
  return {
    target,
    name: "当期结余",
    routes: routes(["收入 − 支出", turned]),
    suspects: routes(
      ["写反了正负号", turned && Expression.number(0).minus(turned)],
      [
        elsewhere === "pooled" ? "用了统筹基金的收支" : "用了含个人账户的收支",
        flow(ledger, target, { ...scope, account: elsewhere }),
      ],
      ["用了上年的收支", before.span && flow(ledger, target, before)],
    ),
    isDecisive: true,
  };
}

function rolled(ledger: Ledger, target: Figure): Check {
  const { scope } = target;
  const before = yearBefore(scope.span);
  const last = before && { ...scope, span: { ...before, first: 1, last: 12 } };
  const opening = ledger.whole("opening", target);
  const closed = last && ledger.find(target.subject!, last, "actual", target);
  const start = opening ?? closed;
  const net = ledger.whole("current", target);
  const through = (expression: Expression | undefined): Route[] =>
    start && expression
      ? routes([
          `${opening ? "上年结余" : "上年末累计结余"} + 收入 − 支出`,
          Expression.of(start).plus(expression),
        ])
      : [];
  return {
    target,
    name: "累计结余",
    routes: [...through(flow(ledger, target)), ...through(net && Expression.of(net))],
    suspects: routes(
      ["漏加了当期结余", start && Expression.of(start)],
      ["只写了当期结余", flow(ledger, target)],
    ),
    isDecisive: true,
  };
}

function sameOpening(ledger: Ledger, target: Figure): Check[] {
  const { span } = target.scope;
  if (span?.first !== 1) return [];
  const now = flow(ledger, target);
  const isSum = ledger.whole("closing", target, { fund: "employee" }) !== undefined;
  if (
    !now ||
    ledger.whole("opening", target) ||
    (isSum && /^(?:total|basic)$/.test(target.scope.fund))
  ) {
    return [];
  }
  return ledger.figures.flatMap((other) => {
    const earlier = other.scope.span;
    const isEarlier =
      other.role === "actual" &&
      other.subject!.measure === "closing" &&
      other.subject!.item === "" &&
      earlier?.year === span.year &&
      earlier.first === 1 &&
      earlier.last < span.last &&
      (["fund", "account", "region"] as const).every((k) => other.scope[k] === target.scope[k]);
    const then = isEarlier ? flow(ledger, other) : undefined;
    if (!then) return [];
    const expression = Expression.of(other).minus(then).plus(now);
    return [
      {
        target,
        name: `年初结余（与 ${earlier!.last} 月的数应推得同一个年初结余）`,
        routes: routes([`${earlier!.last} 月累计结余 − 收支差 + 本期收支差`, expression]),
        suspects: [],
        isDecisive: true,
      },
    ];
  });
}
