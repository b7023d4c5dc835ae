import { fundOf } from "../../models/fund.ts";
import { join, type Run, say } from "../document.ts";
import { type BulletinFacts, type Known, known, quote } from "../documents/bulletin-facts.ts";
import { chance, monthInWords, months, percent, signOf } from "../format.ts";
import { ahead, fundName, monthAhead, type Outlook, type Score, toldStep } from "./outlook.ts";

/** From here on a probability is part of the finding. */
export const NOTICEABLE = 0.05;

/**
 * 未来12个月，职工基金预计收入…、支出…；到2026年9月底累计结余…（80%区间…—…），可支付…个月，不足6个月的概率…
 * Where none is given, why.
 */
export function outlookSentence(facts: BulletinFacts, outlook: Outlook): Run[] {
  const name = fundName(outlook);
  const step = toldStep(outlook);
  const balance = step === undefined ? undefined : ahead(facts, outlook, "balance", step);
  const flows = step === undefined ? [] : flowsClause(facts, outlook, step);
  if (step === undefined || (!balance && flows.length === 0)) return withheld(outlook);
  const clauses = [
    flows,
    balance ? balanceClause(facts, outlook, balance, step) : ["期初结余不明，不预测结余"],
  ];
  const lead = outlook.forecast.status === "short" ? "历史较短，仅供参考：" : "";
  return say`${lead}未来${String(step)}个月，${name}${join(clauses, "；")}。`;
}

const WITHHELD: Partial<Record<Outlook["forecast"]["status"], string>> = {
  closing: "已经并入其他基金或者终止，不再预测",
  insufficient: "历史数据不足，不作预测",
};

function withheld(outlook: Outlook): Run[] {
  const { status, notes } = outlook.forecast;
  const why = notes.map((note) => note.replace(/。$/, "")).join("；");
  const said = WITHHELD[status] ?? "没有预测";
  return [`${fundName(outlook)}${said}${why === "" ? "" : `（${why}）`}。`];
}

function flowsClause(facts: BulletinFacts, outlook: Outlook, step: number): Run[] {
  const income = ahead(facts, outlook, "income", step);
  const spent = ahead(facts, outlook, "expenditure", step);
  if (!income || !spent) return [];
  const short = Number(income.value) < Number(spent.value) ? "，收不抵支" : "";
  return say`预计收入${quote(income)}、支出${quote(spent)}${short}`;
}

function balanceClause(
  facts: BulletinFacts,
  outlook: Outlook,
  balance: Known,
  step: number,
): Run[] {
  const low = ahead(facts, outlook, "balance_low", step);
  const high = ahead(facts, outlook, "balance_high", step);
  const range = low && high ? say`（80%区间${quote(low)}至${quote(high)}）` : [];
  const payable = ahead(facts, outlook, "months_payable", step);
  const lasting = !payable
    ? []
    : signOf(payable) === -1
      ? ["已无支付能力"]
      : say`可支付${quote(payable)}${payableNow(facts, outlook)}`;
  return join(
    [
      say`到${monthInWords(monthAhead(facts, step))}底累计结余${quote(balance)}${range}`,
      lasting,
      chancesClause(facts, outlook, step),
      crossingClause(outlook),
    ],
    "，",
  );
}

/** The same today: of the account that is forecast, whose spending it is measured by. */
function payableNow(facts: BulletinFacts, { forecast }: Outlook): Run[] {
  const { fund, account, other_spending_yuan } = forecast;
  const isPooled = account === "pooled" && other_spending_yuan === null;
  const hasPersonal = account === "all" && fundOf(fund).hasPersonalAccounts;
  const now = known(facts, "months_payable", fund, {
    account: isPooled ? "pooled" : "all",
    basis: hasPersonal ? "trailing_12_total" : "trailing_12",
  });
  if (!now) return [];
  return say`（${isPooled ? "按统筹基金自身支出，" : ""}现为${quote(now, months(now.value, 1))}）`;
}

const levelName = (level: number): string => (level === 0 ? "结余为负" : `不足${level}个月`);

/**
 * The probability of the highest level, and of every lower one that is noticeable; where it was likelier
 * on the way, that too.
 */
function chancesClause(facts: BulletinFacts, outlook: Outlook, step: number): Run[] {
  const month = outlook.forecast.months.find((each) => each.step === step)!;
  const told = outlook.bands.flatMap((level, i) => {
    const [below, crossed] = [month.p_below[i]!, month.p_crossed[i]!];
    if (!Number.isFinite(below)) return [];
    const likeliest = Math.max(below, Number.isFinite(crossed) ? crossed : 0);
    if (i > 0 && likeliest < NOTICEABLE) return [];
    const said = (metric: string, value: number): Run[] => {
      const figure = ahead(facts, outlook, `${metric}_${level}`, step);
      return [figure ? quote(figure) : chance(String(value))];
    };
    const before =
      likeliest - below >= NOTICEABLE ? say`（期间任一月末${said("crossed", crossed)}）` : [];
    return [say`${levelName(level)}的概率${said("below", below)}${before}`];
  });
  return join(told, "、");
}

/** The month in which most paths first fall below a level, of the lowest level they do. */
function crossingClause({ forecast, bands }: Outlook): Run[] {
  const at = forecast.first_crossing.findLastIndex((month) => month !== null);
  const month = forecast.first_crossing[at];
  const level = bands[at];
  if (month == null || level === undefined) return [];
  return [`多数模拟在${monthInWords(month)}首次${level === 0 ? "出现" : ""}${levelName(level)}`];
}

/** What forecasts of this kind were worth, beside the same month of last year; nothing where none was tried. */
export function accuracySentence(outlook: Outlook): Run[] {
  const told = (["支出", "收入", "累计结余"] as const).flatMap((title) => {
    const score = outlook.scores.find((each) => each.title === title && each.months === 12);
    return score ? clauseOf(score) : [];
  });
  const origins = Math.max(0, ...outlook.scores.map((score) => score.origins));
  if (told.length === 0 || origins === 0) return [];
  return [`按过去${origins}个起点回测，${fundName(outlook)}12个月后的预测：${told.join("；")}。`];
}

function clauseOf({ title, error, naive_error, within_80 }: Score): string[] {
  if (error === null) return [];
  const what = title === "累计结余" ? title : `${title}合计`;
  const beside =
    naive_error === null
      ? ""
      : `（按上年同月推算为${share(naive_error)}${naive_error < error ? "，不如上年同月" : ""}）`;
  const within = within_80 === null ? "" : `，80%区间实际包含${share(within_80, 0)}`;
  return [`${what}平均误差${share(error)}${beside}${within}`];
}

const share = (value: number, decimals = 1): string => percent(String(value), decimals);
