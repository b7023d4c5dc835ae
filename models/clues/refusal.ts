import { UserError } from "../errors.ts";
import type { ExtraDays } from "../workday.ts";
import { dayOf } from "./clock.ts";
import type { ClueEvent } from "./event.ts";
import { keptCents, yuanText } from "./money.ts";
import { type ClueState, deadlineOf, STATUSES, type Status } from "./state.ts";

/** From which states each event is possible. */
const FROM: Record<ClueEvent["event"], readonly Status[]> = {
  assigned: ["new", "assigned", "explained", "reopened", "verified", "partly_recovered"],
  explained: ["assigned", "explained", "reopened"],
  extended: ["assigned", "explained", "reopened"],
  verified: ["assigned", "explained", "reopened", "verified", "partly_recovered"],
  recovered: ["verified", "partly_recovered", "referred", "reopened"],
  referred: ["assigned", "explained", "reopened", "verified", "partly_recovered"],
  closed: ["assigned", "explained", "reopened", "verified", "recovered", "referred"],
  reopened: ["explained", "verified", "partly_recovered", "recovered", "referred", "closed"],
};

const ACTS: Record<ClueEvent["event"], string> = {
  assigned: "分派",
  explained: "登记说明",
  extended: "延长核查期限",
  verified: "核实",
  recovered: "登记追回",
  referred: "移送",
  closed: "办结",
  reopened: "重新核查",
};

/** Throws, in words with the remedy, where an event cannot happen to a clue as it stands. */
export function requirePossible(
  state: ClueState,
  event: ClueEvent,
  at: string,
  extra?: ExtraDays,
): void {
  const refuse = (why: string, remedy: string): never => {
    throw new UserError(`线索 ${state.clue} 不能${ACTS[event.event]}：${why}`, remedy, 2);
  };
  if (state.status === "new" && event.event !== "assigned")
    refuse("还没有分派", `请先 fundwatch clues assign ${state.clue} --to 核查人。`);
  if (event.event === "recovered" && state.verified_yuan === null)
    refuse(
      "还没有核实金额",
      `请先 fundwatch clues verify ${state.clue} --amount 金额 --document 文号。`,
    );
  if (event.event === "closed" && state.verified_yuan !== null && state.status !== "referred")
    requireRecovered(state, refuse);
  if (!FROM[event.event].includes(state.status))
    refuse(`现在是“${STATUSES[state.status]}”`, remedyFrom(state));
  requireParts(state, event, refuse);
  if (event.event === "extended") requireExtendable(state, at, extra, refuse);
}

type Refuse = (why: string, remedy: string) => never;

function remedyFrom({ clue, status }: ClueState): string {
  return ["closed", "recovered", "referred", "explained"].includes(status)
    ? `确需再办，请先 fundwatch clues reopen ${clue} --note 理由。`
    : `可用 fundwatch clues show ${clue} 看它的经过。`;
}

function requireRecovered(state: ClueState, refuse: Refuse): void {
  const left = keptCents(state.verified_yuan!) - keptCents(state.recovered_yuan);
  if (left > 0n)
    refuse(
      `核实 ${state.verified_yuan} 元，还有 ${yuanText(left)} 元没有追回`,
      `请先 fundwatch clues recover ${state.clue} 登记追回；转其他程序的用 refer，核实有误的先 reopen。`,
    );
}

const NEEDS_DOCUMENT = ["explained", "verified", "recovered", "referred", "extended"];
const NEEDS_NOTE = ["closed", "reopened", "extended"];

function requireParts(state: ClueState, event: ClueEvent, refuse: Refuse): void {
  if (NEEDS_DOCUMENT.includes(event.event) && !event.document)
    refuse("没有文号", "请加 --document 文书编号，如 --document 某医保核〔2025〕12号。");
  if (NEEDS_NOTE.includes(event.event) && !event.note) refuse("没有写明理由", "请加 --note 理由。");
  if (event.event === "verified") requireVerifiable(state, event, refuse);
  if (event.event === "recovered") {
    const left = keptCents(state.verified_yuan!) - keptCents(state.recovered_yuan);
    const paid = keptCents(event.amount);
    if (paid === 0n) refuse("追回金额为 0", "请用 --amount 写明这一笔追回的金额（元）。");
    if (paid > left)
      refuse(
        `核实 ${state.verified_yuan} 元，已追回 ${state.recovered_yuan} 元，这一笔最多 ${yuanText(left)} 元`,
        "请核对金额；核实金额有误的，先 reopen，再 verify 正确的金额。",
      );
  }
}

function requireVerifiable(
  state: ClueState,
  event: Extract<ClueEvent, { event: "verified" }>,
  refuse: Refuse,
): void {
  const amount = keptCents(event.amount);
  if (amount === 0n)
    refuse(
      "核实金额为 0",
      `没有发现问题的，请用 fundwatch clues close ${state.clue} --note 理由。`,
    );
  if (amount < keptCents(state.recovered_yuan))
    refuse(`已追回 ${state.recovered_yuan} 元，比核实金额多`, "请核对金额。");
  const hasMore = amount > keptCents(event.seen.amount_yuan);
  if (hasMore && !event.note)
    refuse(
      `核实金额超过疑点金额 ${event.seen.amount_yuan} 元`,
      "金额无误的，请加 --note 说明多出的部分从何而来。",
    );
  if (state.verified_yuan !== null && !event.note)
    refuse(`已核实 ${state.verified_yuan} 元`, "要改核实金额，请加 --note 说明理由。");
}

function requireExtendable(
  state: ClueState,
  at: string,
  extra: ExtraDays | undefined,
  refuse: Refuse,
): void {
  if (state.extended) refuse("已经延长过一次", "延长以一次为限，请尽快作出核查结论。");
  const deadline = deadlineOf(state, dayOf(at), extra);
  if (deadline?.overdue)
    refuse(
      `期限 ${deadline.due} 已过`,
      "延长应在期限内批准；请尽快作出核查结论，并在 --note 中说明。",
    );
}
