import { expect, test } from "vitest";
import { addedFigures, movedBetween, movedFigures } from "../../models/correction.ts";
import type { IssuedFigure, MovedFigure } from "../../models/publication.ts";
import {
  type Document,
  paragraph,
  runsOf,
  say,
  type Table,
  textOf,
} from "../../reports/document.ts";
import { corrected, saidBeside, uncorrected } from "../../reports/documents/correction.ts";
import { differenceInWords, nameOf } from "../../reports/documents/moved-figures.ts";
import { printedIn } from "../../reports/printed.ts";

const SPENDING = "expenditure_ytd/620700/resident/2019-07";
const COMPLETION = "expenditure_completion/620700/resident/2019-07";
const figure = (id: string, value: string | null): IssuedFigure => ({
  ...{ id, value, unit: id === SPENDING ? "yuan" : "ratio", printed: [] },
});
const moved = (id: string, was: string | null, is: string | null): MovedFigure => ({
  ...{ id, was, is, unit: id === SPENDING ? "yuan" : "ratio", cause: "更正.csv第2行I列" },
});
const spoken: Document = {
  title: "通报",
  issuer: "某局",
  issuedOn: "2019-09-15",
  blocks: [paragraph(say`支出${{ figure: SPENDING, text: "4.41亿元" }}。`)],
  signature: { issuer: "某局", issuedOn: "2019-09-15" },
};
const facts = {
  ...{ replaces: 1, replacedOn: "2019-08-14", reason: "漏报。", region: "620700" },
  ...{ period: "2019-07", regions: { "620725": "山丹县" } },
  ...{ original: spoken, runs: ["r2", "r4"] },
};
const restOf = (document: Document): string => textOf(runsOf(document.blocks.at(-1)!));
const tableOf = (document: Document): Table | undefined =>
  document.blocks.find((block): block is Table => block.kind === "table");

test("a figure has moved when its value has, not when it is written otherwise or both are missing", () => {
  const before = [
    figure(SPENDING, "435000000.00"),
    figure(COMPLETION, "0.6110"),
    figure("a", null),
  ];
  const now = (values: Record<string, string | null>) => movedFigures(before, (id) => values[id]);
  expect(now({ [SPENDING]: "435000000", [COMPLETION]: "0.611" })).toEqual([]);
  expect(now({ [SPENDING]: "441000000", a: "0.5" })).toMatchObject([
    { id: SPENDING, was: "435000000.00", is: "441000000" },
    { id: COMPLETION, is: null },
    { id: "a", was: null, is: "0.5" },
  ]);
});

test("the correction opens with what it replaces and why, and ends with a table and a sentence", () => {
  const document = corrected(spoken, {
    ...facts,
    moved: [moved(SPENDING, "435000000", "441000000")],
  });
  const [first, ...rest] = document.blocks;
  expect(first).toMatchObject({ kind: "paragraph" });
  expect(textOf(runsOf(first!))).toBe(
    "本件为更正件，代替2019年8月14日印发的同名文件（第1版），以本件为准。更正原因：漏报。更正的数字共1项，见文末“更正说明”。",
  );
  expect(rest.map(({ kind }) => kind)).toEqual(["paragraph", "heading", "table", "paragraph"]);
  const [row] = tableOf(document)!.rows;
  expect(row!.cells.map(textOf)).toEqual([
    ...["居民 累计支出", "4.35亿元", "4.41亿元", "+600万元", "更正.csv第2行I列"],
  ]);
  expect(row!.cells[2]).toEqual([{ figure: SPENDING, text: "4.41亿元" }]);
});

test("that nothing else moved is said only where nothing but the moved figures reads otherwise", () => {
  const [was, is] = ["4.35亿元", "4.41亿元"].map((text) => ({ figure: SPENDING, text }));
  const report = (spending: typeof was, files: number): Document => ({
    ...spoken,
    blocks: [
      paragraph(say`支出${spending!}。`),
      paragraph([`来文${files}个，数字出自运行r${files}。`]),
    ],
  });
  const change = [moved(SPENDING, "435000000", "441000000")];
  const told = (document: Document, change: MovedFigure[]) =>
    corrected(document, { ...facts, moved: change, original: report(was, 2) });
  const sameRun = {
    ...report(is, 2),
    blocks: [report(is, 2).blocks[0]!, paragraph(["来文2个，数字出自运行r4。"])],
  };
  expect(restOf(told(sameRun, change))).toBe("上表以外，原件印出的其他数字没有变动。");
  const rest = "未编号的文字、数字以本件为准。";
  expect(restOf(told(report(is, 4), change))).toBe(`上表以外有编号的数字没有变动；${rest}`);
  expect(textOf(runsOf(told(report(was, 4), []).blocks[0]!))).toContain(
    `更正不涉及文中有编号的数字；${rest}`,
  );
});

test("a correction without what it adds is the document it was made of", () => {
  const chart = { title: "支出快于进度", alt: "4.41", svg: "<svg><text>4.41</text></svg>" };
  const drawn: Document = {
    ...spoken,
    blocks: [
      ...spoken.blocks,
      { kind: "chart", ...chart, width: 1, height: 1, figures: [SPENDING] },
    ],
  };
  for (const change of [[], [moved(SPENDING, "435000000", "441000000")]])
    expect(uncorrected(corrected(drawn, { ...facts, moved: change }))).toEqual(drawn);
  expect(uncorrected(drawn)).toEqual(drawn);
  expect(saidBeside(new Set(), drawn, [])).toContain("4.41亿元");
  expect(saidBeside(new Set([SPENDING]), drawn, [])).not.toContain("4.41");
});

test("a figure that is quoted for the first time has moved from nothing", () => {
  const first = { figures: [figure(SPENDING, "435000000")] };
  const second = { figures: [...first.figures, figure(COMPLETION, "0.61"), figure("a", null)] };
  const added = [{ id: COMPLETION, unit: "ratio", was: null, is: "0.61" }];
  expect(addedFigures(first.figures, second.figures)).toEqual(added);
  const told = {
    replaces: 1,
    replaced_on: "",
    elsewhere: [],
    moved: [moved(COMPLETION, null, "0.61")],
  };
  expect(movedBetween(first, [{ ...second, correction: told }])).toEqual([
    { ...added[0], cause: "更正.csv第2行I列" },
  ]);
  const table = tableOf(corrected(spoken, { ...facts, moved: told.moved }));
  expect(table!.rows[0]!.cells.map(textOf)).toEqual([
    ...["居民 支出预算完成率", "—", "61.00%", "—", "更正.csv第2行I列"],
  ]);
});

test("a move too small to print in words is listed where its difference shows, else not", () => {
  const yuan = moved(SPENDING, "435000000", "435120000");
  const ratio = moved(COMPLETION, "0.611000", "0.611001");
  const table = tableOf(corrected(spoken, { ...facts, moved: [yuan, ratio] }));
  expect(table!.rows.map((row) => row.cells.map(textOf)[3])).toEqual(["+12.00万元"]);
  const none = corrected(spoken, { ...facts, moved: [ratio] });
  expect(tableOf(none)).toBeUndefined();
  expect(textOf(runsOf(none.blocks[0]!))).toContain("更正不涉及文中印出的数字");
});

test("differences of rates are 百分点, of amounts amounts, and none where a value is missing", () => {
  expect(differenceInWords(moved(COMPLETION, "0.6110", "0.6194"))).toBe("+0.84个百分点");
  expect(differenceInWords(moved(SPENDING, "441000000", "435000000"))).toBe("−600万元");
  expect(differenceInWords(moved(SPENDING, null, "435000000"))).toBe("—");
  const change = {
    ...moved(SPENDING, "0.10", "0.12"),
    id: "expenditure_ytd.yoy/620700/resident/2019-07",
  };
  expect(differenceInWords({ ...change, unit: "ratio" })).toBe("+2.00个百分点");
});

test("a figure is named with its region and month only where they are not the document's own", () => {
  expect(nameOf(SPENDING, facts)).toBe("居民 累计支出");
  expect(nameOf("expenditure_ytd/620725/resident/2019-06", facts)).toBe(
    "山丹县 2019年6月 居民 累计支出",
  );
  expect(nameOf("months_payable/620700/employee/2019-07/budget", facts)).toBe(
    "职工 可支付月数（年度支出预算月均）",
  );
});

test("the printed forms of a figure are those of running text and tables, each once", () => {
  const twice = [paragraph(say`${{ figure: SPENDING, text: "4.41亿元" }}`), ...spoken.blocks];
  expect([...printedIn({ ...spoken, blocks: twice })]).toEqual([[SPENDING, ["4.41亿元"]]]);
});
