import { boundsOf } from "./bounds.ts";
import type { Check } from "./check.ts";
import { looseOf } from "./expression.ts";
import type { Figure } from "./figure.ts";
import { type Finding, marked } from "./finding.ts";
import { Rational } from "./rational.ts";
import { slipOf } from "./slips.ts";

const ROUNDED = "末尾的零若是换算单位或取整而来，即相符；若是准确数，则对不上";

/** The verdict of a check; undefined where it can only confirm and does not. */
export function judge(check: Check): Finding | undefined {
  const { target, name, routes, suspects, isDecisive, doubt } = check;
  const met = routes.find(({ expression }) => expression.value.meets(target.signed));
  const chosen = met ?? routes[0]!;
  const bounds = boundsOf(chosen.expression.value, target);
  const finding = {
    text: marked(target),
    printed: target.printed,
    expected: { low: bounds.low, high: bounds.high },
    expected_words: bounds.words,
    formula: `${name === chosen.name ? "" : `${name}：`}${chosen.name} = ${chosen.expression.text} = ${bounds.words}`,
    figure: target,
  };
  if (met) return { ...finding, verdict: "consistent", explanation: "", remedy: "" };
  if (!isDecisive) return undefined;
  const reasons = suspects
    .filter(({ expression }) => expression.value.meets(target.signed))
    .map((suspect) => {
      const { words } = boundsOf(suspect.expression.value, target);
      return `${suspect.name}：${suspect.expression.text} = ${words}，与所印相符`;
    });
  const isRounded = routes.some(({ expression }) => expression.loose.meets(looseOf(target)));
  const mayBe = doubt ?? (isRounded ? ROUNDED : undefined);
  if (mayBe) {
    return {
      ...finding,
      verdict: "remark",
      explanation: [mayBe, ...unique(reasons)].join("；"),
      remedy: doubt ? "请核对口径并在文中注明。" : "请按来源的精度印数，或注明取整。",
    };
  }
  const expected = target.sign === 1 ? chosen.expression.value : chosen.expression.value.negated();
  const slip = slipOf(target, expected, reasons.length > 0);
  const gap = reasons.length > 0 ? undefined : gapOf(check);
  const explanation = [...unique(reasons), slip, gap].filter((reason) => reason !== undefined);
  return {
    ...finding,
    verdict: "inconsistent",
    explanation: explanation.join("；") || "没有找到能解释所印数的读法",
    remedy: `请核对 ${target.printed} 及算式里的各数；若各数无误，应印 ${bounds.words}${bounds.words.includes("—") ? " 之间的数" : ""}。`,
  };
}

const unique = (texts: string[]): string[] => [...new Set(texts)];

/** By how much a sum misses, and which of its numbers would close the gap if digits were left out of it. */
function gapOf({ target, routes }: Check): string | undefined {
  const { expression } = routes[0]!;
  if (!/[+−]/.test(expression.text)) return undefined;
  const gap = target.signed.minus(expression.value);
  const middle = gap.low.plus(gap.high).over(Rational.of(2));
  const places = target.digits.split(".")[1]?.length ?? 0;
  const amount = middle
    .times(Rational.of(target.unit.bottom, target.unit.top))
    .decimal(places, "half")
    .replace("-", "−");
  const short = expression.addends
    .map(({ figure, sign }) => fullerOf(figure, sign === 1 ? middle : middle.negated()))
    .find((found) => found !== undefined);
  return `与所印相差 ${amount}${target.unit.text}${short ? `；${short}` : ""}`;
}

/** The figure, `gap` more, if that is what is printed with digits left out of it. */
function fullerOf(figure: Figure, gap: Rational): string | undefined {
  const places = figure.digits.split(".")[1]?.length ?? 0;
  const center = figure.value.low.plus(figure.value.high).over(Rational.of(2));
  const wanted = center
    .plus(gap)
    .times(Rational.of(figure.unit.bottom, figure.unit.top))
    .decimal(places, "half");
  const isLonger = wanted.length > figure.digits.length;
  const kept = [...figure.digits].map((char) => (char === "." ? "\\." : char)).join("\\d*");
  const holds = new RegExp(`^\\d*${kept}$`);
  return isLonger && holds.test(wanted)
    ? `若 ${figure.printed} 漏印了数字，实为 ${wanted}${figure.unit.text}，即相符`
    : undefined;
}
