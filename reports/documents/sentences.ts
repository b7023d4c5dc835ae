import { endMonth, spanInWords } from "../../models/period.ts";
import { join, type Run, say } from "../document.ts";
import { endInWords, monthInWords, signOf, size } from "../format.ts";
import { basisTitle } from "../titles.ts";
import { breachWords } from "../warning.ts";
import {
  type BulletinFacts,
  bandOf,
  fullName,
  known,
  missingOf,
  payableOf,
  quote,
  whole,
} from "./bulletin-facts.ts";

/** 现将全市2019年1—7月医保基金运行情况通报如下。 */
export function openingSentence(facts: BulletinFacts): Run[] {
  return [`现将${whole(facts.region)}${spanInWords(facts.period)}医保基金运行情况通报如下。`];
}

/** One fund in one sentence: income; expenditure and its breaches; balance and months payable. */
export function fundSentence(facts: BulletinFacts, fund: string): Run[] {
  const parts = [
    incomeClause(facts, fund),
    expenditureClause(facts, fund),
    balanceClause(facts, fund),
  ].filter((part) => part.length > 0);
  const name = fullName(facts, fund);
  const missing = missingClause(facts, fund);
  if (parts.length === 0) {
    return missing === ""
      ? [`${name}本期无数据，不作通报。`]
      : [`${name}${missing}，本期不作通报。`];
  }
  const sentence = say`截至${endInWords(endMonth(facts.period))}，${name}${join(parts, "；")}。`;
  return missing === "" ? sentence : say`${sentence}${name}${missing}，上述数字以已报数据为准。`;
}

/** 收入3.06亿元，同比增长5.20%，完成预算的57.82% */
export function incomeClause(facts: BulletinFacts, fund: string): Run[] {
  return flowClause(facts, fund, "收入", "income");
}

/** 支出3.10亿元，完成预算的65.45%，超均衡进度7.12个百分点，当期赤字400万元 */
export function expenditureClause(facts: BulletinFacts, fund: string): Run[] {
  const flow = flowClause(facts, fund, "支出", "expenditure");
  const ahead = aheadClause(facts, fund);
  const alone = flow.length === 0 && ahead.length > 0;
  return join([flow, alone ? say`支出${ahead}` : ahead, currentClause(facts, fund)], "，");
}

function flowClause(facts: BulletinFacts, fund: string, word: string, flow: string): Run[] {
  const total = known(facts, `${flow}_ytd`, fund);
  const completion = known(facts, `${flow}_completion`, fund);
  const completed = completion ? say`完成预算的${quote(completion)}` : [];
  if (!total) return completion ? say`${word}${completed}` : [];
  return join(
    [say`${word}${quote(total)}`, yoyClause(facts, `${flow}_ytd`, fund), completed],
    "，",
  );
}

/** 同比增长5.20%; empty where the comparison is not allowed. */
export function yoyClause(facts: BulletinFacts, metric: string, fund: string): Run[] {
  const yoy = known(facts, `${metric}.yoy`, fund);
  if (!yoy) return [];
  const sign = signOf(yoy);
  if (sign === 0) return [`同比持平`];
  return say`同比${sign === 1 ? "增长" : "下降"}${quote(yoy, size(yoy))}`;
}

/** 超均衡进度7.12个百分点 or 低于均衡进度17.64个百分点. */
export function aheadClause(facts: BulletinFacts, fund: string, region?: string): Run[] {
  const ahead = known(facts, "ahead_of_even", fund, region === undefined ? {} : { region });
  if (!ahead) return [];
  const sign = signOf(ahead);
  if (sign === 0) return ["与均衡进度持平"];
  return say`${sign === 1 ? "超" : "低于"}均衡进度${quote(ahead, size(ahead))}`;
}

/** 当期赤字400万元, 当期结余…, 当期收支相抵. */
export function currentClause(facts: BulletinFacts, fund: string): Run[] {
  const current = known(facts, "current_balance", fund);
  if (!current) return [];
  const sign = signOf(current);
  if (sign === 0) return ["当期收支相抵"];
  return say`当期${sign === 1 ? "结余" : "赤字"}${quote(current, size(current))}`;
}

/** 累计结余5.36亿元，其中统筹基金4.54亿元，可支付11.50个月，个人账户8229万元 */
export function balanceClause(facts: BulletinFacts, fund: string): Run[] {
  const closing = known(facts, "closing_balance", fund);
  const pooled = stock(facts, fund, "pooled", "统筹基金");
  const personal = stock(facts, fund, "personal", "个人账户");
  const payable = payableClause(facts, fund);
  const total = closing
    ? say`累计${signOf(closing) === -1 ? "赤字" : "结余"}${quote(closing, size(closing))}`
    : [];
  const quoted = payableOf(facts, fund);
  const ofTotal = /_total(_|$)/.test(quoted?.basis.basis ?? "") || pooled.length === 0;
  const parts = ofTotal ? [pooled, personal] : [pooled, payable, personal];
  const inside = join(parts, "，");
  const first = total.length > 0 && inside.length > 0 ? say`其中${inside}` : inside;
  return join(ofTotal ? [total, payable, first] : [total, first], "，");
}

/** A part of the balance; a part that is the whole is not said again. */
function stock(
  facts: BulletinFacts,
  fund: string,
  account: "pooled" | "personal",
  name: string,
): Run[] {
  const figure = known(facts, "closing_balance", fund, { account });
  const total = known(facts, "closing_balance", fund);
  if (!figure || (total && Number(figure.value) === Number(total.value))) return [];
  return say`${name}${signOf(figure) === -1 ? "赤字" : ""}${quote(figure, size(figure))}`;
}

/** 可支付11.50个月, with the breach of a level and the definition where it is not the usual one. */
export function payableClause(facts: BulletinFacts, fund: string): Run[] {
  const payable = payableOf(facts, fund);
  if (!payable) return [];
  const { figure, basis } = payable;
  const how = basis === facts.payable ? "" : `（按${basisTitle(basis.basis)}计算）`;
  const breach = breachWords(figure, bandOf(facts, fund));
  if (signOf(figure) === -1) return ["已无支付能力"];
  return say`可支付${quote(figure)}${how}${breach === "" ? "" : `，${breach}`}`;
}

/** 缺2019年3月、4月数据; empty when nothing is missing. */
export function missingClause(facts: BulletinFacts, fund: string): string {
  const months = missingOf(facts, fund).toSorted();
  if (months.length === 0) return "";
  const named = months.map((month, index) =>
    index > 0 && months[index - 1]!.slice(0, 4) === month.slice(0, 4)
      ? `${Number(month.slice(5))}月`
      : monthInWords(month),
  );
  return `缺${named.join("、")}数据`;
}
