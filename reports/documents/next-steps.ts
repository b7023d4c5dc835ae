import { fundOf } from "../../models/fund.ts";
import type { Run } from "../document.ts";
import type { BulletinFacts } from "./bulletin-facts.ts";
import { countiesAhead } from "./counties.ts";
import type { Finding, FindingKind } from "./findings.ts";

/** What is left to do where nothing was found. */
export const STEADY = "继续按月监测基金收支和预算执行情况。";

/** What follows from the findings, one short sentence for each kind that occurs. */
export function nextSteps(facts: BulletinFacts, found: Finding[]): Run[][] {
  const steps = stepsFor(facts, found);
  return (steps.length === 0 ? [STEADY] : steps).map((step) => [step]);
}

/** The same, empty where nothing was found. */
export function stepsFor(facts: BulletinFacts, found: Finding[]): string[] {
  const funds = (...kinds: FindingKind[]) => {
    const codes = found.flatMap((f) => (kinds.includes(f.kind) && f.fund ? [f.fund] : []));
    return [...new Set(codes)];
  };
  const names = (codes: string[]) => codes.map((code) => fundOf(code).short).join("、");
  const steps: string[] = [];
  const short = funds("exhausted", "payable_short", "payable_low");
  if (short.length > 0) {
    steps.push(`测算${names(short)}基金全年支付能力，制定风险处置预案，按规定报告。`);
  }
  const deficit = funds("deficit");
  if (deficit.length > 0) {
    steps.push(`核对${names(deficit)}基金收入到账和支出增长情况，查明赤字原因，提出平衡措施。`);
  }
  const ahead = funds("ahead");
  if (ahead.length > 0) {
    steps.push(`按月调度${names(ahead)}基金预算执行，分析支出超进度原因，控制超支。`);
  }
  const counties = [
    ...new Set(
      funds("county_ahead").flatMap((f) => countiesAhead(facts, f).map((c) => c.region.name)),
    ),
  ];
  if (counties.length > 0) {
    const named = counties.slice(0, 5).join("、") + (counties.length > 5 ? "等地区" : "");
    steps.push(`督促${named}说明支出超均衡进度的原因，提出控制措施。`);
  }
  const excess = funds("payable_excess");
  if (excess.length > 0) {
    steps.push(`查明${names(excess)}基金结余偏高的原因，核查待遇政策落实情况。`);
  }
  if (found.some((f) => f.kind === "unrecovered")) {
    steps.push("督促有关机构按期退回已核实的违规资金，逾期未退的依法处理。");
  }
  if (found.some((f) => f.kind === "low_verification")) {
    steps.push("复核核实率偏低的规则，调整参数和排除条件，减少误报。");
  }
  if (found.some((f) => f.kind === "policy")) {
    steps.push("按变化后的口径整理上年同期数据，具备可比条件后再作同比。");
  }
  if (found.some((f) => f.kind === "missing")) {
    steps.push("催报缺报月份数据，补报后重新计算并按程序更正。");
  }
  if (found.some((f) => f.kind === "accepted")) {
    steps.push("复核未通过校验而采用的数据，取得正确数据后按程序更正。");
  }
  if (found.some((f) => f.kind === "unjudged")) {
    steps.push("补齐年度预算、收支和结余数据，使各项判断都有依据。");
  }
  return steps;
}
