import { type ColumnType, SQL_TYPES } from "../../../models/sources/records/columns.ts";
import { PERSONAL_NUMBER } from "../../../models/sources/records/personal.ts";
import { literal } from "../../quote.ts";
import type { RelationColumn } from "./relation.ts";

/** SQL that makes a column of a file into one of a source. */
export interface Conversion {
  value: string;
  /** True for a cell that says something which is no such value; null where that cannot be. */
  isBad: string | null;
}

const DATES = ["%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d %H:%M:%S"];
const MOMENTS = [
  "%Y%m%d%H%M%S",
  "%Y%m%d",
  "%Y%m%d %H:%M:%S",
  "%Y年%m月%d日 %H:%M:%S",
  "%Y年%m月%d日",
  "%d/%m/%Y %H:%M:%S",
];
const formats = (list: string[]) => `[${list.map(literal).join(", ")}]`;

export const TYPE_WORDS: Record<ColumnType, string> = {
  code: "代码",
  text: "文字",
  remark: "文字",
  person: "编号",
  money: "金额（元，两位小数）",
  price: "单价",
  quantity: "数量",
  ratio: "数",
  count: "整数",
  date: "日期（如 2025-01-31）",
  moment: "时间（如 2025-01-31 10:20:30）",
};

/** Converts one column; the source of what is accepted is `Dirt to expect` of the input contract. */
export function conversionOf(type: ColumnType, column: RelationColumn): Conversion {
  const { ref } = column;
  const isText = column.type === "VARCHAR";
  const target = SQL_TYPES[type];
  switch (type) {
    case "code":
    case "person":
    case "text":
      return { value: textOf(column), isBad: null };
    case "remark":
      return { value: masked(textOf(column)), isBad: null };
    default:
  }
  if (column.type.toLowerCase() === target.replaceAll(" ", "")) return { value: ref, isBad: null };
  if (!isText) return judged(ref, `try_cast(${ref} as ${target})`, "false");
  const value =
    type === "date"
      ? `coalesce(try_cast(${ref} as date), cast(try_strptime(${ref}, ${formats(DATES)}) as date), ${excelDay(ref)})`
      : type === "moment"
        ? `coalesce(try_cast(${ref} as timestamp), try_strptime(${ref}, ${formats(MOMENTS)}), cast(${excelDay(ref)} as timestamp))`
        : `coalesce(try_cast(${ref} as ${target}), try_cast(number_text(${ref}) as ${target}))`;
  return judged(ref, value, `is_nothing(${ref})`);
}

const judged = (ref: string, value: string, isNothing: string): Conversion => ({
  value,
  isBad: `(${ref} is not null and ${value} is null and not ${isNothing})`,
});

/** Days since Excel's day zero, as a workbook's date cell without a format gives them. */
const excelDay = (ref: string): string =>
  `case when regexp_full_match(${ref}, '[34]\\d{4}') then date '1899-12-30' + cast(${ref} as integer) end`;

function textOf({ ref, type }: RelationColumn): string {
  if (type === "VARCHAR") return `nullif(trim(${ref}), '')`;
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type))
    return `regexp_replace(cast(${ref} as varchar), '\\.0+$', '')`;
  return `cast(${ref} as varchar)`;
}

/** SQL: certificate numbers and telephones in a text are made unreadable. */
export const masked = (text: string): string =>
  `regexp_replace(${text}, '${PERSONAL_NUMBER}', '***', 'g')`;

/**
 * SQL: a cell that could not be read, fit to be shown. Names slip into other columns where a line is
 * shifted, so words lose their characters, and long numbers their digits.
 */
export const shownSafely = (text: string): string =>
  `regexp_replace(regexp_replace(${text}, '\\d{9,}[0-9Xx]*', '***', 'g'), '[一-龥]', '某', 'g')`;
