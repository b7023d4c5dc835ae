import { addMonths, type Month } from "../period.ts";
import {
  type AccountMonth,
  budgetsOf,
  type FlowInput,
  flowsOf,
  type Lines,
  openingMonths,
  share,
} from "./fund-flows.ts";
import type { ServiceFund } from "./national.ts";
import type { Region } from "./region.ts";

const INCOME: [key: string, title: string][] = [
  ["income.contribution", "基本医疗保险费收入"],
  ["income.fiscal", "财政补贴收入"],
  ["income.interest", "利息收入"],
  ["income.transfer", "转移收入"],
  ["income.other", "其他收入"],
];
const EXPENDITURE: [key: string, title: string][] = [
  ["expenditure.benefit", "待遇支出"],
  ["expenditure.critical_illness", "大病保险支出"],
  ["expenditure.transfer", "转移支出"],
  ["expenditure.other", "其他支出"],
];
const FUND_TITLES = { employee: "职工", resident: "居民" };
const ACCOUNT_TITLES = { all: "", pooled: "统筹基金", personal: "个人账户" };

export const STATEMENT_HEADER = "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位";
export const BUDGET_HEADER = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号";
export const INSURED_HEADER = "统筹区代码,统筹区,险种,所属期,人员类别,特殊人群,人数,单位";

/** Fen as yuan with two places. */
export function yuanText(fen: bigint): string {
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, "0");
  return `${fen < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const total = (lines: Lines, keys: [string, string][]): bigint =>
  keys.reduce((sum, [key]) => sum + (lines[key] ?? 0n), 0n);

function plus(a: Lines, b: Lines): Lines {
  const sum: Lines = { ...a };
  for (const [key, amount] of Object.entries(b)) sum[key] = (sum[key] ?? 0n) + (amount ?? 0n);
  return sum;
}

/** One account of a place and fund through the months: what a statement of each month says. */
interface Book {
  opening: bigint;
  lines: Map<Month, Lines>;
}

interface BookMonth {
  /** Balance at the end of last year. */
  opening: bigint;
  month: Lines;
  ytd: Lines;
  closing: bigint;
}

function at(book: Book, month: Month): BookMonth {
  const year = month.slice(0, 4);
  let opening = book.opening;
  let ytd: Lines = {};
  for (const [m, lines] of book.lines) {
    if (m > month) break;
    if (m.slice(0, 4) < year) opening += total(lines, INCOME) - total(lines, EXPENDITURE);
    else ytd = plus(ytd, lines);
  }
  const closing = opening + total(ytd, INCOME) - total(ytd, EXPENDITURE);
  return { opening, month: book.lines.get(month)!, ytd, closing };
}

/** Books added line by line. */
function joined(books: Book[]): Book {
  const lines = new Map<Month, Lines>();
  for (const book of books)
    for (const [month, own] of book.lines) lines.set(month, plus(lines.get(month) ?? {}, own));
  return { opening: books.reduce((sum, b) => sum + b.opening, 0n), lines };
}

interface Place {
  code: string;
  name: string;
}

/** Rows of the statements of every month, the city first: its lines are the sums of its counties'. */
export function statements(region: Region, input: FlowInput): Map<Month, string[]> {
  const books = booksOf(input);
  const out = new Map<Month, string[]>(input.months.map((month) => [month, []]));
  const places: [Place, number[]][] = [
    [region.city, region.counties.map((_, i) => i)],
    ...region.counties.map((county, i): [Place, number[]] => [county, [i]]),
  ];
  for (const [place, counties] of places) {
    for (const fund of ["employee", "resident"] as const) {
      const book = (account: "pooled" | "personal") =>
        joined(counties.map((county) => books.get(`${county}/${fund}/${account}`)!));
      const pooled = book("pooled");
      const personal = fund === "employee" ? book("personal") : null;
      for (const month of input.months) {
        const rows = out.get(month)!;
        const start = (account: keyof typeof ACCOUNT_TITLES) =>
          `${place.code},${place.name},${FUND_TITLES[fund]},${ACCOUNT_TITLES[account]},${month}`;
        const whole = at(personal ? joined([pooled, personal]) : pooled, month);
        rows.push(...block(start("all"), whole, fund === "resident"));
        if (!personal) continue;
        const [p, q] = [at(pooled, month), at(personal, month)];
        rows.push(point(start("all"), "统筹基金累计结余", p.closing));
        rows.push(point(start("all"), "个人账户累计结余", q.closing));
        rows.push(...block(start("pooled"), p, false), ...block(start("personal"), q, false));
      }
    }
  }
  return out;
}

function booksOf(input: FlowInput): Map<string, Book> {
  const books = new Map<string, Book>();
  const spent = new Map<string, bigint>();
  for (const { county, fund, account, month, lines } of flowsOf(input)) {
    const key = `${county}/${fund}/${account}`;
    const book = books.get(key) ?? { opening: 0n, lines: new Map() };
    book.lines.set(month, lines);
    books.set(key, book);
    spent.set(key, (spent.get(key) ?? 0n) + total(lines, EXPENDITURE));
  }
  for (const [key, book] of books) {
    const [county, fund, account] = key.split("/") as [
      string,
      ServiceFund,
      AccountMonth["account"],
    ];
    const months = BigInt(input.months.length) * 100n;
    book.opening = share(spent.get(key)!, openingMonths(fund, account, Number(county)), months);
  }
  return books;
}

const line = (
  start: string,
  direction: string,
  title: string,
  month: bigint,
  ytd: bigint,
): string => `${start},${direction},${title},${yuanText(month)},${yuanText(ytd)},元`;
const point = (start: string, title: string, amount: bigint): string =>
  `${start},结余,${title},,${yuanText(amount)},元`;

function block(start: string, book: BookMonth, hasCritical: boolean): string[] {
  const { month, ytd, opening, closing } = book;
  const one =
    (direction: string) =>
    ([key, title]: [string, string]) =>
      line(start, direction, title, month[key] ?? 0n, ytd[key] ?? 0n);
  const expenditure = EXPENDITURE.filter(
    ([key]) => hasCritical || key !== "expenditure.critical_illness",
  );
  const income = [total(month, INCOME), total(ytd, INCOME)] as const;
  const outgo = [total(month, EXPENDITURE), total(ytd, EXPENDITURE)] as const;
  return [
    ...INCOME.map(one("收入")),
    line(start, "收入", "收入合计", ...income),
    ...expenditure.map(one("支出")),
    line(start, "支出", "支出合计", ...outgo),
    point(start, "上年结余", opening),
    line(start, "结余", "当期结余", income[0] - outgo[0], income[1] - outgo[1]),
    point(start, "累计结余", closing),
  ];
}

/** Rows of the yearly budgets. */
export function budgetRows(region: Region, input: FlowInput): string[] {
  const budgets = budgetsOf(input);
  const rows: string[] = [];
  for (const year of new Set(budgets.map((b) => b.year))) {
    for (const fund of ["employee", "resident"] as const) {
      const own = budgets.filter((b) => b.year === year && b.fund === fund);
      const add = (place: Place, of: typeof own) => {
        const sum = (key: "benefit" | "critical" | "expenditure" | "income") =>
          of.reduce((a, b) => a + b[key], 0n);
        const row = (direction: string, title: string, amount: bigint) =>
          rows.push(
            `${place.code},${place.name},${FUND_TITLES[fund]},${year},${direction},${title},${yuanText(amount)},元,年初预算,示例财预〔${year}〕1号`,
          );
        row("收入", "收入合计", sum("income"));
        row("支出", "待遇支出", sum("benefit"));
        if (fund === "resident") row("支出", "大病保险支出", sum("critical"));
        row("支出", "其他支出", sum("expenditure") - sum("benefit") - sum("critical"));
        row("支出", "支出合计", sum("expenditure"));
      };
      add(region.city, own);
      for (const [i, county] of region.counties.entries())
        add(
          county,
          own.filter((b) => b.county === i),
        );
    }
  }
  return rows;
}

/** Insured persons at the end of a month by county, kind of person and special population. */
export interface Heads {
  month: Month;
  county: number;
  ptype: number;
  /** 0 none, 1 特困, 2 低保, 3 脱贫. */
  special: number;
  persons: number;
}

/** Rows of the insured counts of one month. */
export function insuredRows(region: Region, month: Month, heads: Heads[]): string[] {
  const places: [Place, (county: number) => boolean][] = [
    [region.city, () => true],
    ...region.counties.map((county, i): [Place, (c: number) => boolean] => [
      county,
      (c) => c === i,
    ]),
  ];
  return places.flatMap(([place, isIn]) => {
    const own = heads.filter((h) => h.month === month && isIn(h.county));
    const count = (test: (h: Heads) => boolean) =>
      own.filter(test).reduce((sum, h) => sum + h.persons, 0);
    const row = (fund: ServiceFund, category: string, special: string, persons: number) =>
      `${place.code},${place.name},${FUND_TITLES[fund]},${month},${category},${special},${persons},人`;
    const working = count((h) => h.ptype === 11);
    const retired = count((h) => h.ptype === 12);
    return [
      row("employee", "在职", "", working),
      row("employee", "退休", "", retired),
      row("employee", "合计", "", working + retired),
      row(
        "resident",
        "居民",
        "",
        count((h) => h.ptype > 12),
      ),
      ...["特困", "低保", "脱贫"].map((name, i) =>
        row(
          "resident",
          "居民",
          name,
          count((h) => h.ptype > 12 && h.special === i + 1),
        ),
      ),
    ];
  });
}

/** Months of a run as text, first to last. */
export const monthsFrom = (from: Month, count: number): Month[] =>
  Array.from({ length: count }, (_, i) => addMonths(from, i));
