import type { Account } from "../figure.ts";
import { FUNDS } from "../fund.ts";
import type { Direction } from "./define.ts";
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

/**
 * The fund a title or sheet name speaks of, if exactly one: a longer name hides the shorter ones in
 * it (居民大病 is not 居民), and 含生育保险 is a remark.
 */
export function findFund(text: string): string | undefined {
  let plain = normalize(text).replace(/含(生育|大病)(保险)?/g, "");
  const names = FUNDS.filter((fund) => fund.code !== "basic").flatMap((fund) =>
    [fund.short, fund.title, ...fund.aliases.filter((alias) => !/^\d+$/.test(alias))].map(
      (name): [string, string] => [normalize(name), fund.code],
    ),
  );
  const found = new Set<string>();
  for (const [name, code] of names.sort(([a], [b]) => b.length - a.length)) {
    if (!plain.includes(name)) continue;
    found.add(code);
    plain = plain.replaceAll(name, "|");
  }
  return found.size === 1 ? [...found][0] : undefined;
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

/** The account a title or sheet name confines itself to; the whole fund if it names none or both. */
export function findAccount(text: string): Account {
  const plain = normalize(text);
  const isPersonal = /个人[账帐]户|个账/.test(plain);
  const isPooled = /统筹基金|统筹账户/.test(plain);
  if (isPersonal === isPooled) return "all";
  return isPersonal ? "personal" : "pooled";
}

/** 收入, 支出 or 结余, wherever in the text. */
export function readDirection(text: string): Direction | undefined {
  const plain = normalize(text);
  if (/结余|结存|balance/.test(plain)) return "balance";
  if (/收入|^收$|income/.test(plain)) return "income";
  if (/支出|^支$|expenditure/.test(plain)) return "expenditure";
  return undefined;
}
