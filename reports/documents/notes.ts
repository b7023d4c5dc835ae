import { fundOf } from "../../models/fund.ts";
import { type Row, type Run, say } from "../document.ts";
import { basisTitle } from "../titles.ts";
import {
  type BulletinFacts,
  known,
  type PayableBasis,
  payableOf,
  quote,
} from "./bulletin-facts.ts";
import { CAVEAT_MARK } from "./table-cells.ts";

export const ROUNDING_NOTE: Run[] = ["因四舍五入，分项和与合计略有差异。"];

/** What 超均衡进度 is measured against, with the even progress of the period. */
export function progressNote(facts: BulletinFacts, funds: string[]): Run[][] {
  if (!funds.some((fund) => known(facts, "ahead_of_even", fund))) return [];
  const even = funds.map((fund) => known(facts, "even_progress", fund)).find((f) => f);
  const line = even ? say`均衡进度（${quote(even)}）` : ["均衡进度"];
  return [say`超均衡进度为支出预算完成率减${line}，先相减、后四舍五入；负数为低于均衡进度。`];
}

/** The definitions of the months payable quoted, each with its document and its funds. */
export function payableNote(facts: BulletinFacts, funds: string[]): Run[][] {
  const using = (basis: PayableBasis) =>
    funds.filter((fund) => payableOf(facts, fund)?.basis === basis).map((f) => fundOf(f).short);
  const notes: Run[][] = [];
  if (using(facts.payable).length > 0) {
    notes.push([`可支付月数口径：${policyOf(facts.payable)}。`]);
  }
  const { payableFallback } = facts;
  if (payableFallback && using(payableFallback).length > 0) {
    const funds = using(payableFallback).join("、");
    notes.push([
      `${funds}缺少按“${basisTitle(facts.payable.basis)}”计算所需的数据，可支付月数改按：${policyOf(payableFallback)}。`,
    ]);
  }
  return notes;
}

function policyOf({ policyText, documentNumber }: PayableBasis): string {
  const text = policyText.replace(/。$/, "");
  return documentNumber === null ? text : `${text}（${documentNumber}）`;
}

/** Reasons for which the data under marked numbers were accepted, each reason once. */
export function caveatNotes(facts: BulletinFacts, rows: Row[]): Run[][] {
  const ids = rows.flatMap((row) =>
    row.cells.flatMap((runs) =>
      runs.flatMap((run) => (typeof run === "string" ? [] : [run.figure])),
    ),
  );
  const reasons = new Set(ids.flatMap((id) => facts.caveats.get(id) ?? []));
  return [...reasons].map((reason) => [
    `${CAVEAT_MARK}所依据的数据未通过校验，经批准采用：${reason.replace(/。$/, "")}。`,
  ]);
}
