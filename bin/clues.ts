import { RANDOM } from "../models/clues/feedback.ts";
import { STATUSES } from "../models/clues/state.ts";
import { UserError } from "../models/errors.ts";
import { ruleNamed } from "../models/rules/index.ts";
import { clueFeedback } from "../pipelines/clues/feedback.ts";
import { clueLedger } from "../pipelines/clues/ledger.ts";
import { type ClueFilter, listClues, statusNamed } from "../pipelines/clues/list.ts";
import { showClue } from "../pipelines/clues/show.ts";
import { listSuspicions } from "../pipelines/clues/suspicions.ts";
import { actOn, isAct, total } from "./clue-acts.ts";
import { clueLines, clueValue, feedbackLines, fileLines, fileValue } from "./clue-lines.ts";
import { requirePeriod } from "./figures.ts";
import { textOf } from "./publishing.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";

const SHOWN = 30;
const ACTIONS =
  "show、assign、explain、extend、verify、recover、refer、close、reopen、total、feedback、verify-log";

export async function act(
  session: Session,
  [action, ...ids]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  if (action === undefined)
    return options.suspicions === true ? suspicions(session, options) : list(session, options);
  if (action === "show") return show(session, ids);
  if (action === "feedback") return feedback(session);
  if (action === "verify-log") return verifyLog(session);
  if (action === "total") return total(session, ids, options);
  if (isAct(action)) return actOn(session, action, ids, options);
  throw new UserError(`clues 没有“${action}”这个动作`, `可用：${ACTIONS}。`, 2);
}

async function list(session: Session, options: Record<string, unknown>): Promise<number> {
  const filter = filterFrom(options);
  const clues = await listClues(session.home(), filter, todayOf(session));
  session.answer(clues.map(clueValue), () => clueLines(clues, filter.limit ?? SHOWN));
  return 0;
}

async function suspicions(session: Session, options: Record<string, unknown>): Promise<number> {
  const { rule, institution, period, limit } = filterFrom(options);
  const excluded = options.excluded === true;
  const found = await listSuspicions(session.home(), {
    rule,
    institution,
    period,
    limit,
    excluded,
  });
  const shown = found.slice(0, limit ?? SHOWN);
  session.answer(
    found.map(({ exclusion, amount_yuan, ...rest }) => ({
      ...rest,
      amount_yuan: Number(amount_yuan),
      ...(excluded ? { exclusion } : {}),
    })),
    () => [
      ...table(
        ["规则", "月份", "对象", "金额（元）", "所见", ...(excluded ? ["排除理由"] : [])],
        shown.map((s) => [
          ...[s.rule, s.period, s.subject, s.amount_yuan, s.observed],
          ...(excluded ? [s.exclusion ?? ""] : []),
        ]),
      ),
      `共 ${found.length} 条疑点${shown.length < found.length ? `，只显示前 ${shown.length} 条` : ""}`,
    ],
  );
  return 0;
}

async function show(session: Session, [id]: string[]): Promise<number> {
  if (id === undefined) throw new UserError("没有指明线索", "如 clues show C0123456789abcd。", 2);
  const file = await showClue(session.home(), id, todayOf(session));
  session.answer(fileValue(file), () => fileLines(file));
  return 0;
}

async function feedback(session: Session): Promise<number> {
  const told = clueFeedback(session.home());
  session.answer(told, () => feedbackLines(told));
  return 0;
}

async function verifyLog(session: Session): Promise<number> {
  const ledger = clueLedger(session.home());
  const { entries, broken } = ledger.inspect();
  session.answer({ file: ledger.file, entries: entries.length, broken }, () => [
    broken
      ? `不符：线索台账 ${ledger.file} 第${broken.line}行被改动过，此前 ${entries.length} 条完好。\n办法：请从备份恢复这个文件。`
      : `线索台账 ${entries.length} 条，链完整。`,
  ]);
  return broken ? 4 : 0;
}

function filterFrom(options: Record<string, unknown>): ClueFilter {
  const period = textOf(options, "period");
  if (period !== undefined) requirePeriod(period);
  const asked = textOf(options, "status");
  const status = asked === undefined ? undefined : statusNamed(asked);
  if (asked !== undefined && status === undefined)
    throw new UserError(
      `没有“${asked}”这个状态`,
      `可用：${Object.entries(STATUSES)
        .map(([key, title]) => `${key}（${title}）`)
        .join("、")}。`,
      2,
    );
  const limit = textOf(options, "limit");
  if (limit !== undefined && !/^[1-9]\d*$/.test(limit))
    throw new UserError(`--limit ${limit} 不是条数`, "如 --limit 50。", 2);
  return {
    rule: ruleFrom(textOf(options, "rule")),
    institution: textOf(options, "institution"),
    period,
    status,
    limit: limit === undefined ? undefined : Number(limit),
  };
}

function ruleFrom(asked: string | undefined): string | undefined {
  if (asked === undefined || asked === RANDOM) return asked;
  const rule = ruleNamed(asked);
  if (rule) return rule.id;
  throw new UserError(`没有“${asked}”这条规则`, `规则见 fundwatch rules；或 ${RANDOM}。`, 2);
}

const todayOf = (session: Session): string =>
  session.now().toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
