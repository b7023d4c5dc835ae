import { expect, test } from "vitest";
import { documentText, figuresIn, type Run } from "../../reports/document.ts";
import { monthlyBulletin } from "../../reports/documents/monthly-bulletin.ts";
import { city, fundFigures } from "./city.ts";

const written = (document: ReturnType<typeof monthlyBulletin>) =>
  documentText({
    ...document,
    blocks: document.blocks.map((b) => (b.kind === "chart" ? { ...b, svg: "" } : b)),
  });

test("the published city, whole", async () => {
  const text = written(monthlyBulletin(city())).replace(/ +$/gm, "");
  await expect(`${text}\n`).toMatchFileSnapshot("expected/city-2019-07.txt");
});

test("every figure quoted is in the book, and every number with a unit is a figure", () => {
  const facts = city();
  const document = monthlyBulletin(facts);
  for (const id of figuresIn(document)) expect(facts.figures.byId(id)?.value).toBeTypeOf("string");
  const plain = (runs: Run[]) => runs.filter((run) => typeof run === "string").join(" ");
  for (const block of document.blocks) {
    if (block.kind === "paragraph")
      expect(plain(block.runs)).not.toMatch(/\d(亿元|万元|元|%|个百分点)/);
    if (block.kind === "table")
      for (const row of block.rows) expect(plain(row.cells.slice(1).flat())).not.toMatch(/\d/);
  }
});

test("with nothing to go on it says so, and has no empty section", () => {
  const document = monthlyBulletin(city({ children: [] }, []));
  expect(document.blocks.map((block) => ("text" in block ? block.text : block.kind))).toEqual([
    "paragraph",
    "一、医保基金运行情况",
    "paragraph",
    "二、存在的问题",
    "paragraph",
    "三、下一步重点",
    "paragraph",
  ]);
  expect(written(document)).toContain("本期没有可通报的基金数据");
  expect(written(document)).not.toContain("本期未发现");
  const half = monthlyBulletin(
    city({ children: [] }, fundFigures("employee", ["3", null, "2", null, null, "1"])),
  );
  expect(written(half)).toContain(
    "在现有数据可以判断的范围内，本期未发现需要通报的问题。因数据不足，未判断职工基金的支出进度，未判断职工基金的支付能力。",
  );
});

test("maternity has its section only while it is a fund of its own", () => {
  const funds = (...codes: string[]) =>
    monthlyBulletin(
      city(
        {},
        codes.flatMap((code) => fundFigures(code, ["1", null, "1"])),
      ),
    ).blocks.flatMap((block) =>
      block.kind === "heading" && block.level === 2 ? [block.text] : [],
    );
  expect(funds("maternity", "resident", "employee")).toEqual([
    "（一）职工基本医疗保险基金运行情况",
    "（二）城乡居民基本医疗保险基金运行情况",
    "（三）生育保险基金运行情况",
    "（四）收支结余总体情况",
  ]);
  expect(funds("employee")).toEqual([
    "（一）职工基本医疗保险基金运行情况",
    "（二）收支结余总体情况",
  ]);
});
