import { boundsOf } from "./bounds.ts";
import { Expression } from "./expression.ts";
import type { Figure, Measure } from "./figure.ts";
import { type Finding, marked } from "./finding.ts";
import type { Ledger } from "./ledger.ts";
import { scopeName } from "./scope-name.ts";

/** Quantities of which a fund has one at a time, whatever else the sentence says. */
const ONE_AT_A_TIME: ReadonlySet<Measure> = new Set([
  "closing",
  "months",
  "insured",
  "dependency",
  "hospitalization_rate",
]);

/** The same quantity with two values; and points printed as per cent. */
export function conflictsIn(ledger: Ledger): Finding[] {
  return [...repeated(ledger), ...benchmarks(ledger), ...mixedUnits(ledger)];
}

function repeated(ledger: Ledger): Finding[] {
  return ledger.repeated().flatMap((same) => {
    const [first, ...rest] = same.filter(
      ({ subject, scope, role, partOf }) =>
        (role === "actual" || role === "completion") &&
        (ONE_AT_A_TIME.has(subject!.measure) || role === "completion") &&
        subject!.item === "" &&
        scope.fund !== "" &&
        scope.span?.isFirm === true &&
        partOf === undefined,
    );
    if (!first) return [];
    return rest
      .filter((other) => !other.signed.meets(first.signed))
      .map((other): Finding => {
        const { low, high, words } = boundsOf(first.signed, other);
        return {
          verdict: "conflicting",
          text: marked(other),
          printed: other.printed,
          expected: { low, high },
          expected_words: words,
          formula: `前文印作 ${first.printed}：${marked(first)}`,
          explanation: `同一个数前后不一：前面是 ${first.printed}，这里是 ${other.printed}（${words}）`,
          remedy: "请核对以哪一个为准；若口径不同，请分别注明。",
          figure: other,
        };
      });
  });
}

/** «高于全省平均住院率9个百分点»: what the average must have been, said twice. */
function benchmarks(ledger: Ledger): Finding[] {
  const implied = ledger.withRole("above_benchmark").flatMap((figure) => {
    const { of, against } = figure;
    if (of?.unit.dimension !== "ratio" || !against) return [];
    const expression = Expression.of(of).minus(Expression.of(figure));
    return [{ figure, of, against, expression, people: peopleOf(of) }];
  });
  return implied.flatMap((now, i) => {
    const before = implied
      .slice(0, i)
      .find(
        (other) =>
          other.against.item === now.against.item &&
          !other.expression.value.meets(now.expression.value),
      );
    if (!before) return [];
    const isSame =
      before.people === now.people && before.of.subject!.measure === now.of.subject!.measure;
    const was = boundsOf(before.expression.value, before.of).words;
    const is = boundsOf(now.expression.value, now.of).words;
    return [
      {
        verdict: isSame ? "conflicting" : "remark",
        text: marked(now.figure),
        printed: now.figure.printed,
        expected: null,
        expected_words: null,
        formula: `${before.expression.text} = ${was}；${now.expression.text} = ${is}`,
        explanation: isSame
          ? `两处推得的“${now.against.item}”不同：${was} 与 ${is}`
          : `两处推得的“${now.against.item}”不同（${before.people} ${was}，${now.people} ${is}），是两个人群的平均`,
        remedy: "请写明各是哪个人群的平均数。",
        figure: now.figure,
      } satisfies Finding,
    ];
  });
}

function peopleOf({ subject, scope }: Figure): string {
  return subject!.item || scopeName(scope);
}

function mixedUnits(ledger: Ledger): Finding[] {
  return ledger
    .withRole("ahead")
    .filter(({ unit }) => unit.dimension === "ratio")
    .map((figure) => ({
      verdict: "remark",
      text: marked(figure),
      printed: figure.printed,
      expected: null,
      expected_words: null,
      formula: "超均衡进度 = 完成率 − 已过月数/12",
      explanation: "两个百分比之差的单位是百分点，印成了 %",
      remedy: `请改为 ${figure.digits}个百分点。`,
      figure,
    }));
}
