import { expect, test } from "vitest";
import { type Block, heading, join, numberBlocks, say, textOf } from "../../reports/document.ts";

test("text and figures run together; neighbouring text is one run", () => {
  const run = { figure: "income_ytd/1/employee/2019-07", text: "3.06亿元" };
  expect(say`收入${run}，${"完成"}${[]}预算。`).toEqual(["收入", run, "，完成预算。"]);
  expect(textOf(join([["甲"], [], ["乙", run]], "；"))).toBe("甲；乙3.06亿元");
});

test("numbers follow the headings and tables that are there", () => {
  const table: Block = { kind: "table", title: "收支", columns: [], rows: [], notes: [] };
  const blocks = [
    heading(1, "甲"),
    heading(2, "子"),
    heading(2, "丑"),
    heading(3, "细"),
    table,
    heading(1, "乙"),
    heading(2, "寅"),
    table,
  ];
  expect(
    numberBlocks(blocks).map((b) => ("text" in b ? b.text : "title" in b ? b.title : "")),
  ).toEqual([
    "一、甲",
    "（一）子",
    "（二）丑",
    "1. 细",
    "表1　收支",
    "二、乙",
    "（一）寅",
    "表2　收支",
  ]);
  const many = numberBlocks(Array.from({ length: 21 }, () => heading(1, "")));
  expect([9, 10, 19, 20].map((i) => many[i]!.kind === "heading" && many[i]!.text)).toEqual([
    "十、",
    "十一、",
    "二十、",
    "二十一、",
  ]);
});
