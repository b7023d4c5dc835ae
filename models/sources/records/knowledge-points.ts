import { saysNothing } from "../text.ts";
import { type Limits, limitsOf } from "./knowledge-limits.ts";
import type { KnowledgeSheet, Part } from "./knowledge-sheet.ts";

/** A sheet with its rows below the header; cells by position, row numbers as Excel shows them. */
export interface KnowledgeRows {
  sheet: string;
  layout: KnowledgeSheet;
  rows: { row: number; cells: (string | null)[] }[];
}

/** A row that cannot be taken. */
export interface BadPoint {
  sheet: string;
  row: number;
  column: string;
  value: string;
  reason: string;
}

export interface KnowledgePoints {
  /** Rows of `rule_knowledge`, columns by their platform names. */
  points: Limits[];
  bad: BadPoint[];
  /** Rules and the number of their points that no SELECT can judge. */
  unjudged: Map<string, number>;
  /** Points that should have more or fewer codes than were found. */
  miscounted: string[];
}

/**
 * The knowledge points of a workbook: rows without the tail (合计、说明、备注), merged cells filled
 * downwards, the codes of a second sheet put to the points they belong to.
 */
export function knowledgePoints(sheets: KnowledgeRows[]): KnowledgePoints {
  const found: KnowledgePoints = { points: [], bad: [], unjudged: new Map(), miscounted: [] };
  const points = sheets.filter(({ layout }) => layout.kind === "points");
  const taken = new Set<Map<string, string[]>>();
  const lists = sheets
    .filter(({ layout }) => layout.kind === "codes")
    .map((sheet) => ({ sheet, codes: codesOf(sheet, found.bad) }));
  for (const sheet of points) {
    const own =
      points.length === 1
        ? lists
        : lists.filter((list) => list.sheet.layout.rule === sheet.layout.rule);
    for (const { codes } of own) taken.add(codes);
    const codes = new Map(own.flatMap((list) => [...list.codes]));
    const known = new Set(readPoints(sheet, codes, found));
    for (const { sheet: of, codes: each } of own)
      for (const point of each.keys())
        if (!known.has(point))
          found.bad.push({
            ...{ sheet: of.sheet, row: of.layout.headerRow, value: point },
            column: headerOf(of.layout, "linked"),
            reason: "知识点明细里没有这个序号，它的代码没有入库，请核对两张工作表",
          });
  }
  for (const { sheet, codes } of lists)
    if (!taken.has(codes))
      found.bad.push({
        ...{ sheet: sheet.sheet, row: sheet.layout.headerRow, column: "", value: "" },
        reason: "只有代码，没有对应的知识点明细，请把两张工作表放在同一个工作簿里",
      });
  return found;
}

const headerOf = ({ headers }: KnowledgeSheet, part: Part): string => headers.get(part) ?? "";

const TAIL = /^(合计|总计|小计|说明|备注|附注|注:)/;

function isTail(cells: (string | null)[]): boolean {
  const first = cells.find((cell) => cell !== null && cell.trim() !== "");
  if (first === undefined || first === null) return true;
  const plain = first.normalize("NFKC").replace(/\s+/g, "");
  return TAIL.test(plain);
}

/** Parts of each row that counts, in half width; `filled` ones are taken from above where empty. */
function* partsOf({ layout, rows }: KnowledgeRows, filled: Part[]) {
  const last = new Map<Part, string>();
  for (const { row, cells } of rows) {
    if (isTail(cells)) continue;
    const own = (part: Part): string | null => {
      const index = layout.columns.get(part);
      const cell = index === undefined ? null : (cells[index] ?? null);
      return saysNothing(cell) ? null : cell!.normalize("NFKC").trim();
    };
    for (const part of filled) {
      const value = own(part);
      if (value !== null) last.set(part, value);
    }
    yield { row, parts: (part: Part) => own(part) ?? last.get(part) ?? null };
  }
}

/** Codes of a cell; what is none is told. */
function split(cell: string | null): { codes: string[]; bad: string | undefined } {
  const all = (cell ?? "").split(/[、,;|/\s]+/).filter((code) => code !== "");
  const bad = all.find((code) => !/^[A-Za-z0-9][A-Za-z0-9.()-]{2,}$/.test(code));
  return { codes: all.map((code) => code.toUpperCase()), bad };
}

/** Codes by the number of the knowledge point they belong to. */
function codesOf(sheet: KnowledgeRows, bad: BadPoint[]): Map<string, string[]> {
  const codes = new Map<string, string[]>();
  for (const { row, parts } of partsOf(sheet, ["linked"])) {
    const cell = parts("code");
    const point = parts("linked");
    if (cell === null && parts("name") === null && parts("point") === null) continue;
    const list = split(cell);
    const wrong = (part: Part, value: string, reason: string) =>
      bad.push({ sheet: sheet.sheet, row, column: headerOf(sheet.layout, part), value, reason });
    if (point === null) wrong("linked", "", "没有对应知识点序号");
    else if (cell === null) wrong("code", "", "没有代码");
    else if (list.bad !== undefined) wrong("code", list.bad, "不是代码");
    else codes.set(point, [...(codes.get(point) ?? []), ...list.codes]);
  }
  return codes;
}

/** Adds the points of a sheet, and returns the numbers of those it has. */
function readPoints(
  sheet: KnowledgeRows,
  listed: Map<string, string[]>,
  found: KnowledgePoints,
): string[] {
  const numbers: string[] = [];
  const { layout } = sheet;
  const isPairs = layout.columns.has("otherCode");
  const filled: Part[] = isPairs ? ["rule", "window", "name", "code"] : ["rule"];
  for (const { row, parts } of partsOf(sheet, filled)) {
    const wrong = (part: Part, value: string, reason: string) =>
      found.bad.push({ sheet: sheet.sheet, row, column: headerOf(layout, part), value, reason });
    const number = parts("point");
    if (number !== null) numbers.push(number);
    const rule = parts("rule") ?? layout.rule;
    if (rule === "") {
      wrong("rule", "", "看不出是哪条规则：请在标题、工作表名或“规则名称”列里写明");
      continue;
    }
    const { codes, bad } = split(parts("code"));
    const others = split(parts("otherCode"));
    const all = number !== null && listed.has(number) ? listed.get(number)! : codes;
    const count = parts("count");
    const limits = limitsOf(rule, parts);
    if (bad !== undefined) wrong("code", bad, "不是代码");
    else if (others.bad !== undefined) wrong("otherCode", others.bad, "不是代码");
    else if (isPairs && others.codes.length === 0) wrong("otherCode", "", "没有项目B代码");
    else if ("reason" in limits)
      wrong(limits.part, limits.value.slice(0, 60), `${limits.reason}，请补“限…”列写明`);
    else if (all.length === 0) {
      if (count !== "0")
        wrong(layout.columns.has("code") ? "code" : "name", parts("name") ?? "", NO_CODES);
    } else {
      if (count !== null && /^\d+$/.test(count) && Number(count) !== all.length)
        found.miscounted.push(`${number ?? row}（应有 ${count} 个，读到 ${all.length} 个）`);
      if (!limits.isJudged) found.unjudged.set(rule, (found.unjudged.get(rule) ?? 0) + 1);
      for (const code of new Set(all))
        for (const other of isPairs ? new Set(others.codes) : [undefined])
          found.points.push({
            ...{ rule_name: rule, point_no: number ?? "", hilist_code: code },
            ...{ hilist_name: parts("name") ?? "", logic_basis: parts("basis") ?? "" },
            ...limits.limits,
            ...(other === undefined
              ? {}
              : {
                  ...{ item_b: other, item_b_name: parts("otherName") ?? "" },
                  win: windowOf(parts("window") ?? ""),
                }),
          });
    }
  }
  return numbers;
}

const NO_CODES = "没有医保代码：请补代码列，或把“对应药品代码”工作表放在同一个工作簿里";

/** As the table of mutually exclusive items has it: day, or stay for any longer time. */
function windowOf(text: string): string {
  return /^(自然|单|同|当|每)?一?[日天]$/.test(text) ? "day" : text === "" ? "day" : "stay";
}
