import type { Account } from "../figure.ts";
import type { Measure } from "./figure.ts";
import { type Span, spanAt } from "./span.ts";
import { type Meaning, WORDS } from "./vocabulary.ts";

/** What the words before a number, or over a column of a table, say. */
export interface Phrase {
  funds: string[];
  accounts: Account[];
  measures: Measure[];
  span: Span | undefined;
  region: string;
  /** The measure is a deficit, or what changed fell. */
  sign: 1 | -1;
  change: 1 | -1 | undefined;
  /** 合计 before any measure: the sum of what was listed. */
  isTotal: boolean;
  says: (kind: "previous" | "compared" | "budget" | "within" | "here") => boolean;
  /** Words that mean nothing to us and so name an item. */
  residue: string;
}

const REGION =
  /[省市州县区]?(?:本级|直属?)(?=[^\u4e00-\u9fff]|$|[基收支职居医累])|[\u4e00-\u9fff]{1,6}?(?:自治县|自治州|[县区市州旗镇乡])(?=$|[^级域区县市旗])/y;
const NOT_A_PLACE =
  /^(?:县|区|城|地|片|全|个|多|几|两|三|省|其|对|向|在|从|据)|[各辖社我本该有的对市区]./;

/** Reads the words of a phrase in `plain` form. A span without a year is of the year of `around`. */
export function readPhrase(text: string, around: Span | undefined): Phrase {
  const kinds = new Set<string>();
  const phrase = {
    funds: [] as string[],
    accounts: [] as Account[],
    measures: [] as Measure[],
    span: undefined as Span | undefined,
    region: "",
    sign: 1 as 1 | -1,
    change: undefined as 1 | -1 | undefined,
    isTotal: false,
    residue: "",
  };
  for (let at = 0; at < text.length; ) {
    const word = longestWord(text, at);
    const span = spanAt(text, at, around);
    if (span && (!word || span.end >= word.end)) {
      phrase.span = span.span;
      at = span.end;
      continue;
    }
    const region = phrase.residue === "" && !word ? regionAt(text, at) : undefined;
    if (region) {
      phrase.region = region;
      at += region.length;
    } else if (word) {
      const { meaning } = word;
      kinds.add(meaning.kind);
      if (meaning.kind === "fund") phrase.funds.push(meaning.fund);
      if (meaning.kind === "account") phrase.accounts.push(meaning.account);
      if (meaning.kind === "measure") {
        phrase.measures.push(meaning.measure);
        phrase.sign = meaning.sign ?? phrase.sign;
      }
      if (meaning.kind === "change") phrase.change = meaning.sign;
      if (meaning.kind === "total" && phrase.measures.length === 0) phrase.isTotal = true;
      at = word.end;
    } else {
      if (/[\u4e00-\u9fffA-Za-z]/.test(text[at]!)) phrase.residue += text[at];
      at += 1;
    }
  }
  return { ...phrase, says: (kind) => kinds.has(kind) };
}

function longestWord(text: string, at: number): { meaning: Meaning; end: number } | undefined {
  let best: { meaning: Meaning; end: number } | undefined;
  for (const [regex, meaning] of WORDS) {
    regex.lastIndex = at;
    if (regex.test(text) && regex.lastIndex > (best?.end ?? at))
      best = { meaning, end: regex.lastIndex };
  }
  return best;
}

function regionAt(text: string, at: number): string | undefined {
  REGION.lastIndex = at;
  const name = REGION.exec(text)?.[0];
  return name && !NOT_A_PLACE.test(name) ? name : undefined;
}
