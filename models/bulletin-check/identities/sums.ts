import type { Check, Route } from "../check.ts";
import { sumOf } from "../expression.ts";
import type { Figure } from "../figure.ts";
import type { Ledger } from "../ledger.ts";

const ADDED =
  /^(?:income|expenditure|current|opening|closing|insured|working|retired|admissions|other)$/;
/** With more parts than this, some of them would add up to anything. */
const MOST_PARTS = 12;

/** Totals of accounts (统筹 + 个人账户), of funds (职工 + 居民 …), of listed parts (其中 …, 在职 + 退休). */
export function sumChecks(ledger: Ledger): Check[] {
  const whole = ledger.figures.filter(
    ({ role, subject }) => (role === "actual" || role === "budget") && ADDED.test(subject!.measure),
  );
  return whole.flatMap((target) => [
    ...accounts(ledger, target),
    ...funds(ledger, target),
    ...working(ledger, target),
    ...parts(ledger, target),
  ]);
}

function accounts(ledger: Ledger, target: Figure): Check[] {
  if (target.scope.account !== "all") return [];
  const of = (account: "pooled" | "personal") =>
    ledger.find(target.subject!, { ...target.scope, account }, target.role, target);
  return sum(target, "统筹基金与个人账户之和", [of("pooled"), of("personal")], true);
}

/** Other funds may belong to the total unprinted; it may leave some out that are printed. */
function funds(ledger: Ledger, target: Figure): Check[] {
  const { scope, subject, role } = target;
  if (scope.fund !== "basic" && scope.fund !== "total") return [];
  const of = (fund: string) => ledger.find(subject!, { ...scope, fund }, role, target);
  const main = [of("employee"), of("resident")];
  if (main.some((figure) => !figure)) return [];
  const rest = [
    "maternity",
    "medical_aid",
    "large_amount",
    "civil_servant",
    "veteran_cadre",
    "critical_illness",
  ];
  const more = rest.map(of).filter((figure) => figure !== undefined);
  const [check] = sum(target, "各险种之和", [...main, ...more], true, main.length);
  if (!check) return [];
  const least = sumOf(main as Figure[])!.value;
  const isShort = target.signed.high.compare(least.low) < 0;
  const isClosed = scope.fund === "basic" || isShort || target.partOf !== undefined;
  return [{ ...check, isDecisive: isClosed && subject!.measure !== "other" }];
}

function working(ledger: Ledger, target: Figure): Check[] {
  if (target.subject!.measure !== "insured" || target.subject!.item !== "") return [];
  const of = (measure: "working" | "retired") => ledger.whole(measure, target);
  return sum(target, "在职与退休之和", [of("working"), of("retired")], true);
}

/** A list that ends with 其他 claims to be whole; any other can only be confirmed. */
function parts(ledger: Ledger, target: Figure): Check[] {
  const listed = ledger.figures.filter(
    (part) =>
      part.partOf === target &&
      part.role === target.role &&
      part.unit.dimension === target.unit.dimension &&
      part.scope.account === target.scope.account,
  );
  const isElsewhere = (part: Figure) => part.scope.region !== target.scope.region;
  const places = listed.filter(
    (part) => isElsewhere(part) && part.subject!.item === target.subject!.item,
  );
  const items = listed.filter(
    (part) =>
      !isElsewhere(part) &&
      (part.subject!.item !== target.subject!.item || part.scope.fund !== target.scope.fund) &&
      (part.subject!.measure === target.subject!.measure || part.subject!.measure === "other"),
  );
  const isClosed = items.some((part) => /^(?:其他|其它)/.test(part.subject!.item));
  return [...sum(target, "分项之和", items, isClosed), ...sum(target, "各地之和", places, false)];
}

/**
 * All parts together are expected; where some are parts of others, fewer will do. The first `fixed` are
 * always among them.
 */
function sum(
  target: Figure,
  name: string,
  found: (Figure | undefined)[],
  isDecisive: boolean,
  fixed = 0,
): Check[] {
  const figures = found.filter((figure) => figure !== undefined);
  if (figures.length < 2 || figures.length !== found.length) return [];
  if (figures.some((figure) => figure.unit.dimension !== target.unit.dimension)) return [];
  const isLong = figures.length > MOST_PARTS;
  const all = sumOf(figures)!;
  const fewer: Route[] = isLong
    ? []
    : subsets(figures, fixed).map((subset) => ({
        name: "其中几项之和",
        expression: sumOf(subset)!,
      }));
  const routes = [{ name, expression: all }, ...fewer];
  return [{ target, name, routes, suspects: [], isDecisive: isDecisive && !isLong }];
}

function subsets(figures: readonly Figure[], fixed: number): Figure[][] {
  const kept = figures.slice(0, fixed);
  const open = figures.slice(fixed);
  const masks = Array.from({ length: 2 ** open.length - 1 }, (_, mask) => mask);
  return masks
    .map((mask) => [...kept, ...open.filter((_, i) => mask & (1 << i))])
    .filter((subset) => subset.length >= 2);
}
