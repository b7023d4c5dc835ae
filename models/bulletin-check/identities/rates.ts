import { type Check, routes } from "../check.ts";
import { Expression } from "../expression.ts";
import type { Figure, Measure } from "../figure.ts";
import { Interval } from "../interval.ts";
import { type Ledger, yearBefore } from "../ledger.ts";
import { Rational } from "../rational.ts";

/**
 * How far the average of the insured over a year may lie from the number printed at its end, where the
 * one at its beginning is not printed. 职工 grew by 4.6 % in the fastest of the years 2019–2024 (统计公报).
 */
const AVERAGE_INSURED = new Interval(Rational.of(9, 10), Rational.of(11, 10));

const QUOTIENTS: [Measure, string, Measure, Measure][] = [
  ["dependency", "在职人数 ÷ 退休人数", "working", "retired"],
  ["hospitalization_rate", "住院人次 ÷ 参保人数", "admissions", "insured"],
  ["length_of_stay", "住院床日 ÷ 住院人次", "bed_days", "admissions"],
  ["cost_per_admission", "住院费用 ÷ 住院人次", "inpatient_fee", "admissions"],
  ["per_insured", "基金支出 ÷ 参保人数", "expenditure", "insured"],
];

/** Ratios of two printed amounts, and shares of a whole. */
export function rateChecks(ledger: Ledger): Check[] {
  return [
    ...ledger.withRole("actual").flatMap((target) => quotient(ledger, target)),
    ...ledger.withRole("share").flatMap((target) => share(ledger, target)),
  ].filter((check) => check.routes.length > 0);
}

function quotient(ledger: Ledger, target: Figure): Check[] {
  const { measure, item } = target.subject!;
  const isAnnualized = measure === "annualized_rate";
  const found = QUOTIENTS.find(([of]) => of === (isAnnualized ? "hospitalization_rate" : measure));
  if (!found || item !== "") return [];
  const [, name, above, below] = found;
  const top = ledger.whole(above, target);
  const bottom = ledger.whole(below, target);
  if (!top || !bottom) return [];
  const part = Expression.of(top);
  const whole = Expression.of(bottom);
  if (isAnnualized) return annualized(target, part.over(whole));
  const last = yearBefore(target.scope.span);
  const atStart = last && ledger.whole(below, target, { span: { ...last, first: 1, last: 12 } });
  const isPerInsured = below === "insured";
  const average =
    isPerInsured && atStart
      ? part.over(whole.plus(Expression.of(atStart)).over(Expression.number(2))!)
      : undefined;
  const plain = part.over(whole);
  const mayBeAverage =
    isPerInsured &&
    !atStart &&
    plain !== undefined &&
    plain.value.over(AVERAGE_INSURED)!.meets(target.signed);
  return [
    {
      target,
      name: name.split(" ÷ ")[0] === "在职人数" ? "在职退休比" : name,
      routes: routes([name, plain], [name.replace("参保人数", "平均参保人数"), average]),
      suspects: routes(["分子分母颠倒", whole.over(part)]),
      isDecisive: measure !== "per_insured",
      ...(mayBeAverage
        ? { doubt: "可能以平均参保人数为分母，文中没有年初参保人数，无法复核" }
        : {}),
    },
  ];
}

function annualized(target: Figure, plain: Expression | undefined): Check[] {
  const months = target.scope.span?.isFirm ? target.scope.span.last : undefined;
  if (!plain || !months) return [];
  const part = Expression.number(months).over(Expression.number(12))!;
  const name = `住院人次 ÷ 参保人数 ÷ ${months} × 12`;
  return [
    { target, name, routes: routes([name, plain.over(part)]), suspects: [], isDecisive: false },
  ];
}

function share(ledger: Ledger, target: Figure): Check[] {
  const { against, of } = target;
  const part = of ?? ledger.find(target.subject!, target.scope, "actual", target);
  if (!part) return [];
  const scope = { ...target.scope, ...against?.scope };
  const named =
    against && against.measure !== "other"
      ? ledger.find(against, scope, "actual", target)
      : undefined;
  const insured =
    part.unit.dimension === "persons" ? ledger.whole("insured", target, {}, "actual") : undefined;
  const sure = against ? named : (part.partOf ?? insured);
  if (sure && !sure.subject) return [];
  const wholes = sure ? [sure] : against ? [] : earlier(ledger, part);
  const quotients = wholes
    .filter((whole) => whole !== part && whole.unit.dimension === part.unit.dimension)
    .map((whole) => Expression.of(part).over(Expression.of(whole)));
  const turned = sure && Expression.of(sure).over(Expression.of(part));
  return [
    {
      target,
      name: "占比",
      routes: routes(
        ...quotients.map((quotient): [string, Expression | undefined] => ["部分 ÷ 整体", quotient]),
      ),
      suspects: routes(["分子分母颠倒", turned]),
      isDecisive: sure !== undefined,
    },
  ];
}

/** Numbers of the same kind before it in the sentence: 抽查 A 份, 问题病历 B 份, 占比 C. */
function earlier(ledger: Ledger, part: Figure): Figure[] {
  return ledger.figures.filter(
    (figure) =>
      figure.sentence === part.sentence &&
      figure.block === part.block &&
      figure.start < part.start &&
      figure.unit.dimension === part.unit.dimension,
  );
}
