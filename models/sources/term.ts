import type { Direction, Source, Term } from "./define.ts";
import { type Aliases, NO_ALIASES, readAccount, readDirection } from "./names.ts";
import { normalize, saysTotal } from "./text.ts";
import { stripUnit } from "./units.ts";

export interface TermReading {
  term: Term;
  /** Marked 其中, or under a heading that is a part itself: need not add up with its siblings. */
  isComponent: boolean;
  /** The account its name confines it to: 统筹基金收入, or 上年结余 over 个人账户. */
  account: "pooled" | "personal" | null;
}

const COMPONENT = /^(其中的?|#)[:、,]?|^[::]/;
const NUMBERING =
  /^(?:[一二三四五六七八九十]+[、.]|\((?:[一二三四五六七八九十]+|\d{1,2})\)|\d{1,2}[、.](?!\d))/;
const ACCOUNT_FIRST = /^(社会统筹基金|统筹基金|统筹|个人账户|个人帐户|个账)(?:的)?(.+)$/;

interface Reader {
  source: Source;
  aliases: Aliases;
  direction: Direction | undefined;
}

/**
 * The 科目 or 人员类别 a name stands for. `path` is outermost first (merged headers), the name
 * last; `direction` is what a 方向 column says. A bare name (合计) needs a direction from either,
 * or a heading that is a term itself: 待遇支出 over 合计 is 待遇支出.
 */
export function readTerm(
  source: Source,
  path: string[],
  direction?: Direction,
  aliases: Aliases = NO_ALIASES,
): TermReading | undefined {
  const levels = path.map((level) => stripUnit(normalize(level))).filter((level) => level !== "");
  const isMarked = levels.some((level) => level.includes("其中") || COMPONENT.test(level));
  const names = levels.map(plainName).filter((name) => name !== "");
  const reading = read({ source, aliases, direction }, names);
  return reading && { ...reading, isComponent: reading.isComponent || isMarked };
}

function plainName(level: string): string {
  let name = level;
  for (let before = ""; name !== before; ) {
    before = name;
    name = name.replace(NUMBERING, "").replace(COMPONENT, "");
  }
  return name;
}

function read(reader: Reader, names: string[]): TermReading | undefined {
  const last = names.at(-1);
  if (last === undefined) return undefined;
  const heading = names.length > 1 ? read(reader, names.slice(0, -1)) : undefined;
  if (saysTotal(last) && heading) return heading;
  const side =
    reader.direction ??
    names
      .slice(0, -1)
      .map(readDirection)
      .findLast((d) => d !== undefined);
  const named =
    exactly(reader, side, [last, names.join(""), names.slice(-2).join("")]) ??
    ofAccount(reader, side, last, heading) ??
    barely(reader, side, last, heading);
  if (!named || named.account || !("account" in reader.source.dimensions)) return named;
  const account =
    names
      .slice(0, -1)
      .map(accountNamed)
      .findLast((a) => a !== null) ?? null;
  return { ...named, account };
}

function exactly(
  { source, aliases }: Reader,
  side: Direction | undefined,
  candidates: string[],
): TermReading | undefined {
  for (const name of candidates) {
    const term = source.terms.find(
      (t) =>
        (side === undefined || t.direction === undefined || t.direction === side) &&
        [t.title, ...t.aliases, ...(aliases.terms[t.key] ?? [])].some((a) => normalize(a) === name),
    );
    if (term) return { term, isComponent: false, account: null };
  }
  return undefined;
}

/** 统筹基金 under a heading other than 累计结余, or before a name: 统筹基金收入. */
function ofAccount(
  reader: Reader,
  side: Direction | undefined,
  last: string,
  heading: TermReading | undefined,
): TermReading | undefined {
  if (!("account" in reader.source.dimensions)) return undefined;
  const account = accountNamed(last);
  if (account) {
    if (heading)
      return heading.term.key === "balance.closing" ? undefined : { ...heading, account };
    const whole = side === "balance" ? undefined : totalOf(reader.source, side);
    return whole && { term: whole, isComponent: false, account };
  }
  const [, owner, rest] = ACCOUNT_FIRST.exec(last) ?? [];
  const inner = rest === undefined ? undefined : exactly(reader, side, [rest]);
  return inner && { ...inner, account: accountNamed(owner!) };
}

/** A bare name: only beside its direction, and not under a heading that is another part. */
function barely(
  { source }: Reader,
  side: Direction | undefined,
  last: string,
  heading: TermReading | undefined,
): TermReading | undefined {
  const term = source.terms.find(
    (t) =>
      side !== undefined &&
      t.direction === side &&
      t.bareAliases?.some((a) => normalize(a) === last),
  );
  if (!term) return undefined;
  if (!heading || heading.term === totalOf(source, side) || heading.term.key === "balance.closing")
    return { term, isComponent: false, account: null };
  return heading.term.key === "expenditure.benefit"
    ? { term, isComponent: true, account: null }
    : undefined;
}

function totalOf(source: Source, side: Direction | undefined): Term | undefined {
  return source.terms.find((t) => t.key === `${side}.total`);
}

function accountNamed(name: string): "pooled" | "personal" | null {
  const account = readAccount(name);
  return account === "pooled" || account === "personal" ? account : null;
}
