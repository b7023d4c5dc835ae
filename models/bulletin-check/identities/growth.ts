import { type Check, routes } from "../check.ts";
import { Expression } from "../expression.ts";
import type { Figure } from "../figure.ts";
import { type Ledger, yearBefore } from "../ledger.ts";

const ADJUSTED = /可比|同口径|口径(?:调整|变化|不同)|剔除/;

/** 增长率 = 本期 ÷ 上期 − 1, or 增加额 ÷ (本期 − 增加额); 增加额 = 本期 − 上期; of rates in 百分点. */
export function growthChecks(ledger: Ledger): Check[] {
  return [
    ...ledger.withRole("growth").map((target) => growth(ledger, target)),
    ...ledger.withRole("increase").map((target) => increase(ledger, target)),
  ].filter((check) => check.routes.length > 0);
}

interface Terms {
  now?: Figure | undefined;
  before?: Figure | undefined;
  change?: Figure | undefined;
}

function termsOf(ledger: Ledger, target: Figure): Terms {
  const now = target.of ?? ledger.find(target.subject!, target.scope, "actual", target);
  if (!now?.subject) return {};
  const { subject, scope } = now;
  const isChained = /环比|较上月|比上月|较年初|比年初/.test(target.context.text);
  const last = isChained ? undefined : yearBefore(scope.span);
  const before =
    ledger.about(now, "previous") ??
    (isChained
      ? undefined
      : (ledger.find(subject, scope, "previous", target) ??
        (last && ledger.find(subject, { ...scope, span: last }, "actual", target))));
  const change =
    ledger.about(now, "increase") ??
    (target.of ? undefined : ledger.find(subject, scope, "increase", target));
  const isAlike = (figure?: Figure) =>
    figure && figure !== now && figure.unit.dimension === now.unit.dimension ? figure : undefined;
  return {
    now,
    before: isAlike(before),
    change: change && isComparable(change, now) ? change : undefined,
  };
}

const isComparable = (change: Figure, now: Figure): boolean =>
  change.unit.dimension === now.unit.dimension ||
  (change.unit.dimension === "points" && now.unit.dimension === "ratio");

function growth(ledger: Ledger, target: Figure): Check {
  const terms = termsOf(ledger, target);
  const [now, before, change] = [terms.now, terms.before, terms.change].map(
    (figure) => figure && Expression.of(figure),
  );
  const one = Expression.number(1);
  const turned = now && before && now.minus(before);
  const nothing = Expression.number(0);
  const isOfRates = terms.now?.unit.dimension === "ratio";
  const straight = now && before && now.over(before)?.minus(one);
  const fromChange = now && change?.over(now.minus(change));
  return {
    target,
    name: "增减幅度",
    routes: routes(
      ["增减额 ÷（本期 − 增减额）", fromChange],
      ["本期 ÷ 上期 − 1", straight],
      ...(isOfRates
        ? [["两个比率之差（应写百分点）", turned] as [string, Expression | undefined]]
        : []),
    ),
    suspects: routes(
      ["误用本期数作基数", now && turned?.over(now)],
      ["误用本期数作基数", now && change?.over(now)],
      ["写反了增减方向", straight && nothing.minus(straight)],
      ["把“为上期的百分之几”当成了增幅", now && before && now.over(before)],
    ),
    isDecisive: true,
    ...(ADJUSTED.test(target.context.text)
      ? { doubt: "文中说明按可比口径计算，基数与所印上期数不同，无法复核" }
      : {}),
  };
}

function increase(ledger: Ledger, target: Figure): Check {
  const { now, before } = termsOf(ledger, target);
  const isUsable = now && before && isComparable(target, now);
  return {
    target,
    name: "增减额",
    routes: routes([
      "本期 − 上期",
      isUsable ? Expression.of(now).minus(Expression.of(before)) : undefined,
    ]),
    suspects: routes([
      "写反了增减方向",
      isUsable ? Expression.of(before).minus(Expression.of(now)) : undefined,
    ]),
    isDecisive: true,
    ...(ADJUSTED.test(target.context.text) ? { doubt: "文中说明口径有调整，无法复核" } : {}),
  };
}
