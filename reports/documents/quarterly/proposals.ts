import { fundOf } from "../../../models/fund.ts";
import type { Run } from "../../document.ts";
import type { Finding } from "../findings.ts";
import { STEADY, stepsFor } from "../next-steps.ts";
import { comparedTitle, unfavourable } from "./benchmarks.ts";
import type { Cause, CauseKind } from "./causes.ts";
import { abovePeers } from "./institutions.ts";
import type { QuarterlyFacts } from "./quarterly-facts.ts";

const PROPOSED: [CauseKind, (names: string) => string][] = [
  [
    "admission_rate_effect",
    (names) => `核查${names}住院率上升的原因，按机构、病种检查低标准入院和分解住院。`,
  ],
  [
    "cost_effect",
    (names) => `按机构、病种查明${names}次均费用上升的原因，重点核查药品、耗材和检查费用。`,
  ],
  ["fund_share_effect", (names) => `核对${names}基金支付比例上升的原因，区分政策调整与审核不严。`],
  ["insured_effect", (names) => `按参保人数增加的情况重新测算${names}全年支出。`],
  ["below_benchmark", (names) => `查明${names}报销比低于公布基准的原因，核查目录外费用占比。`],
  ["out_of_area", (names) => `分析${names}异地住院的去向和病种，核实转诊备案，评估本地收治能力。`],
  ["unexplained", (names) => `逐项核对${names}月报与结算之间未说明的差额。`],
];

/** What is to be found out about costs above what was published, unless another step asks already. */
function aboveBenchmark(facts: QuarterlyFacts, caused: Cause[]): string[] {
  const asked: [CauseKind, string][] = [
    ["admission_rate_effect", "hospitalization_rate"],
    ["cost_effect", "cost_per_admission"],
  ];
  const named = caused
    .filter(({ kind }) => kind === "above_benchmark")
    .flatMap(({ fund }) => {
      const taken = asked
        .filter(([kind]) => caused.some((each) => each.kind === kind && each.fund === fund))
        .map(([, metric]) => metric);
      const titles = unfavourable(facts, fund, 1)
        .filter(({ benchmark }) => !taken.includes(benchmark.metric))
        .map(comparedTitle);
      const each = [...new Set(titles)].join("、");
      return each === "" ? [] : [`${fundOf(fund).short}${each}`];
    });
  return named.length === 0
    ? []
    : [`对照公布基准，分析${named.join("，")}偏高的成因，列入下季度重点监测。`];
}

/** What follows from findings and causes: a step for each kind that occurs, none without one. */
export function proposals(facts: QuarterlyFacts, found: Finding[], caused: Cause[]): Run[][] {
  const fundsOf = (kind: CauseKind) =>
    caused.filter((each) => each.kind === kind).map((c) => c.fund);
  const own = PROPOSED.flatMap(([kind, step]) => {
    const names = fundsOf(kind).map((fund) => fundOf(fund).short);
    return names.length === 0 ? [] : [step(names.join("、"))];
  });
  const named = [
    ...new Set(
      fundsOf("institutions").flatMap((fund) =>
        abovePeers(facts, fund)
          .slice(0, 3)
          .map(({ institution }) => institution.name),
      ),
    ),
  ];
  const visits =
    named.length === 0
      ? []
      : [`请${named.join("、")}说明次均费用高出同等级平均的原因，必要时约谈。`];
  const steps = [...stepsFor(facts, found), ...own, ...aboveBenchmark(facts, caused), ...visits];
  return (steps.length === 0 ? [STEADY] : steps).map((step) => [step]);
}
