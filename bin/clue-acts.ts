import type { ClueEvent, Seen } from "../models/clues/event.ts";
import { funnelOf } from "../models/clues/feedback.ts";
import { centsOf, yuanText } from "../models/clues/money.ts";
import { STATUSES } from "../models/clues/state.ts";
import { UserError } from "../models/errors.ts";
import { type Asked, actOnClues, addTotal } from "../pipelines/clues/act.ts";
import { funnelWords } from "./clue-lines.ts";
import { requirePeriod } from "./figures.ts";
import { actorFrom, textOf } from "./publishing.ts";
import type { Session } from "./session.ts";

const EVENTS: Record<string, ClueEvent["event"]> = {
  assign: "assigned",
  explain: "explained",
  extend: "extended",
  verify: "verified",
  recover: "recovered",
  refer: "referred",
  close: "closed",
  reopen: "reopened",
};

export const isAct = (word: string): boolean => word in EVENTS;

/** Writes what was done with clues into the ledger. */
export async function actOn(
  session: Session,
  word: string,
  ids: string[],
  options: Record<string, unknown>,
): Promise<number> {
  if (ids.length === 0)
    throw new UserError("没有指明线索", `如 clues ${word} C0123456789abcd，可写几个编号。`, 2);
  const actor = actorFrom(options);
  const event = EVENTS[word]!;
  if (["verified", "recovered"].includes(event) && ids.length > 1)
    throw new UserError("金额要逐条登记", `clues ${word} 一次只写一个编号。`, 2);
  const asked = askedFrom(event, options, actor.by);
  const states = await actOnClues(session.home(), ids, asked, actor, session.now());
  session.answer(states, () =>
    states.map((s) => {
      const verified = s.verified_yuan === null ? "" : `，核实 ${s.verified_yuan} 元`;
      const recovered = s.payments === 0 ? "" : `，已追回 ${s.recovered_yuan} 元`;
      return `${s.clue}：${STATUSES[s.status]}${verified}${recovered}`;
    }),
  );
  return 0;
}

function askedFrom(
  event: ClueEvent["event"],
  options: Record<string, unknown>,
  by: string,
): (seen: Seen) => Asked {
  const note = textOf(options, "note")?.trim() || null;
  const document = textOf(options, "document")?.trim() || null;
  const common = { note, document };
  switch (event) {
    case "assigned":
      return () => ({ event, to: textOf(options, "to") ?? by, ...common });
    case "referred": {
      const to = textOf(options, "to");
      if (!to) throw new UserError("没有写明移送给谁", "请加 --to 接收单位，如 --to 公安机关。", 2);
      return () => ({ event, to, ...common });
    }
    case "verified": {
      const amount = amountFrom(options);
      const named = textOf(options, "confirmed")?.split(/[,，、]/);
      return (seen) => ({ event, amount, confirmed: confirmedOf(seen, named), ...common });
    }
    case "recovered":
      return () => ({ event, amount: amountFrom(options), ...common });
    default:
      return () => ({ event, ...common });
  }
}

/** The rules that were right: those named, else all the clue has. */
function confirmedOf({ rules }: Seen, named: string[] | undefined): string[] {
  const own = rules.map((rule) => rule.split("@")[0]!);
  const strange = named?.find((rule) => !own.includes(rule));
  if (strange !== undefined)
    throw new UserError(
      `这条线索没有规则 ${strange}`,
      `--confirmed 只能写它的规则：${own.join("、") || "（没有）"}。`,
      2,
    );
  return named ?? own;
}

function amountFrom(options: Record<string, unknown>): string {
  const text = textOf(options, "amount");
  const cents = text === undefined ? null : centsOf(text);
  if (cents === null)
    throw new UserError(
      text === undefined ? "没有写明金额" : `金额“${text}”写法不对`,
      "请用 --amount 写元，到分为止，如 --amount 1234.50。",
      2,
    );
  return yuanText(cents);
}

/** Writes what was counted before there was a ledger. */
export async function total(
  session: Session,
  [name]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const period = textOf(options, "period");
  const document = textOf(options, "document")?.trim();
  if (name === undefined || period === undefined || !document)
    throw new UserError(
      "缺少名称、--period 或 --document",
      "如 clues total 规则筛查 --period 2025 --found 3132 --verified 1850 --amount 62500 --document 文号。",
      2,
    );
  requirePeriod(period);
  const counted = {
    ...{ name, period, document, note: textOf(options, "note") ?? null },
    suspicions: countFrom(options, "found"),
    verified: countFrom(options, "verified"),
    recovered: amountFrom(options),
  };
  await addTotal(session.home(), counted, actorFrom(options), session.now());
  const funnel = funnelOf({ event: "total", ...counted });
  session.answer({ ...counted, ...funnel }, () => [
    `已登记 ${name} ${period}：${funnelWords({ event: "total", ...counted })}`,
  ]);
  return 0;
}

function countFrom(options: Record<string, unknown>, name: string): number {
  const text = textOf(options, name) ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError(`--${name} 应为条数`, `如 --${name} 1850。`, 2);
}
