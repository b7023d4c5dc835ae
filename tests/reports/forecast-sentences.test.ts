import { describe, expect, test } from "vitest";
import { FigureBook } from "../../models/figure.ts";
import { textOf } from "../../reports/document.ts";
import type { Outlook } from "../../reports/forecast/outlook.ts";
import { accuracySentence, outlookSentence } from "../../reports/forecast/sentences.ts";
import { aheadTable } from "../../reports/forecast/tables.ts";
import { chance } from "../../reports/format.ts";
import { factsOf, figure, outlook } from "./forecast-outlook.ts";

const said = (one: Outlook): string => textOf(outlookSentence(factsOf([one]), one));

describe("what is said of a fund's next year", () => {
  test("a safe fund: flows, balance with its range, months payable, the highest level alone", () => {
    expect(said(outlook())).toBe(
      "未来12个月，职工基金预计收入6.00亿元、支出5.52亿元；到2026年12月底累计结余5.84亿元（80%区间5.63亿元至6.05亿元），可支付12.7个月，不足6个月的概率<1%。",
    );
  });

  test("a fund that runs down: deficit, every noticeable level and its month in the same sentence", () => {
    const text = said(
      outlook({
        fund: "resident",
        opening: 150e6,
        income: 40e6,
        spread: 20e6,
        below: () => [0.994, 0.3, 0.12],
        crossed: () => [1, 0.52, 0.15],
        first: ["2026-01", "2026-10", null],
      }),
    );
    expect(text).toContain("收不抵支");
    expect(text).toContain(
      "可支付1.7个月，不足6个月的概率99%、不足3个月的概率30%（期间任一月末52%）、结余为负的概率12%，多数模拟在2026年10月首次不足3个月。",
    );
    expect(text.match(/。/g)).toHaveLength(1);
  });

  test("a dip on the way is said although the year ends well", () => {
    const one = outlook({ below: () => [0.01, 0.003, 0], crossed: () => [0.4, 0.2, 0] });
    expect(said(one)).toContain(
      "不足6个月的概率1%（期间任一月末40%）、不足3个月的概率<1%（期间任一月末20%）。",
    );
  });

  test("a balance below nothing can pay nothing", () => {
    const text = said(outlook({ opening: 20e6, income: 40e6, below: () => [1, 1, 0.98] }));
    expect(text).toMatch(/累计结余−\d+万元（80%区间.*），已无支付能力，/);
    expect(text).toContain("不足6个月的概率>99%");
  });

  test("levels a bureau set itself are told, too", () => {
    const one = { ...outlook({ below: () => [0.62, 0.07] }), bands: [9, 4] };
    expect(said(one)).toContain("不足9个月的概率62%、不足4个月的概率7%");
  });

  test("a short history says so first; without one, or at an end, nothing is promised", () => {
    expect(said(outlook({ status: "short" }))).toMatch(/^历史较短，仅供参考：未来12个月/);
    expect(said(outlook({ status: "insufficient", notes: ["只有11个月的数据。"] }))).toBe(
      "职工基金历史数据不足，不作预测（只有11个月的数据）。",
    );
    expect(said(outlook({ fund: "maternity", status: "closing" }))).toBe(
      "生育基金已经并入其他基金或者终止，不再预测。",
    );
  });

  test("where personal accounts are in the balance, no months and no chances are told", () => {
    const one = outlook();
    const unknown = { mean: NaN, q025: NaN, q10: NaN, q50: NaN, q90: NaN, q975: NaN };
    const bare = factsOf([one]);
    const figures = bare.figures
      .all()
      .filter(({ metric }) => !/payable|below|crossed/.test(metric));
    for (const month of one.forecast.months)
      Object.assign(month, { months_payable: unknown, p_below: [NaN, NaN, NaN], p_crossed: [] });
    const facts = { ...bare, figures: new FigureBook(figures) };
    expect(textOf(outlookSentence(facts, one))).toMatch(/累计结余5\.84亿元（80%区间\S+至\S+）。$/);
  });

  test("of the pooled account it speaks as such, with what the same measure is today", () => {
    const one = outlook({ account: "pooled" });
    const facts = factsOf([one]);
    const now = figure(
      { metric: "months_payable", fund: "employee", account: "pooled", basis: "trailing_12" },
      11.6521,
    );
    const known = { ...facts, figures: new FigureBook([...facts.figures.all(), now]) };
    const text = textOf(outlookSentence(known, one));
    expect(text).toContain("职工统筹基金");
    expect(text).toContain("可支付12.7个月（按统筹基金自身支出，现为11.7个月）");
    expect(outlookSentence(known, one)).toContainEqual({ figure: now.id, text: "11.7个月" });
  });
});

test("past accuracy stands beside the plainest way, also where that was better", () => {
  expect(textOf(accuracySentence(outlook()))).toBe(
    "按过去24个起点回测，职工基金12个月后的预测：支出合计平均误差3.3%（按上年同月推算为5.1%），80%区间实际包含79%；累计结余平均误差6.2%（按上年同月推算为5.8%，不如上年同月），80%区间实际包含83%。",
  );
  expect(accuracySentence({ ...outlook(), scores: [] })).toEqual([]);
});

test.each([
  ["0", "<1%"],
  ["0.0049", "<1%"],
  ["0.005", "1%"],
  ["0.42", "42%"],
  ["0.9949", "99%"],
  ["0.995", ">99%"],
  ["1", ">99%"],
])("a probability of %s is printed %s", (value, printed) => {
  expect(chance(value)).toBe(printed);
});

test("the table has a row for each quarter to come, and every number is a figure", () => {
  const one = outlook();
  const table = aheadTable(factsOf([one]), one)!;
  expect(table.rows.map(({ cells }) => textOf(cells[0]!))).toEqual([
    "2026年3月底",
    "2026年6月底",
    "2026年9月底",
    "2026年12月底",
    "2027年3月底",
    "2027年6月底",
  ]);
  for (const { cells } of table.rows)
    for (const runs of cells.slice(1)) expect(typeof runs[0]).toBe("object");
  expect(textOf(table.rows[3]!.cells.slice(1).flatMap((runs) => [...runs, " "]))).toBe(
    "60000 55200 58400 56322 60478 12.7 <1 <1 <1 ",
  );
});
