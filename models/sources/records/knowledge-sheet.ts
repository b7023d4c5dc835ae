import type { HeadRow } from "../recognize.ts";
import { normalize } from "../text.ts";

/** What a column of an official workbook of knowledge points (知识点) says. */
export type Part =
  | "rule"
  | "point"
  | "linked"
  | "name"
  | "code"
  | "otherName"
  | "otherCode"
  | "window"
  | "sex"
  | "ageMin"
  | "ageMax"
  | "level"
  | "way"
  | "insurance"
  | "diagnosis"
  | "daily"
  | "times"
  | "cycle"
  | "course"
  | "logic"
  | "basis"
  | "count";

/** Headers without blanks, remarks in brackets and «供参考»; the first that fits is it. */
const HEADERS: [Part, RegExp][] = [
  ["rule", /^规则(名称)?$/],
  ["linked", /^对应知识点序号$/],
  ["point", /^(知识点)?序号$/],
  ["name", /^(医疗服务)?项目a名称$/],
  ["code", /^(医疗服务)?项目a(代码|编码)?$/],
  ["otherName", /^(医疗服务)?项目b名称$/],
  ["otherCode", /^(医疗服务)?项目b(代码|编码)?$/],
  ["count", /^知识点对应.*代码数量$/],
  ["name", /^(药品)?通用名$/],
  ["name", /^(药品|(医疗服务)?项目|(中药)?饮片|(医用)?耗材|医保目录)名称$/],
  ["code", /^(药品|(医疗服务)?项目|(中药)?饮片|(医用)?耗材|(国家)?医保(目录)?)(代码|编码)$/],
  ["window", /^时间区间$/],
  ["sex", /^限定?性别$/],
  ["ageMin", /^限?年龄下限$/],
  ["ageMax", /^限?年龄上限$/],
  ["level", /^限定?(医疗)?机构级别$/],
  ["way", /^限定?就医方式$/],
  ["insurance", /^限定?险种$/],
  ["diagnosis", /^(限定?诊断|(适应症)?诊断编码(前缀)?)$/],
  ["daily", /^单日上限(数量)?$/],
  ["times", /^频次上限$/],
  ["cycle", /^周期(天数)?$/],
  ["course", /^限?支付疗程(天数)?$/],
  ["logic", /^检出逻辑$/],
  ["basis", /^逻辑依据$/],
];

/** A sheet of such a workbook. Column indexes are 0-based. */
export interface KnowledgeSheet {
  /** Knowledge points, or the codes that belong to the points of another sheet. */
  kind: "points" | "codes";
  /** What its title or its name calls the rule; empty where neither does. */
  rule: string;
  headerRow: number;
  columns: Map<Part, number>;
  /** Headers as they are written. */
  headers: Map<Part, string>;
}

const HEADER_SEARCH_ROWS = 12;

/** Recognises a sheet of knowledge points by its headers, below a title of any height. */
export function recognizeKnowledge(
  head: HeadRow[],
  sheet: string,
  file: string,
): KnowledgeSheet | undefined {
  for (const [i, { row, cells }] of head.slice(0, HEADER_SEARCH_ROWS).entries()) {
    const columns = new Map<Part, number>();
    const headers = new Map<Part, string>();
    for (const [index, cell] of cells.entries()) {
      const part = cell === null ? undefined : partOf(cell);
      if (part === undefined || columns.has(part)) continue;
      columns.set(part, index);
      headers.set(part, cell!.replace(/\s+/g, ""));
    }
    const has = (...parts: Part[]) => parts.some((part) => columns.has(part));
    const kind =
      has("linked") && has("code")
        ? "codes"
        : has("name", "code") && (has("logic", "basis") || (has("rule") && has("code")))
          ? "points"
          : undefined;
    if (!kind) continue;
    const titles = head.slice(0, i).flatMap((above) => above.cells.filter((cell) => cell !== null));
    return { kind, rule: ruleNamedIn([...titles, sheet, file]), headerRow: row, columns, headers };
  }
  return undefined;
}

function partOf(header: string): Part | undefined {
  const plain = normalize(header)
    .replace(/\([^)]*\)/g, "")
    .replace(/,?供参考/, "");
  return HEADERS.find(([, pattern]) => pattern.test(plain))?.[0];
}

/** A rule is called so in the first of some texts that names one: 第一批-1 “药品区分性别使用”规则对应…. */
export function ruleNamedIn(texts: string[]): string {
  for (const text of texts) {
    const plain = text.normalize("NFKC").replace(/\s+/g, "");
    const quoted = /[“”"「『]([^“”"」』]{2,40})[“”"」』]/.exec(plain)?.[1];
    const name = quoted ?? bare(plain);
    if (RULE_WORDS.test(name)) return name;
  }
  return "";
}

const RULE_WORDS =
  /性别|儿童|年龄|工伤|生育|就医方式|机构级别|疗程|重复收费|频次|适应症|二线|支付范围|不予支付|折价|^(药品|医疗服务项目|项目|中药饮片|耗材).*[限禁超]/;

const bare = (text: string): string =>
  text
    .replace(/\.(xlsx|xlsm|csv)$/i, "")
    .replace(/^附件\d*[:.、_-]*/, "")
    .replace(/^第[一二三四五六七八九十\d]+批[-_.、]*/, "")
    .replace(/^\d+[-_.、]*/, "")
    .replace(/(规则|对应|知识点|明细|[_(]).*$/, "");
