import { saysNothing } from "../text.ts";
import type { Part } from "./knowledge-sheet.ts";

/** Columns of `rule_knowledge` by their platform names. */
export type Limits = Partial<Record<string, string>>;

/** What a knowledge point limits, or the part of it that cannot be understood and why. */
export type Understood =
  | { limits: Limits; isJudged: boolean }
  | { part: Part; value: string; reason: string };

/** The parts of a row, in half width; null where it says nothing. */
export type Parts = (part: Part) => string | null;

/**
 * A knowledge point in columns a SELECT can read: what its own columns say, and else what the words
 * of its basis (逻辑依据) say to somebody who knows the rule. A limit that no column holds, such as a
 * second-line drug, is not judged.
 */
export function limitsOf(rule: string, parts: Parts): Understood {
  const limits: Limits = {};
  for (const { column, about, part, read } of READERS) {
    const own = parts(part);
    if (own === null && !about.test(rule)) continue;
    const words = own ?? parts("basis") ?? "";
    const isOwn = own !== null;
    let found = read(arabic(words), isOwn, rule);
    if (typeof found === "string" && part === "basis")
      found = read(arabic(parts("logic") ?? ""), isOwn, rule);
    if (typeof found === "string")
      return { part: isOwn ? part : "basis", value: words, reason: found };
    for (const [name, value] of Object.entries(found))
      limits[column === "" ? name : column] ??= value;
  }
  const isJudged = Object.keys(limits).some((name) => !UNREAD.has(name)) || parts("otherCode");
  return { limits, isJudged: Boolean(isJudged) };
}

/** Held, but no rule reads them. */
const UNREAD = new Set(["max_course_days", "max_cycle_cnt", "cycle_days"]);

interface Reader {
  /** The column its one value goes to; empty where it names several. */
  column: string;
  /** Names of the rules that say it without a column of its own. */
  about: RegExp;
  part: Part;
  /** Values, or why the words cannot be understood. */
  read(words: string, isOwn: boolean, rule: string): Limits | string;
}

const NONE = /^$/;
const one = (value: string): Limits => ({ value });

const READERS: Reader[] = [
  { column: "lmt_sex", about: /性别/, part: "sex", read: sex },
  { column: "lmt_age_min", about: NONE, part: "ageMin", read: whole },
  { column: "lmt_age_max", about: NONE, part: "ageMax", read: whole },
  { column: "", about: /儿童专用|限儿童|限年龄/, part: "basis", read: ages },
  { column: "lmt_hosp_lv", about: /机构级别|医院级别/, part: "level", read: levels },
  { column: "lmt_med_type", about: /就医方式/, part: "way", read: ways },
  { column: "lmt_insutype", about: /工伤|生育/, part: "insurance", read: insurances },
  { column: "lmt_diag_prefix", about: NONE, part: "diagnosis", read: diagnoses },
  { column: "max_day_cnt", about: /限定频次/, part: "daily", read: quantity },
  { column: "", about: /支付疗程/, part: "course", read: course },
  { column: "max_cycle_cnt", about: NONE, part: "times", read: quantity },
  { column: "cycle_days", about: NONE, part: "cycle", read: whole },
];

function sex(words: string): Limits | string {
  const [male, female] = [words.includes("男"), words.includes("女")];
  return male === female ? "看不出限男性还是限女性" : one(male ? "男" : "女");
}

function whole(words: string): Limits | string {
  const number = /^(\d{1,4})\D*$/.exec(words)?.[1];
  return number === undefined ? "不是整数" : one(number);
}

function quantity(words: string): Limits | string {
  const number = /^(\d{1,6}(?:\.\d{1,4})?)\D*$/.exec(words)?.[1];
  return number === undefined || Number(number) === 0 ? "看不出上限数量" : one(number);
}

/** Whoever has not turned 18 is a child: nobody is suspected who is one by any measure. */
const CHILD = "17";

/** 以上、以下 hold the number itself, 不满、未满 do not. */
function ages(words: string, _: boolean, rule: string): Limits | string {
  if (!/儿童|年龄/.test(rule)) return {};
  if (/儿童专用/.test(rule)) return { lmt_age_max: CHILD };
  const found: Limits = {};
  const between = /(\d+)(?:周?岁)?[-~–—至到](\d+)周?岁/.exec(words);
  const under = /(?:不满|未满|小于|低于|<)(\d+)周?岁/.exec(words)?.[1];
  const upTo = /(?:不超过|≤)(\d+)周?岁|(\d+)周?岁(?:及|\(含\))?(?:以下|以内)/.exec(words);
  const months = /(\d+)个?月龄?(?:及|\(含\))?(?:以下|以内)/.exec(words)?.[1];
  const from = /(?:年满|大于|(?<!不)超过|≥|>)(\d+)周?岁|(\d+)周?岁(?:及|\(含\))?以上/.exec(words);
  if (between) [found.lmt_age_min, found.lmt_age_max] = [between[1]!, between[2]!];
  else {
    if (under) found.lmt_age_max = String(Number(under) - 1);
    else if (upTo) found.lmt_age_max = (upTo[1] ?? upTo[2])!;
    else if (months) found.lmt_age_max = String(Math.floor(Number(months) / 12));
    if (from) found.lmt_age_min = (from[1] ?? from[2])!;
  }
  if (/限儿童/.test(rule)) found.lmt_age_max ??= words.includes("新生儿") ? "0" : CHILD;
  return Object.keys(found).length > 0 ? found : "看不出限定的年龄";
}

function levels(words: string, isOwn: boolean): Limits | string {
  if (isOwn && /^\d([|,、]\d)*$/.test(words)) return one(words.replaceAll(/[,、]/g, "|"));
  if (/二级(医院|医疗机构)?[及(含]*以上/.test(words)) return one("2|3");
  if (/一级(医院|医疗机构)?[及(含]*以上/.test(words)) return one("1|2|3");
  if (/二级(医院|医疗机构)?[及(含]*以下/.test(words)) return one("1|2|9");
  if (/三级/.test(words)) return one("3");
  if (/二级/.test(words)) return one("2");
  if (/基层|一级|乡镇|社区/.test(words)) return one("1|9");
  return "看不出限定的机构级别";
}

/** Rescue happens in wards as well. */
function ways(words: string, isOwn: boolean): Limits | string {
  if (isOwn && /^\d+([|,、]\d+)*$/.test(words)) return one(words.replaceAll(/[,、]/g, "|"));
  const isRescue = /抢救|急救|重症/.test(words);
  const found = [
    ...(/门诊/.test(words) ? ["门诊"] : []),
    ...(/住院/.test(words) || isRescue ? ["住院"] : []),
    ...(/急诊|急救/.test(words) || isRescue ? ["急诊"] : []),
    ...(/药店/.test(words) ? ["药店"] : []),
  ];
  return found.length > 0 ? one(found.join("|")) : "看不出限定的就医方式";
}

function insurances(words: string, isOwn: boolean, rule: string): Limits | string {
  const text = isOwn ? words : rule;
  if (isOwn && /^\d+([|,、]\d+)*$/.test(words)) return one(words.replaceAll(/[,、]/g, "|"));
  const found = ["工伤", "生育", "职工", "居民"].filter((name) => text.includes(name));
  return found.length > 0 ? one(found.join("|")) : "看不出限定的险种";
}

function diagnoses(words: string): Limits | string {
  const codes = words
    .toUpperCase()
    .split(/[|,、;/]+/)
    .filter((code) => code !== "");
  const isCodes =
    codes.length > 0 && codes.every((code) => /^[A-Z]\d{0,2}(\.[\dX+*]*)?$/.test(code));
  return isCodes ? one(codes.join("|")) : "不是诊断编码，如 C34|D02.2";
}

const DAYS: Record<string, number> = { 天: 1, 日: 1, 周: 7, 月: 30, 年: 365 };

/** No rule reads a course yet; one without a number is kept in its words. */
function course(words: string): Limits {
  const [, number, unit] =
    /(?:不超过|最多|限)(\d+)个?(天|日|周|月|年)/.exec(words) ??
    /^(\d+)(天|日|周)?$/.exec(words) ??
    [];
  return number ? { max_course_days: String(Number(number) * DAYS[unit ?? "天"]!) } : {};
}

const DIGITS = "零一二三四五六七八九";

/** 十四天 is 14天, 两周 is 2周. */
function arabic(words: string): string {
  if (saysNothing(words)) return "";
  return words
    .normalize("NFKC")
    .trim()
    .replace(/(?<=[A-Z\d.])\s+(?=[A-Z]\d)/gi, "|")
    .replace(/\s+/g, "")
    .replace(/[零一二两三四五六七八九十]+(?=个?(?:周?岁|天|日|周|月|年|次))/g, (text) => {
      const [tens, units] = text.replace("两", "二").includes("十")
        ? text.split("十")
        : ["零", text.replace("两", "二")];
      const digit = (char: string | undefined, empty: number) =>
        char ? DIGITS.indexOf(char) : empty;
      return String(digit(tens, 1) * 10 + digit(units, 0));
    });
}
