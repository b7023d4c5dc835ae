import type { Account } from "../figure.ts";
import { FUNDS } from "../fund.ts";
import type { Direction, Source, Term } from "./define.ts";
import { normalize } from "./text.ts";

/** Names a bureau adds in its config: header → column, fund and 科目 names → codes. */
export interface Aliases {
  headers: Record<string, string[]>;
  funds: Record<string, string[]>;
  terms: Record<string, string[]>;
}

export const NO_ALIASES: Aliases = { headers: {}, funds: {}, terms: {} };

const FUND_TAIL =
  /(基本医疗保险基金|基本医疗保险|医疗保险基金|医疗保险|医保基金|医保|保险基金|保险|基金)$/;

/** The fund code a name stands for: 职工, 城镇职工基本医疗保险(基金), 310, employee. */
export function readFund(text: string, aliases: Aliases = NO_ALIASES): string | undefined {
  const plain = normalize(text).replace(/[()]/g, "");
  for (const fund of FUNDS) {
    const names = [
      fund.code,
      fund.title,
      fund.short,
      ...fund.aliases,
      ...(aliases.funds[fund.code] ?? []),
    ];
    if (names.some((name) => normalize(name) === plain)) return fund.code;
  }
  const stem = plain.replace(FUND_TAIL, "");
  return stem !== plain && stem !== "" ? readFund(stem, aliases) : undefined;
}

/** The fund a title or sheet name speaks of, if exactly one. */
export function findFund(text: string): string | undefined {
  const plain = normalize(text);
  const found = FUNDS.filter((fund) =>
    fund.code === "basic" ? false : plain.includes(normalize(fund.short)),
  );
  return found.length === 1 ? found[0]!.code : undefined;
}

const ACCOUNTS: Record<Account, string[]> = {
  all: ["", "合计", "全部", "总计", "基金", "all"],
  pooled: ["统筹", "统筹基金", "统筹账户", "社会统筹", "社会统筹基金", "pooled"],
  personal: ["个人账户", "个账", "个人帐户", "个人", "personal"],
};

/** The account a name stands for; blank is the whole fund. */
export function readAccount(text: string): Account | undefined {
  const plain = normalize(text);
  return (Object.keys(ACCOUNTS) as Account[]).find((account) => ACCOUNTS[account].includes(plain));
}

export function readDirection(text: string): Direction | undefined {
  const plain = normalize(text);
  if (/结余|结存|balance/.test(plain)) return "balance";
  if (/收入|^收$|income/.test(plain)) return "income";
  if (/支出|^支$|expenditure/.test(plain)) return "expenditure";
  return undefined;
}

export interface TermReading {
  term: Term;
  /** Marked 其中: need not add up with its siblings. */
  isComponent: boolean;
}

const COMPONENT = /^(其中|其中的|#|：|:)+[:：、]?/;

/**
 * The 科目 or 人员类别 a name stands for. `path` is outermost first (merged headers), the name
 * last; `direction` is what a 方向 column says. A bare name (合计) needs a direction from either.
 */
export function readTerm(
  source: Source,
  path: string[],
  direction?: Direction,
  aliases: Aliases = NO_ALIASES,
): TermReading | undefined {
  const levels = path.map((level) => stripUnit(normalize(level))).filter((level) => level !== "");
  const marked = levels.some((level) => COMPONENT.test(level) || /其中/.test(level));
  const names = levels.map((level) => level.replace(COMPONENT, "").replace(/^其中[::]?/, ""));
  const last = names.at(-1);
  if (last === undefined) return undefined;
  const side =
    direction ??
    names
      .slice(0, -1)
      .map(readDirection)
      .findLast((d) => d !== undefined);
  const candidates = [last, names.join(""), names.slice(-2).join("")];
  for (const name of candidates) {
    const term = source.terms.find(
      (t) =>
        (side === undefined || t.direction === undefined || t.direction === side) &&
        [t.title, ...t.aliases, ...(aliases.terms[t.key] ?? [])].some((a) => normalize(a) === name),
    );
    if (term) return { term, isComponent: marked };
  }
  const bare = source.terms.find(
    (t) =>
      side !== undefined &&
      t.direction === side &&
      t.bareAliases?.some((a) => normalize(a) === last),
  );
  return bare && { term: bare, isComponent: marked };
}

/** Header text without its unit: 参保人数(万人) → 参保人数. */
export function stripUnit(header: string): string {
  return header
    .replace(/[((](?:单位[::]?)?(?:元|万元|亿元|人|万人|亿人|人民币元)[))]/g, "")
    .replace(/[::]$/, "");
}
