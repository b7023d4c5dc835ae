import { writeFileSync } from "node:fs";
import path from "node:path";
import XLSX from "@e965/xlsx";
import Big from "big.js";
import { literal } from "../../pipelines/quote.ts";
import { Store } from "../../pipelines/store.ts";
import { gbk } from "./gbk.ts";

export type Unit = "元" | "万元" | "亿元";

/**
 * The city's published statement and budget of July 2019 and a second region, in yuan. The pooled
 * balance, printed as 4.54亿元, is the closing balance less the personal accounts, so that it adds up
 * in 元 too.
 */
const REGIONS: [code: string, name: string][] = [
  ["620700", "××市"],
  ["620725", "甲县"],
];
const ITEMS = ["收入合计", "支出合计", "累计结余", "统筹基金累计结余", "个人账户累计结余"] as const;
const SIDES = ["收入", "支出", "结余", "结余", "结余"];
const STATEMENT: [region: number, fund: string, amounts: (string | null)[]][] = [
  [0, "职工", ["306000000", "310000000", "536000000", "453710000", "82290000"]],
  [0, "居民", ["814000000", "435000000", "498000000", null, null]],
  [0, "生育", ["14760000", "3910000", "98080000", null, null]],
  [1, "职工", ["98765432.1", "87654321", "45678901.23", "40000000.23", "5678901"]],
  [1, "居民", ["123456789.01", "100000000", "-1234.56", null, null]],
];
const BUDGET: [region: number, fund: string, income: string, expenditure: string][] = [
  [0, "职工", "529230000", "473640000"],
  [0, "居民", "822000000", "712000000"],
  [0, "生育", "25678497", "9609240"],
  [1, "职工", "170000000", "160000000.5"],
];

const YUAN: Record<Unit, number> = { 元: 1, 万元: 10_000, 亿元: 100_000_000 };
const inUnit = (yuan: string | null, unit: Unit): string =>
  yuan === null ? "" : new Big(yuan).div(YUAN[unit]).toFixed();

type Rows = string[][];

function longStatement(unit: Unit): Rows {
  const head = "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径".split(",");
  const rows = STATEMENT.flatMap(([region, fund, amounts]) =>
    amounts.flatMap((yuan, i) => {
      const line = ["", "2019-07", SIDES[i]!, ITEMS[i]!, "", inUnit(yuan, unit), unit, ""];
      return yuan === null ? [] : [[...REGIONS[region]!, fund, ...line]];
    }),
  );
  return [head, ...rows];
}

function longBudget(unit: Unit): Rows {
  const head = "统筹区代码,统筹区,险种,年度,方向,科目,预算数,单位,版本,批复文号".split(",");
  const rows = BUDGET.flatMap(([region, fund, ...amounts]) =>
    amounts.map((yuan, i) => [
      ...[...REGIONS[region]!, fund, "2019", SIDES[i]!, ITEMS[i]!],
      ...[inUnit(yuan, unit), unit, "年初预算", ""],
    ]),
  );
  return [head, ...rows];
}

const statementRows = (unit: Unit): Rows =>
  STATEMENT.map(([region, fund, amounts]) => [
    ...[...REGIONS[region]!, fund],
    ...amounts.map((yuan) => inUnit(yuan, unit)),
  ]);

const budgetRows = (unit: Unit): Rows =>
  BUDGET.map(([region, fund, ...amounts]) => [
    ...[...REGIONS[region]!, fund],
    ...amounts.map((yuan) => inUnit(yuan, unit)),
  ]);

const csv = (rows: Rows) => `${rows.map((row) => row.join(",")).join("\r\n")}\r\n`;

/** Writes a sheet whose text cells that are numbers become numbers; region codes stay text. */
function writeBook(file: string, sheet: string, rows: Rows, merges: string[]): void {
  const cells = rows.map((row) =>
    row.map((cell, i) => (i > 2 && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell || null)),
  );
  const worksheet = XLSX.utils.aoa_to_sheet(cells);
  worksheet["!merges"] = merges.map((merge) => XLSX.utils.decode_range(merge));
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, worksheet, sheet);
  writeFileSync(file, XLSX.write(book, { type: "buffer", bookType: "xlsx" }) as Buffer);
}

async function writeParquet(file: string, [head, ...rows]: Rows): Promise<void> {
  const store = await Store.open(":memory:");
  const columns = head!.map((name, i) => `nullif(c${i}, '') as "${name}"`).join(", ");
  const names = head!.map((_, i) => `c${i}`).join(", ");
  const values = rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ");
  await store.run(
    `copy (select ${columns} from (values ${values}) as t(${names})) to ${literal(file)} (format parquet)`,
  );
  store.close();
}

/** The same facts in every dress: writes `budget.*` and `statement.*` into a folder. */
export const FORMS: Record<string, (folder: string, unit: Unit) => Promise<void>> = {
  "a long csv in UTF-8": async (folder, unit) => {
    writeFileSync(path.join(folder, "budget.csv"), csv(longBudget(unit)));
    writeFileSync(path.join(folder, "statement.csv"), csv(longStatement(unit)));
  },
  "a wide csv in GBK": async (folder, unit) => {
    const region = ["统筹区代码", "统筹区", "险种"];
    const budgets = [`收入预算（${unit}）`, `支出预算（${unit}）`];
    const years = [...region, "年度", ...budgets];
    const items = ITEMS.map((item) => `${item}(${unit})`);
    const dated = (rows: Rows, when: string) =>
      rows.map((row) => [...row.slice(0, 3), when, ...row.slice(3)]);
    const budget = [years, ...dated(budgetRows(unit), "2019年")];
    const statement = [[...region, "所属期", ...items], ...dated(statementRows(unit), "2019年7月")];
    writeFileSync(path.join(folder, "budget.csv"), gbk(csv(budget)));
    writeFileSync(path.join(folder, "statement.csv"), gbk(csv(statement)));
  },
  "a wide xlsx under two titles and a merged header": async (folder, unit) => {
    const region = ["统筹区代码", "统筹区", "险种"];
    const budget = [
      ["2019年医疗保险基金预算表"],
      ["编制单位：××市医疗保障局", "", "", `单位：${unit}`],
      [...region, "年度预算", ""],
      ["", "", "", "收入合计", "支出合计"],
      ...budgetRows(unit),
    ];
    const merged = ["A1:E1", "A3:A4", "B3:B4", "C3:C4"];
    writeBook(path.join(folder, "budget.xlsx"), "预算", budget, [...merged, "D3:E3"]);
    const statement = [
      ["××市2019年1—7月医疗保险基金收支情况表"],
      ["填报单位：××市医疗保障局", "", "", "填报日期：2019年8月5日", "", "", `单位：${unit}`],
      [...region, "基金收入", "基金支出", "累计结余", "", ""],
      ["", "", "", "", "", "合计", "其中：统筹基金", "个人账户"],
      ...statementRows(unit),
    ];
    const tops = ["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:H3"];
    writeBook(path.join(folder, "statement.xlsx"), "Sheet1", statement, tops);
  },
  "a parquet file": async (folder, unit) => {
    await writeParquet(path.join(folder, "budget.parquet"), longBudget(unit));
    await writeParquet(path.join(folder, "statement.parquet"), longStatement(unit));
  },
};
