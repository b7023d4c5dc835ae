import type { Against, Figure, Role } from "./figure.ts";
import type { Numeral } from "./numerals.ts";
import { readPhrase } from "./phrase.ts";
import { Rational } from "./rational.ts";
import type { Reading } from "./reading.ts";

/** What the phrase before a number makes of it. `words` are those that still name its subject. */
export interface RoleReading {
  /** Undefined where the words leave it open. */
  role: Role | undefined;
  sign: 1 | -1;
  words: string;
  against: Against | undefined;
  /** 由 A …: what A became is still to come. */
  isStart: boolean;
}

const AHEAD =
  /(?:比|较)?(超出?|超过|高于|高出|快于|领先于?|慢于|低于|滞后于?|落后于?)?(?:了)?(?:均衡|序时|时间|时序)?进度(超出?|超过|提前|快了?|高出?|慢了?|低|滞后|落后)?/;
const SLOWER = /慢|低|滞后|落后/;
const BENCHMARK = /(高于|高出|低于)(.*?(?:平均|均值|水平).*?)$/;
const SHARE = /占(?!用|比)(.*?)的?(?:比重|比例|比)?(?:为|达到?)?\s*$/;
const FROM = /(?:由|从|自)(?:(?:19|20)\d{2}年(?:同期)?的?|上年(?:同期)?的?|去年(?:同期)?的?)?\s*$/;
const TO = /(?:至|到|为)(?:(?:19|20)\d{2}年(?:同期)?的?|今年的?|目前的?)?\s*$/;

/**
 * Reads the role of a number from the phrase before it, the words after it and what came before, e.g.
 * 完成预算(8.22亿元)的 → completion, 超均衡进度 → ahead, 由 … 下降至 → itself, 降幅 → growth.
 */
export function roleOf(own: string, numeral: Numeral, tail: string, reading: Reading): RoleReading {
  const { unit } = numeral;
  const isRatio = unit.dimension === "ratio";
  const isPoints = unit.dimension === "points";
  const result = (role: Role | undefined, words = own, sign: 1 | -1 = 1, against?: Against) => ({
    role,
    sign,
    words,
    against,
    isStart: false,
  });
  const ahead = AHEAD.exec(own);
  if (ahead && (isRatio || isPoints)) {
    if (!ahead[1] && !ahead[2]) return result(undefined);
    const words = own.replace(AHEAD, "");
    const measure = readPhrase(words, reading.span).measures[0] ?? reading.subject?.measure;
    if (measure !== "income" && measure !== "expenditure") return result(undefined);
    return result("ahead", words, SLOWER.test(ahead[1] ?? ahead[2]!) ? -1 : 1);
  }
  const benchmark = BENCHMARK.exec(own);
  if (benchmark) {
    if (!isPoints) return result(undefined);
    const item = benchmark[2]!.replace(/[\s的]/g, "");
    const against: Against = { measure: "other", item, scope: {} };
    const sign = benchmark[1] === "低于" ? -1 : 1;
    return result("above_benchmark", own.slice(0, benchmark.index), sign, against);
  }
  const phrase = readPhrase(own, reading.span);
  if (phrase.says("budget")) {
    const budget = readPhrase(own.replace(/预算/g, ""), reading.span);
    const words =
      budget.measures.length === 1
        ? own.replace(/占|预算|执行率|完成率|完成|为|达/g, " ")
        : own.replace(/占|执行率?|完成率?|为|达/g, " ");
    if (isPoints || phrase.change) return result(undefined);
    if (isRatio) return result("completion", words);
    const isMeasuredBy = /^(?:,|、)?的?\s*[\d.]+\s*%/.test(tail);
    return result(isMeasuredBy || !/完成|执行/.test(own) ? "budget" : undefined, words);
  }
  if (isRatio && own.trim() === "的")
    return result(reading.before?.role === "budget" ? "completion" : undefined);
  if (isRatio && /占比?(?:为|达到?|高达)?\s*$/.test(own)) return result("share", "");
  const share = SHARE.exec(own);
  if (isRatio && share?.[1]) {
    const whole = readPhrase(share[1], reading.span);
    const measure = whole.measures.length === 1 ? whole.measures[0]! : "other";
    return result("share", own.slice(0, share.index), 1, {
      measure,
      item: whole.residue,
      scope: {
        ...(whole.funds.length === 1 ? { fund: whole.funds[0]! } : {}),
        ...(whole.accounts.length === 1 ? { account: whole.accounts[0]! } : {}),
      },
    });
  }
  if (FROM.test(own)) return { ...result("previous", own.replace(FROM, "")), isStart: true };
  if (phrase.change) {
    const { from } = reading;
    const isAmount = phrase.residue === "" || !(isRatio || isPoints);
    if (TO.test(own) || (from && isAmount && mayBecome(from, numeral, phrase.change)))
      return result("actual", own.replace(TO, ""));
    if (isPoints) return result("increase", own, phrase.change);
    return result(isRatio ? "growth" : "increase", own, phrase.change);
  }
  if (phrase.says("previous") && !phrase.says("compared")) return result("previous");
  if (phrase.says("compared")) return result(undefined);
  return result("actual");
}

/** «由 A 下降 B» without a 至: what A became, unless B is so little that it must be by how much. */
function mayBecome(from: Figure, { unit, value }: Numeral, change: 1 | -1): boolean {
  const least = change === 1 ? from.value.low : from.value.low.over(Rational.of(2));
  return unit.dimension === from.unit.dimension && value.high.compare(least) >= 0;
}
