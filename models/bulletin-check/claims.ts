import { Expression } from "./expression.ts";
import type { Figure } from "./figure.ts";
import type { Finding } from "./finding.ts";
import { aheadRoutes } from "./identities/completion.ts";
import type { Interval } from "./interval.ts";
import type { Ledger } from "./ledger.ts";
import { Rational } from "./rational.ts";

/** What is said of a fund in words: 运行平稳可控, 收支平衡. */
export interface Claim {
  words: string;
  fund: string;
  sentence: string;
  /** The last expenditure figure before it: that of the fund the claim is about. */
  near: Figure | undefined;
}

/**
 * A claim is contradicted by a fund in current deficit, or ahead of even progress. What is said of income
 * and expenditure is judged by the deficit alone: 略有结余 always, 收支平衡 where both are printed.
 */
export function judgeClaim(claim: Claim, ledger: Ledger): Finding | undefined {
  const { near } = claim;
  if (!near) return undefined;
  const { span } = near.scope;
  const months = span?.isFirm && span.first === 1 && span.last < 12 ? span.last : undefined;
  const income = ledger.whole("income", near, {}, "actual");
  const balance = ledger.whole("current", near, {}, "actual");
  const net = balance
    ? Expression.of(balance)
    : income && Expression.of(income).minus(Expression.of(near));
  const isOfNet = /结余$/.test(claim.words) || (net !== undefined && /收支平衡$/.test(claim.words));
  const [ahead] = months && !isOfNet ? aheadRoutes(ledger, near, months) : [];
  const isAhead = ahead?.expression.value.sign() === 1;
  const isDeficit = net?.value.sign() === -1;
  if (!isAhead && !isDeficit) return undefined;
  const said: string[] = [];
  const formulas: string[] = [];
  if (ahead && isAhead) {
    const percent = asPoints(ahead.expression.value);
    said.push(`支出超均衡进度 ${percent} 个百分点`);
    formulas.push(`超均衡进度：${ahead.name} = ${ahead.expression.text} = ${percent} 个百分点`);
  }
  if (net && isInTheRed(net.value)) {
    const { words } = inWan(net.value);
    const certainty = isDeficit ? "" : "，受四舍五入所限";
    said.push(`当期赤字约 ${aboutWan(net.value)} 万元（收支差 ${words} 万元${certainty}）`);
    formulas.push(`当期结余：收入 − 支出 = ${net.text} = ${words} 万元`);
  }
  const at = claim.sentence.indexOf(claim.words);
  const text = `${claim.sentence.slice(Math.max(0, at - 60), at)}【${claim.words}】${claim.sentence.slice(at + claim.words.length, at + 40)}`;
  return {
    verdict: "contradicted",
    text: text.replace(/\s+/g, " ").trim(),
    printed: claim.words,
    expected: null,
    expected_words: null,
    formula: formulas.join("；"),
    explanation: `称“${claim.words}”，但${said.join("，")}`,
    remedy: "请在同一句里写明超进度或赤字，或改用与数字一致的说法。",
    figure: undefined,
  };
}

const middle = (value: Interval): Rational => value.low.plus(value.high).over(Rational.of(2));
const isInTheRed = (value: Interval): boolean => middle(value).compare(Rational.of(0)) < 0;
const aboutWan = (value: Interval): string =>
  middle(value).over(Rational.of(-10_000)).decimal(0, "half");

function asPoints(value: Interval): string {
  return middle(value).times(Rational.of(100)).decimal(2, "half");
}

function inWan(value: Interval): { words: string } {
  const text = (end: Rational, cut: "down" | "up") =>
    end.over(Rational.of(10_000)).decimal(0, cut).replace("-", "−");
  return { words: `${text(value.low, "down")} 至 ${text(value.high, "up")}` };
}
