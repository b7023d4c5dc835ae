import { type Figure, NO_UNIT, type Role, type Scope, type Subject } from "./figure.ts";
import { plain, printedInterval } from "./numerals.ts";
import { type Phrase, readPhrase } from "./phrase.ts";
import { isOfKind, isRelative, type Reading } from "./reading.ts";
import { type PrintedUnit, unitAt } from "./units.ts";

const NUMBER = /^(?<sign>[+-]?)(?<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?<unit>\D*)$/;
const UNIT_NAME = /[百千]?[万亿]?(?:元|人次|人|床日|天)|%|个?百分点|个?月/;
/** Where the unit stands under the name in a smaller type, without brackets. */
const UNIT_AT_END = /(?:[万亿]?元|[万亿]?人次?|%|个?百分点|个月)$/;

/** A cell with so many sentences holds an article: what is around it is a page, not a table. */
const ARTICLE = 3;

interface Head {
  phrase: Phrase;
  unit: PrintedUnit | undefined;
  text: string;
}

/** Whether cells make a table of figures; if not, they are text that is laid out in rows and columns. */
export function isTable(rows: readonly string[][]): boolean {
  return firstOfBody(rows.map(plainCells)) > 0 && !rows.flat().some(isArticle);
}

const isArticle = (cell: string): boolean => cell.split("。").length > ARTICLE;
const plainCells = (row: readonly string[]): string[] => row.map((cell) => plain(cell).trim());

/** The first row with numbers beside its label; what is above it is the head. */
function firstOfBody(cells: readonly string[][]): number {
  return cells.findIndex((row) => row.slice(1).some((cell) => NUMBER.test(cell)));
}

const EMPTY: Head = { phrase: readPhrase("", undefined), unit: undefined, text: "" };

/**
 * Reads the cells of a table: what a cell means is what its row, its column and the words over the
 * table say together. Money without a unit is compared with nothing but its own table.
 */
export function readTable(
  rows: readonly string[][],
  caption: string,
  block: number,
  reading: Reading,
  sentenceFrom: number,
): Figure[] {
  const cells = rows.map(plainCells);
  const top = firstOfBody(cells);
  if (top < 1) return [];
  const width = Math.max(...cells.map((row) => row.length));
  const left = labelColumns(cells.slice(top), width);
  const over = headOf(caption, reading);
  const heads = Array.from({ length: width }, (_, column) =>
    headOf(joined(cells.slice(0, top).map((row) => row[column] ?? "")), reading),
  );
  for (let i = left + 1; i < width; i++) takeMeasure(heads[i]!, heads.slice(left, i));
  const labels = cells.slice(top).map((row) => headOf(joined(row.slice(0, left)), reading));
  for (let i = 1; i < labels.length; i++) takeFund(labels[i]!, labels.slice(0, i));
  const hasFunds = [...labels, ...heads].some(({ phrase }) => phrase.funds.length > 0);
  const figures = cells.slice(top).flatMap((row, i) =>
    row.slice(left).flatMap((cell, j) => {
      const match = NUMBER.exec(cell);
      if (!match) return [];
      const context = contextOf(rows[top + i]!, left + j);
      const place = { block, sentence: sentenceFrom + i, context };
      const figure = cellFigure(
        match,
        [over, labels[i]!, heads[left + j]!],
        hasFunds,
        reading,
        place,
      );
      return figure ? [{ ...figure, start: left + j, end: left + j }] : [];
    }),
  );
  listParts(figures);
  return figures;
}

function labelColumns(body: string[][], width: number): number {
  for (let column = 0; column < width; column++) {
    const filled = body.map((row) => row[column] ?? "").filter((cell) => cell !== "");
    const numeric = filled.filter((cell) => NUMBER.test(cell) || /^[-—/]+$/.test(cell));
    if (filled.length > 0 && numeric.length > filled.length / 2 && column > 0) return column;
  }
  return 1;
}

/** 完成预算, 超均衡进度, 同比 over a column speak of the amount to their left; of progress, of spending. */
function takeMeasure({ phrase, text }: Head, before: Head[]): void {
  const isOwn = phrase.measures.length > 0 || cleaned(phrase.residue) !== "";
  const role = roleOf(EMPTY, { phrase, text, unit: undefined });
  if (isOwn || role === "actual" || role === "share") return;
  const amount = before.findLast(
    ({ phrase: other }) =>
      other.measures.length === 1 && (role !== "ahead" || other.measures[0] === "expenditure"),
  );
  if (amount) phrase.measures.push(amount.phrase.measures[0]!);
}

/** 其中:统筹基金 under a fund is that fund's. */
function takeFund({ phrase }: Head, before: Head[]): void {
  if (phrase.funds.length > 0 || phrase.accounts.length === 0) return;
  const fund = before.findLast((label) => label.phrase.funds.length > 0)?.phrase.funds[0];
  if (fund) phrase.funds.push(fund);
}

const joined = (texts: string[]): string =>
  [...new Set(texts)].filter((text) => text !== "").join(" ");

function headOf(text: string, reading: Reading): Head {
  const named = /(?:单位|\()\s*:?\s*([^()]*?)\s*(?:\)|$)/.exec(text)?.[1] ?? "";
  const name =
    UNIT_NAME.exec(named)?.[0] ?? UNIT_AT_END.exec(text)?.[0] ?? (/%/.test(text) ? "%" : "");
  const words = text
    .replace(/单位\s*:?\s*\S+/, " ")
    .replace(/\([^()]*\)/g, (part) => (UNIT_NAME.test(part) ? " " : part));
  const bare = words.replace(UNIT_AT_END, " ");
  return { phrase: readPhrase(bare, reading.span), unit: unitNamed(name), text: words };
}

function unitNamed(name: string): PrintedUnit | undefined {
  if (name === "月") return unitAt("个月", 0);
  if (name === "百分点") return unitAt("个百分点", 0);
  return name === "" ? undefined : unitAt(name, 0);
}

type Place = Pick<Figure, "block" | "sentence" | "context">;

function cellFigure(
  match: RegExpExecArray,
  heads: [over: Head, label: Head, column: Head],
  hasFunds: boolean,
  reading: Reading,
  place: Place,
): Figure | undefined {
  const { sign, digits, unit: own } = match.groups!;
  const [over, label, column] = heads;
  const role = roleOf(label, column);
  const subject = subjectOf(label, column, role);
  const unit =
    (own ? unitNamed(own.trim()) : undefined) ??
    column.unit ??
    label.unit ??
    (isRelative(role) ? undefined : over.unit);
  const isBare = unit === undefined && subject !== undefined && !isRelative(role);
  const printed: PrintedUnit | undefined =
    unit ??
    (isBare ? { text: "", dimension: `table ${place.block}`, top: 1, bottom: 1 } : undefined);
  if (!printed) return undefined;
  const turned = turnOf(label, column);
  const decimal = digits!.replaceAll(",", "");
  const value = printedInterval(`${sign}${decimal}`, printed);
  const isKnown =
    subject &&
    (isRelative(role) || role === "increase" || isOfKind(subject.measure, printed.dimension));
  return {
    ...place,
    start: 0,
    end: 0,
    printed: own ? match[0] : match[0] + printed.text,
    digits: decimal,
    unit: printed,
    value,
    isRough: false,
    subject: isKnown ? subject : undefined,
    scope: scopeOf(heads, hasFunds, reading, `${isBare ? NO_UNIT : "table"} ${place.block}`),
    role,
    sign: turned,
    signed: turned === 1 ? value : value.negated(),
    of: undefined,
    against: undefined,
    partOf: undefined,
  };
}

function roleOf(label: Head, column: Head): Role {
  const text = `${label.text} ${column.text}`;
  const says = (kind: "budget" | "previous" | "compared") =>
    label.phrase.says(kind) || column.phrase.says(kind);
  if (/进度/.test(text) && /超|高于|快/.test(text)) return "ahead";
  if (/完成率|执行率|完成.{0,4}预算|占.{0,4}预算|预算.{0,2}完成/.test(text)) return "completion";
  const change = column.phrase.change ?? label.phrase.change;
  if (change || /增减|同比|环比|增幅/.test(text))
    return /额|数|量/.test(text) ? "increase" : "growth";
  if (/占比|比重/.test(text)) return "share";
  if (says("budget")) return "budget";
  return says("previous") ? "previous" : "actual";
}

function turnOf(label: Head, column: Head): 1 | -1 {
  const change = column.phrase.change ?? label.phrase.change ?? 1;
  return (label.phrase.sign * column.phrase.sign * change) as 1 | -1;
}

/** What is left of a residue without the numbering and the words that say the role. */
function cleaned(residue: string): string {
  return residue.replace(
    /^[一二三四五六七八九十]+(?=[^线])|序时|均衡|进度|增减|幅|执行|率|占|比|超|较|衡|百分点/g,
    "",
  );
}

/** Undefined where row and column name different measures. */
function subjectOf(label: Head, column: Head, role: Role): Subject | undefined {
  const measures = [...new Set([...label.phrase.measures, ...column.phrase.measures])].filter(
    (measure, _, all) => measure !== "balance" || all.length === 1,
  );
  if (measures.length > 1 || role === "share") return undefined;
  const item = cleaned(label.phrase.residue) + cleaned(column.phrase.residue);
  const [measure] = measures;
  if (!measure && item === "") return undefined;
  return {
    measure: measure === "balance" ? "other" : (measure ?? "other"),
    item: measure === "balance" ? `结余${item}` : item,
  };
}

function scopeOf(
  [over, label, column]: [Head, Head, Head],
  hasFunds: boolean,
  reading: Reading,
  section: string,
): Scope {
  const nearest = [column.phrase, label.phrase, over.phrase];
  const isTotal = [label, column].some((head) =>
    /^(?:合计|总计|全[市县区省州])/.test(head.text.trim()),
  );
  const fund =
    column.phrase.funds[0] ??
    label.phrase.funds[0] ??
    (isTotal && hasFunds ? "total" : (over.phrase.funds[0] ?? reading.fund));
  return {
    fund,
    account: nearest.find((phrase) => phrase.accounts.length > 0)?.accounts[0] ?? "all",
    region: column.phrase.region || label.phrase.region,
    span: nearest.find((phrase) => phrase.span)?.span ?? reading.span,
    section,
  };
}

function contextOf(row: readonly string[], column: number): Figure["context"] {
  const before = row.slice(0, column).join(" | ");
  const start = before.length + (column > 0 ? 3 : 0);
  return { text: row.join(" | "), start, end: start + row[column]!.length };
}

/** Rows and columns that narrow a measure down are parts of the one that does not. */
function listParts(figures: Figure[]): void {
  for (const part of figures) {
    if (!part.subject || (part.subject.item === "" && part.scope.region === "")) continue;
    part.partOf = figures.find(
      (whole) =>
        whole !== part &&
        whole.role === part.role &&
        whole.subject?.measure === part.subject!.measure &&
        whole.subject.item === "" &&
        whole.scope.region === "" &&
        whole.scope.fund === part.scope.fund &&
        whole.scope.account === part.scope.account &&
        whole.scope.span?.year === part.scope.span?.year &&
        whole.scope.span?.last === part.scope.span?.last,
    );
  }
}
