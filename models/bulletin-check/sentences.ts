import { claimsIn } from "./claim-words.ts";
import type { Figure, Scope } from "./figure.ts";
import { type Numeral, numeralsIn, plain } from "./numerals.ts";
import { type Phrase, readPhrase } from "./phrase.ts";
import { isOfKind, isRelative, nextSentence, type Reading, subjectOf } from "./reading.ts";
import { roleOf } from "./roles.ts";

const HEADING = /^\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))/;
/** 分别 hands several numbers to several names; what is expected or planned is no account of anything. */
const OPEN =
  /分别|各为|预计|预估|测算|假如|如果|若(?!干)|目标|力争|计划|规划|将(?=降|升|达|增|减|为|有)|预测(?!全?年?住院率)/;
/** A line of its own without numbers, no longer than this, is the heading of what follows. */
const LONGEST_HEADING = 40;
const REMARK = /\((?:含|不含|包括|不包括|其中含)[^()\d]*\)/g;
const SEPARATOR = /[,、:()“”]/;

/** The sentences of a text in `plain` form, with where they begin. A heading begins a new one. */
export function sentencesOf(text: string): { text: string; start: number }[] {
  const starts = [0];
  const breaks =
    /[。;！!？?\n]|(?<=^|[\s。:;\n])(?=[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))/g;
  for (const match of text.matchAll(breaks)) starts.push(match.index + match[0].length);
  return [...new Set(starts)]
    .map((start, i, all) => ({ start, text: text.slice(start, all[i + 1] ?? text.length) }))
    .filter((sentence) => sentence.text.trim() !== "");
}

export interface Paragraph {
  figures: Figure[];
  /** What its sentences claim in words, and of what the reader thought then. */
  claims: { words: string; sentence: string; at: number; reading: Reading }[];
}

/** Reads the figures of a paragraph; what it learns of fund, span and place stays in `reading`. */
export function readParagraph(
  source: string,
  block: number,
  reading: Reading,
  sentenceFrom: number,
): Paragraph {
  const claims: Paragraph["claims"] = [];
  const text = plain(source).replace(REMARK, (remark) => " ".repeat(remark.length));
  const numerals = numeralsIn(text);
  if (reading.isAtEnd) {
    reading.span = reading.heading.span;
    reading.fund = reading.heading.fund;
    reading.region = "";
  }
  const figures = sentencesOf(text).flatMap(({ text: sentence, start }, i) => {
    const end = start + sentence.length;
    const inside = numerals.filter((n) => n.start >= start && n.end <= end);
    if (HEADING.test(sentence)) atHeading(reading, `${block}.${i}`);
    nextSentence(reading);
    const takeClaims = () => {
      const said = source.slice(start, end);
      for (const words of claimsIn(sentence))
        claims.push({ words, sentence: said, at: sentenceFrom + i, reading: { ...reading } });
    };
    if (inside.length === 0) {
      for (const part of sentence.split(SEPARATOR))
        takeScope(readPhrase(part, reading.span), reading, true);
      const isHeading = HEADING.test(sentence) || sentence.trim() === text.trim();
      if (isHeading && sentence.trim().length <= LONGEST_HEADING)
        reading.heading = { fund: reading.fund, span: reading.span };
      takeClaims();
      return [];
    }
    const { account, region, fund } = reading;
    const context = {
      text: source.slice(start, end).trim(),
      offset: start + /^\s*/.exec(source.slice(start, end))![0].length,
    };
    const found: Figure[] = [];
    let before = start;
    for (const numeral of inside) {
      const lead = text.slice(before, numeral.start);
      const tail = text.slice(numeral.end, end);
      found.push(
        readFigure(numeral, lead, tail, reading, {
          block,
          sentence: sentenceFrom + i,
          context: {
            text: context.text,
            start: numeral.start - context.offset,
            end: numeral.end - context.offset,
          },
        }),
      );
      before = numeral.end;
    }
    for (const part of text.slice(before, end).split(SEPARATOR))
      takeScope(readPhrase(part, reading.span), reading, false);
    takeClaims();
    reading.account = account;
    if (!/[;；]\s*$/.test(sentence)) reading.region = region;
    if (reading.whole) reading.fund = fund;
    if (HEADING.test(sentence)) reading.heading = { fund: reading.fund, span: reading.span };
    return found;
  });
  if (text.trim() !== "") reading.isAtEnd = /[。!?！？]\s*$/.test(text);
  return { figures, claims };
}

function atHeading(reading: Reading, section: string): void {
  reading.section = section;
  reading.fund = "";
  reading.region = "";
  reading.account = "all";
  reading.span = reading.around;
  reading.heading = { fund: "", span: reading.around };
}

type Place = Pick<Figure, "block" | "sentence" | "context">;

function readFigure(
  numeral: Numeral,
  lead: string,
  tail: string,
  reading: Reading,
  place: Place,
): Figure {
  const segments = lead.split(SEPARATOR);
  const own = segments.pop()!;
  let isWithin = segments[0]?.trim() === "中" && reading.last !== undefined;
  reading.isOpen ||= OPEN.test(lead);
  for (const segment of segments) {
    const phrase = readPhrase(segment, reading.span);
    isWithin ||= phrase.says("within");
    takeScope(phrase, reading, false);
    if (phrase.measures.length > 0) reading.subject = subjectOf(phrase, reading);
  }
  const { role: said, sign, words, against, isStart } = roleOf(own, numeral, tail, reading);
  const phrase = readPhrase(words, reading.span);
  isWithin ||= phrase.says("within");
  if (isWithin && reading.whole === undefined) reading.whole = reading.last;
  const role = said === "actual" && reading.whole?.role === "budget" ? "budget" : said;
  const hasOwnSubject = phrase.measures.length > 0 || phrase.residue !== "";
  const named = role === undefined ? undefined : subjectOf(phrase, reading);
  const isBalance =
    role === "actual" &&
    !hasOwnSubject &&
    phrase.accounts.length > 0 &&
    !isOfKind(named?.measure ?? "months", numeral.unit.dimension);
  const subject = isBalance && reading.balance ? { measure: reading.balance, item: "" } : named;
  const scope = scopeOf(phrase, isWithin, hasOwnSubject, reading);
  if (subject?.measure === "months" && scope) scope.account = "all";
  const fits =
    subject !== undefined &&
    role !== undefined &&
    (isRelative(role) || role === "increase" || isOfKind(subject.measure, numeral.unit.dimension));
  const isKnown = fits && scope !== undefined && !numeral.isRough && !reading.isOpen;
  const turned = (phrase.sign * sign) as 1 | -1;
  const figure: Figure = {
    ...numeral,
    ...place,
    subject: isKnown ? subject : undefined,
    scope: scope ?? { fund: "", account: "all", region: "", span: undefined, section: "?" },
    role: role ?? "actual",
    sign: turned,
    signed: turned === 1 ? numeral.value : numeral.value.negated(),
    of: undefined,
    against,
    partOf: isWithin || reading.whole ? reading.whole : undefined,
  };
  if (isStart) reading.from ??= figure;
  remember(figure, hasOwnSubject, reading);
  reading.before = figure;
  return figure;
}

/** What speaks of a figure that is not understood is not understood either. */
function remember(figure: Figure, hasOwnSubject: boolean, reading: Reading): void {
  const { role, subject } = figure;
  if (role === "actual" && reading.from) {
    reading.from.of = figure;
    reading.from = undefined;
  }
  if (role === "actual" || role === "previous") {
    if (subject) reading.subject = subject;
    if (subject && /^(?:current|closing|opening)$/.test(subject.measure))
      reading.balance = subject.measure;
    if (role === "actual") reading.last = figure;
    else if (!hasOwnSubject) figure.of = reading.last;
  } else if (role === "completion" || role === "budget" || role === "ahead") {
    if (subject) reading.subject = subject;
    if (!hasOwnSubject) figure.of = reading.last;
    if (role === "budget" && hasOwnSubject) reading.last = figure;
  } else if (!hasOwnSubject || role === "above_benchmark" || role === "share") {
    figure.of = reading.last;
    const isOfOpen = reading.last !== undefined && reading.last.subject === undefined;
    if (isOfOpen) figure.subject = undefined;
  }
}

function takeScope(phrase: Phrase, reading: Reading, isLasting: boolean): void {
  if (phrase.span) reading.span = phrase.span;
  if (phrase.says("within")) return;
  const funds = [...new Set(phrase.funds)];
  if (funds.length > 0) {
    reading.fund = funds.length === 1 ? funds[0]! : "?";
    reading.narrowed.fund = false;
  }
  if (phrase.region && (!isLasting || phrase.residue === "")) reading.region = phrase.region;
  else if (phrase.says("here")) reading.region = "";
  if (isLasting && (phrase.accounts.length > 0 || funds.length > 0))
    reading.account = phrase.accounts[0] ?? "all";
}

/** Undefined where it cannot be told whether a phrase is still narrowed by 其中, or of several funds. */
function scopeOf(
  phrase: Phrase,
  isWithin: boolean,
  hasOwnSubject: boolean,
  reading: Reading,
): Scope | undefined {
  const { narrowed } = reading;
  const outer = { fund: reading.fund, account: reading.account };
  takeScope(isWithin ? { ...phrase, says: () => true } : phrase, reading, false);
  const funds = [...new Set(phrase.funds)];
  if (phrase.isTotal && funds.length === 0) funds.push("total");
  const namesFund = funds.length > 0;
  const namesAccount = phrase.accounts.length > 0;
  const fund = namesFund ? funds[0]! : outer.fund;
  const restarts = namesFund || /基金/.test(phrase.residue) || phrase.says("here");
  const account = phrase.accounts[0] ?? (restarts && !isWithin ? "all" : outer.account);
  const isBare =
    phrase.residue === "" &&
    phrase.region === "" &&
    /^(?:income|expenditure|current|opening|closing|balance|insured)$/.test(
      phrase.measures[0] ?? "",
    ) &&
    reading.region === "" &&
    !restarts;
  const isOpen =
    (hasOwnSubject && narrowed.fund && !namesFund) ||
    (hasOwnSubject &&
      narrowed.account &&
      !namesAccount &&
      !restarts &&
      !phrase.measures.includes("months")) ||
    (isBare && reading.whole !== undefined && !isWithin && !namesFund && !namesAccount) ||
    funds.length > 1 ||
    fund === "?";
  if (isWithin || (namesAccount && !hasOwnSubject)) {
    if (namesFund) narrowed.fund = true;
    if (namesAccount) narrowed.account = true;
  } else if (namesAccount && hasOwnSubject) {
    reading.account = account;
    narrowed.account = false;
  }
  if (isOpen) return undefined;
  return {
    fund,
    account,
    region: phrase.region || reading.region,
    span: phrase.span ?? reading.span,
    section: reading.section,
  };
}
