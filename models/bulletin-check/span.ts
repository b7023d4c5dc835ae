/** The stretch of a year that amounts speak of: `2019:1-7`, `2022:1-12`, `2024:4-6`; no year if unnamed. */
export interface Span {
  year: string;
  first: number;
  last: number;
  /** Whether the months were said. «2022年» alone may be a year or as much of it as has passed. */
  isFirm: boolean;
}

const YEAR = "(?<year>(?:19|20)\\d{2})\\s*年度?\\s*";
const TO = "[-—–~～至到]+";
const UNTIL = "(?:截至|截止到?|止|到|至)\\s*";
const END = "(?:底|末|月末)";
const DAY = "(?:[12]\\d|3[01]|0?[1-9])日";

const SPANS: [RegExp, (month: number) => [number, number] | undefined][] = [
  [pattern(`(?:${YEAR})?1\\s*月?份?${TO}(?<month>1[0-2]|[2-9])月份?`), (month) => [1, month]],
  [pattern(`${UNTIL}(?:${YEAR})?(?<month>1[0-2]|0?[1-9])月(?:份?${END}|${DAY}|份)?`), ytd],
  [pattern(`(?:${YEAR})?(?<month>1[0-2]|0?[1-9])月份?${END}`), ytd],
  [pattern(`(?:${YEAR})?上半年`), () => [1, 6]],
  [pattern(`(?:${YEAR})?下半年`), () => [7, 12]],
  [pattern(`(?:${YEAR})?前三季度`), () => [1, 9]],
  [pattern(`(?:${YEAR})?第?(?<quarter>[一二三四1-4])季度`), () => undefined],
  [pattern(`${YEAR}(?<month>1[0-2]|0?[1-9])月份?(?!\\d|${DAY})`), (month) => [month, month]],
  [
    pattern(`(?<month>1[0-2]|[1-9])月份?(?!\\d|${DAY}|底|末|[-—–~～至到])`),
    (month) => [month, month],
  ],
  [pattern(`${YEAR}(?:全年|末|底)`), () => [1, 12]],
  [pattern(`全年(?!预算|度|收入预算|支出预算)`), () => [1, 12]],
];
const BARE_YEAR = pattern(`${YEAR}(?!以来|起|之前|以前|之后|以后|\\d)`);

function pattern(source: string): RegExp {
  return new RegExp(source, "y");
}

function ytd(month: number): [number, number] {
  return [1, month];
}

/**
 * The span named at `at` of a text in `plain` form, and where its name ends. A span without a year is of
 * `year`. A bare year that is the year of `around` may be that span or all of the year: it is not firm.
 */
export function spanAt(
  text: string,
  at: number,
  around: Span | undefined,
): { span: Span; end: number } | undefined {
  if (!/[\d止截到至上下前第一二三四全]/.test(text[at] ?? "") || /[\d.]/.test(text[at - 1] ?? ""))
    return undefined;
  for (const [regex, months] of SPANS) {
    regex.lastIndex = at;
    const match = regex.exec(text);
    if (!match) continue;
    const { year, month, quarter } = match.groups ?? {};
    const bounds = quarter ? quarterOf(quarter) : months(Number(month));
    const [first, last] = bounds!;
    const span = { year: year ?? around?.year ?? "", first, last, isFirm: true };
    return { span, end: regex.lastIndex };
  }
  BARE_YEAR.lastIndex = at;
  const bare = BARE_YEAR.exec(text);
  if (!bare) return undefined;
  const year = bare.groups!.year!;
  const isSame = around !== undefined && around.year === year;
  const span = isSame ? { ...around, isFirm: false } : { year, first: 1, last: 12, isFirm: false };
  return { span, end: BARE_YEAR.lastIndex };
}

function quarterOf(name: string): [number, number] {
  const quarter = "一二三四".indexOf(name) + 1 || Number(name);
  return [quarter * 3 - 2, quarter * 3];
}

/** What a document speaks of by default: the first span of months in its opening, else its first year. */
export function openingSpan(text: string): Span | undefined {
  const opening = text.slice(0, 400);
  const year = /((?:19|20)\d{2})\s*年/.exec(opening)?.[1] ?? "";
  let bare: Span | undefined;
  for (let at = 0; at < opening.length; at++) {
    const span = spanAt(opening, at, undefined)?.span;
    if (span?.isFirm && span.first === 1) return { ...span, year: span.year || year };
    bare ??= span;
  }
  return bare?.isFirm === false
    ? bare
    : year
      ? { year, first: 1, last: 12, isFirm: false }
      : undefined;
}
