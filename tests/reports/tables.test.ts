import { expect, test } from "vitest";
import { type Table, textOf } from "../../reports/document.ts";
import { countyTable, fundTable, payableTable } from "../../reports/documents/tables.ts";
import { roundingShows } from "../../reports/format.ts";
import { city, cityFigures, figure, fundFigures } from "./city.ts";

const lines = (table: Table | null) =>
  table?.rows.map((row) => row.cells.map(textOf).join(" ")) ?? [];

test("the fund table: units in the header, one precision, parts under their fund", () => {
  const table = fundTable(city());
  expect(table?.columns.map((c) => c.title + c.unit)).toEqual([
    "基金",
    "收入万元",
    "完成预算%",
    "支出万元",
    "完成预算%",
    "超均衡进度百分点",
    "当期结余万元",
    "累计结余万元",
    "可支付月数个月",
  ]);
  expect(lines(table)).toEqual([
    "职工 30600 57.82 31000 65.45 7.12 −400 53600 11.50",
    "其中：统筹基金 — — — — — — 45400 —",
    "个人账户 — — — — — — 8229 —",
    "居民 81400 99.03 43500 61.10 2.76 37900 49800 8.39",
    "生育 1476 57.48 391 40.69 −17.64 1085 9808 122.48",
  ]);
  expect(table?.notes.map(textOf)).toEqual([
    "超均衡进度为支出预算完成率减均衡进度（58.33%），先相减、后四舍五入；负数为低于均衡进度。",
    "可支付月数口径：期末统筹基金结余÷年度支出预算月均。",
  ]);
});

test("the rounding note stands only where the page does not add up", () => {
  const scale = { unit: "万元", decimals: 0 } as const;
  expect(roundingShows(["15000", "15000"], "30000", scale)).toBe(true);
  expect(roundingShows(["10000", "20000"], "30000", scale)).toBe(false);
  expect(roundingShows(["10000", "20000"], "90000", scale)).toBe(false);
  const notes = (spent: string, left: string) =>
    fundTable(
      city({}, fundFigures("employee", ["30000000", null, spent, null, null, left])),
    )?.notes.map(textOf);
  expect(notes("15005000", "14995000")).toEqual(["因四舍五入，分项和与合计略有差异。"]);
  expect(notes("15000000", "15000000")).toEqual([]);
});

test("a number that rests on an accepted batch is marked and its reason printed", () => {
  const id = figure("expenditure_ytd", "employee", "1").id;
  const table = fundTable(city({ caveats: new Map([[id, ["期末余额差0.4万元"]]]) }));
  expect(lines(table)[0]).toContain("31000*");
  expect(table?.notes.map(textOf).at(-1)).toBe(
    "*所依据的数据未通过校验，经批准采用：期末余额差0.4万元。",
  );
});

test("counties: the furthest ahead first, the silent ones and the whole last", () => {
  const facts = city({ children: [{ code: "x", name: "无数据县" }, ...city().children] });
  const table = countyTable(facts, "resident");
  expect(table?.rows.map((row) => textOf(row.cells[0]!))).toEqual([
    "临泽县",
    "山丹县",
    "民乐县",
    "高台县",
    "甘州区",
    "无数据县",
    "全市",
  ]);
  expect(table?.columns.map((c) => c.title)).toEqual(["地区", "完成预算", "超均衡进度"]);
  expect(table?.rows.at(-1)?.kind).toBe("total");
  expect(countyTable(facts, "employee")).toBeNull();
});

test("definitions of months payable stand side by side only when there are several", () => {
  expect(payableTable(city())).toBeNull();
  const more = [
    ...cityFigures(),
    figure("months_payable", "employee", "10.2", { basis: "ytd_average" }),
  ];
  expect(lines(payableTable(city({}, more)))).toEqual([
    "本年累计月均支出 10.20 — —",
    "年度支出预算月均（本通报采用） 11.50 8.39 122.48",
  ]);
});

test("nothing known, no table", () => {
  expect(
    fundTable(city({ missingMonths: [{ fund: "employee", months: ["2019-07"] }] }, [])),
  ).toBeNull();
});
