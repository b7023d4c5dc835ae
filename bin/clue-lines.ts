import { VERIFICATION } from "../models/clues/clock.ts";
import type { ClueEntry, TotalEvent } from "../models/clues/event.ts";
import { type Feedback, funnelOf, RANDOM } from "../models/clues/feedback.ts";
import { STATUSES } from "../models/clues/state.ts";
import type { Clue } from "../pipelines/clues/list.ts";
import type { ClueFile } from "../pipelines/clues/show.ts";
import { NO_VALUE, percent, yuan } from "../reports/format.ts";
import { local } from "./status.ts";
import { table } from "./table.ts";

/** A clue for programs. */
export const clueValue = ({ state, ...clue }: Clue) => ({
  ...clue,
  amount_yuan: Number(clue.amount_yuan),
  counted_yuan: Number(clue.counted_yuan),
  status: state.status,
  assignee: state.assignee,
  verified_yuan: state.verified_yuan === null ? null : Number(state.verified_yuan),
  recovered_yuan: Number(state.recovered_yuan),
});

export const fileValue = ({ findings, pieces, history, ...clue }: ClueFile) => ({
  ...clueValue(clue),
  findings,
  pieces,
  history,
});

export function clueLines(clues: Clue[], limit: number): string[] {
  const shown = clues.slice(0, limit);
  const drawn = clues.filter(({ kind }) => kind === RANDOM).length;
  return [
    ...table(
      ["线索", "规则", "对象", "机构", "月份", "金额（元）", "评分", "状态", "期限"],
      shown.map((clue) => [
        clue.id,
        clue.rules.join("、") || clue.kind,
        clue.subject,
        clue.fixmedins_name ?? clue.fixmedins_code ?? "",
        clue.month,
        clue.amount_yuan,
        clue.score.toFixed(2),
        `${STATUSES[clue.state.status]}${clue.has_newer ? "（又有新疑点）" : ""}${clue.is_gone ? "（已不再触发）" : ""}`,
        clue.deadline ? `${clue.deadline.due}${clue.deadline.overdue ? " 逾期" : ""}` : "",
      ]),
    ),
    shown.length < clues.length
      ? `共 ${clues.length} 条，只显示前 ${shown.length} 条（--limit 可改）`
      : `${shown.length} 条`,
    ...(drawn > 0 ? [`其中随机抽查 ${drawn} 条：clues --rule ${RANDOM}`] : []),
  ];
}

export function fileLines(file: ClueFile): string[] {
  const { state, deadline } = file;
  return [
    `线索 ${file.id}　${file.kind}　${STATUSES[state.status]}`,
    `对象：${file.subject}　机构：${file.fixmedins_name ?? ""} ${file.fixmedins_code ?? ""}　月份：${file.first_month === file.month ? file.month : `${file.first_month} 至 ${file.month}`}`,
    `疑点金额 ${file.amount_yuan} 元${state.verified_yuan === null ? "" : `，核实 ${state.verified_yuan} 元，追回 ${state.recovered_yuan} 元（${state.payments} 笔）`}`,
    ...(file.is_gone ? ["按现在的数据和参数，已没有规则触发这条线索；台账保留。"] : []),
    ...(deadline
      ? [
          `核查期限 ${deadline.due}${deadline.overdue ? "，已逾期" : ""}${state.extended ? "（延长过一次）" : ""}，核查人 ${state.assignee}；依据：${VERIFICATION.origin}`,
        ]
      : []),
    "",
    ...table(
      ["规则", "名称", "版本", "月份", "金额（元）", "所见"],
      file.findings.map((f) => [
        f.rule,
        f.title,
        f.rule_version,
        f.period,
        f.amount_yuan,
        f.observed,
      ]),
    ),
    "",
    ...table(
      ["证据", "编号", "结算", "计入金额（元）", "依规则"],
      file.pieces.map((p) => [p.type, p.evidence, p.setl_id ?? "", p.amount_yuan, p.rule]),
    ),
    "",
    ...(file.history.length === 0 ? ["还没有办理过。"] : file.history.map(entryLine)),
  ];
}

const ACTS: Record<ClueEntry["event"], string> = {
  assigned: "分派",
  explained: "机构说明",
  extended: "延长期限",
  verified: "核实",
  recovered: "追回",
  referred: "移送",
  closed: "办结",
  reopened: "重新核查",
};

function entryLine(entry: ClueEntry): string {
  const parts = [
    "to" in entry ? `给 ${entry.to}` : "",
    "amount" in entry ? `${entry.amount} 元` : "",
    entry.document ?? "",
    entry.note ?? "",
  ].filter((part) => part !== "");
  return `${local(entry.at)} ${entry.by}（${entry.os_user}）${ACTS[entry.event]}${parts.length > 0 ? `：${parts.join("，")}` : ""}`;
}

/** `疑点 3132 条，核实 1850 条（59.1%），追回 6.25万元，每条 33.78元`. */
export function funnelWords(total: TotalEvent): string {
  const { share, yuan_per_verified } = funnelOf(total);
  return `疑点 ${total.suspicions} 条，核实 ${total.verified} 条（${share === null ? NO_VALUE : percent(share, 1)}），追回 ${yuan(total.recovered)}，核实的平均每条 ${yuan_per_verified === null ? NO_VALUE : yuan(yuan_per_verified)}`;
}

export function feedbackLines({
  rules,
  totals,
}: {
  rules: Feedback[];
  totals: TotalEvent[];
}): string[] {
  const known = rules.filter(({ checked }) => checked > 0);
  return [
    ...table(
      [
        "规则",
        "有结论",
        "属实",
        "属实率",
        "核实（元）",
        "追回（元）",
        "每条追回",
        "办结天数（中位）",
      ],
      known.map((f) => [
        ...[f.rule, String(f.checked), String(f.confirmed)],
        percent(String(f.confirmed / f.checked), 1),
        ...[f.verified_yuan, f.recovered_yuan],
        f.yuan_per_verified === null ? NO_VALUE : yuan(f.yuan_per_verified),
        f.median_days === null ? NO_VALUE : f.median_days.toFixed(1),
      ]),
    ),
    ...(known.length === 0 ? ["还没有哪条线索有结论。"] : []),
    ...totals.map(
      (total) => `${total.name} ${total.period}：${funnelWords(total)}（${total.document}）`,
    ),
  ];
}
