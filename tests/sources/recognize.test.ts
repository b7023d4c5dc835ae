import { describe, expect, test } from "vitest";
import { type Layout, recognize } from "../../models/sources/recognize.ts";

/** Rows as text, cells split by `|`; `^` repeats the cell above as a merged range does. */
function layout(lines: string[], sheet = "Sheet1"): Layout {
  const found = recognize(head(lines), sheet);
  if (!("source" in found)) throw new Error(`not recognised: ${JSON.stringify(found)}`);
  return found;
}

function head(lines: string[]) {
  const rows: (string | null)[][] = [];
  for (const line of lines) {
    const above = rows.at(-1) ?? [];
    const left: (string | null)[] = [];
    line.split("|").forEach((cell, i) => {
      left.push(
        cell === "^" ? (above[i] ?? null) : cell === "<" ? (left[i - 1] ?? null) : cell || null,
      );
    });
    rows.push(left);
  }
  return rows.map((cells, i) => ({ row: i + 1, cells }));
}

const amounts = (found: Layout) =>
  found.amounts.map((a) =>
    [a.term, a.measure, a.fund, a.account, a.isComponent ? "part" : null, a.unit]
      .filter((part) => part !== null)
      .join(" "),
  );

describe("Long forms", () => {
  test("the statement as inputs.md gives it", () => {
    const found = layout(
      [
        "统筹区代码|统筹区|险种|账户|所属期|方向|科目|本月数|本年累计|单位|口径",
        "620700|甲市|职工||2019-07|收入|收入合计|1|2|万元|",
      ],
      "",
    );
    expect([found.source.id, found.form, found.headerTo]).toEqual(["fund_statement", "long", 1]);
    expect(Object.keys(found.dimensions)).toHaveLength(9);
    expect(amounts(found)).toEqual(["month", "ytd"]);
  });

  test("a sheet per fund: fund, period and unit stand in the title", () => {
    const found = layout([
      "甲县2019年7月职工医保收支表（单位：万元）",
      "项目|本月数|本年累计",
      "一、收入合计|400|3060.5",
    ]);
    expect([found.source.id, found.headerTo, found.title]).toEqual([
      "fund_statement",
      2,
      "甲县2019年7月职工医保收支表（单位：万元） Sheet1",
    ]);
  });

  test("funds as columns, with their 合计", () => {
    const found = layout(["统筹区代码|项目|职工医保|居民医保|合计", "620725|收入合计|1|2|3"]);
    expect(amounts(found)).toEqual(["span employee", "span resident", "span total"]);
  });

  test("comparisons and shares are not amounts", () => {
    const found = layout([
      "统筹区|险种|科目|本年累计|上年同期|同比增长(%)|完成率|预算数",
      "甲市|职工|收入合计|1|2|3|4|5",
    ]);
    expect(amounts(found)).toEqual(["ytd"]);
    expect(found.ignored.map((c) => c.header)).toEqual([
      "上年同期",
      "同比增长(%)",
      "完成率",
      "预算数",
    ]);
  });
});

describe("Wide forms", () => {
  test("two header rows under two titles", () => {
    const found = layout([
      "甲县2019年7月基金收支月报|<|<|<|<|<",
      "填报单位：甲县医疗保障局|||填报日期：2019年8月5日||单位：万元",
      "统筹区|险种|基金收入|<|基金支出|<",
      "^|^|合计|其中：财政补贴|合计|待遇支出",
      "甲县|职工|1|2|3|4",
    ]);
    expect(found.headerTo).toBe(4);
    expect(amounts(found)).toEqual([
      "income.total span",
      "income.fiscal span part",
      "expenditure.total span",
      "expenditure.benefit span",
    ]);
    expect(found.title).toContain("单位：万元");
  });

  test("three and four header rows", () => {
    const found = layout([
      "统筹区|险种|本月数|<|<|本年累计|<|<",
      "^|^|基金收入|<|基金支出|基金收入|<|基金支出",
      "^|^|合计|保费|^|合计|保费|^",
      "甲县|职工|1|2|3|4|5|6",
    ]);
    expect(found.headerTo).toBe(3);
    expect(amounts(found)).toEqual([
      "income.total month",
      "income.contribution month",
      "expenditure.total month",
      "income.total ytd",
      "income.contribution ytd",
      "expenditure.total ytd",
    ]);
    const deep = layout([
      "统筹区|险种|本年累计|<|<",
      "^|^|基金支出|<|<",
      "^|^|待遇支出|<|合计",
      "^|^|小计|住院|^",
      "甲县|职工|1|2|3",
    ]);
    expect(deep.headerTo).toBe(4);
    expect(amounts(deep)).toEqual([
      "expenditure.benefit ytd",
      "expenditure.benefit_inpatient ytd part",
      "expenditure.total ytd",
    ]);
  });

  test("merged headings of a csv reach to the next heading", () => {
    const found = layout(
      ["统筹区代码|险种|基金收入||基金支出|", "||合计|利息|合计|转移", "620725|职工|1|2|3|4"],
      "",
    );
    expect(found.headerTo).toBe(2);
    expect(amounts(found)).toEqual([
      "income.total span",
      "income.interest span",
      "expenditure.total span",
      "expenditure.transfer span",
    ]);
  });

  test("this year beside last year", () => {
    const groups = layout([
      "统筹区|险种|本年累计|<|上年同期|<",
      "^|^|收入合计|支出合计|收入合计|支出合计",
      "甲县|职工|1|2|3|4",
    ]);
    expect(groups.amounts.map((a) => a.index)).toEqual([2, 3]);
    const years = layout([
      "统筹区|险种|2018年1-7月|<|2019年1-7月|<",
      "^|^|收入合计|支出合计|收入合计|支出合计",
      "甲县|职工|1|2|3|4",
    ]);
    expect(years.amounts.map((a) => a.index)).toEqual([4, 5]);
    expect(years.title).toContain("2019-07");
  });

  test("one column in its own unit, one account in its own column", () => {
    const found = layout([
      "统筹区|险种|基金收入|<|个人账户累计结余（元）",
      "^|^|统筹基金|个人账户|^",
      "甲县|职工|1|2|3",
    ]);
    expect(amounts(found)).toEqual([
      "income.total span pooled",
      "income.total span personal",
      "balance.closing_personal span 元",
    ]);
  });

  test("a row of data or of column numbers is no header", () => {
    expect(layout(["险种|统筹区|收入合计|支出合计", "甲|乙|1|2", "职工|甲县|3|4"]).headerTo).toBe(
      1,
    );
    expect(
      recognize(head(["职工|620725|收入合计|3060.5", "居民|620725|收入合计|1"]), ""),
    ).not.toHaveProperty("source");
  });
});

describe("Other kinds", () => {
  test("insured persons, wide and long", () => {
    const wide = layout([
      "统筹区|险种|所属期|参保人数（万人）|<|<",
      "^|^|^|合计|在职|退休",
      "甲县|职工|2019-07|3|2|1",
    ]);
    expect([wide.source.id, wide.headerTo]).toEqual(["insured", 2]);
    expect(amounts(wide)).toEqual([
      "all persons 万人",
      "working persons 万人",
      "retired persons 万人",
    ]);
    expect(
      amounts(layout(["统筹区|险种|所属期|人员类别|人数", "甲县|职工|2019-07|在职|1"])),
    ).toEqual(["persons"]);
  });

  test("budgets, wide and long", () => {
    const wide = layout(["统筹区|险种|年度|收入预算|支出预算", "甲县|职工|2019|1|2"]);
    expect([wide.source.id, wide.form]).toEqual(["fund_budget", "wide"]);
    expect(amounts(wide)).toEqual(["income.total budget", "expenditure.total budget"]);
    const titled = layout([
      "2019年医保基金预算表",
      "统筹区|险种|收入合计|支出合计",
      "甲县|职工|1|2",
    ]);
    expect(titled.source.id).toBe("fund_budget");
    const carriedOut = [
      "2019年7月预算执行情况表",
      "统筹区|险种|收入合计|支出合计",
      "甲县|职工|1|2",
    ];
    expect(layout(carriedOut).source.id).toBe("fund_statement");
    expect(
      amounts(
        layout([
          "统筹区|险种|年度|方向|科目|预算数|单位|版本",
          "甲县|职工|2019|收入|收入合计|1|万元|年初预算",
        ]),
      ),
    ).toEqual(["budget"]);
  });

  test("what it comes nearest to, and what is missing", () => {
    expect(
      recognize(head(["统筹区|险种|所属期|科目|单位", "甲县|职工|2019-07|收入合计|万元"]), ""),
    ).toMatchObject({
      nearest: { id: "fund_statement" },
      missing: ["数值列（本月数、本年累计、金额）"],
    });
    expect(recognize(head(["街道|网格|满意度", "东街|1|98"]), "")).toEqual({
      nearest: undefined,
      missing: [],
    });
  });
});
