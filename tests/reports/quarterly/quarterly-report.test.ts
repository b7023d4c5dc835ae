import { describe, expect, test } from "vitest";
import {
  type Block,
  blocksOf,
  documentText,
  figuresIn,
  type Run,
  textOf,
} from "../../../reports/document.ts";
import type { QuarterlyFacts } from "../../../reports/documents/quarterly/quarterly-facts.ts";
import {
  quarterlyReport,
  SECTIONS,
} from "../../../reports/documents/quarterly/quarterly-report.ts";
import {
  benchmark,
  figure,
  institution,
  level,
  quarter,
  reconciliation,
  services,
  statement,
} from "./quarter.ts";

const written = (facts: QuarterlyFacts): string => {
  const document = quarterlyReport(facts);
  const blocks = blocksOf(document).map((b) => (b.kind === "chart" ? { ...b, svg: "" } : b));
  return documentText({ ...document, blocks, annexes: [] });
};
const headings = (facts: QuarterlyFacts, level = 1): string[] =>
  blocksOf(quarterlyReport(facts)).flatMap((b) =>
    b.kind === "heading" && b.level === level ? [b.text] : [],
  );

const whole = () =>
  quarter(
    [
      ...["employee", "resident"].flatMap((fund) => [...statement(fund), ...services(fund)]),
      ...level("employee", "3", "203", "15230", "0.2"),
      ...level("employee", "2", "141", "10360", "0.1"),
      ...institution("employee", "H1", "900000", "112", "13795"),
      ...institution("employee", "H2", "500000", "35", "12000"),
      figure("admissions", "resident", "30", { basis: "special:低保" }),
      figure("actual_reimbursement_rate", "resident", "0.7859", { basis: "special:低保" }),
    ],
    {
      institutions: [
        { code: "H1", name: "甲医院", level: "3" },
        { code: "H2", name: "乙医院", level: "2" },
      ],
      benchmarks: [benchmark()],
      reconciliations: [reconciliation()],
      grounds: [
        {
          title: "基金收支月报",
          files: 21,
          rows: 14700,
          quarantined: 0,
          span: ["2024-01", "2025-09"],
        },
      ],
    },
  );

describe("the report", () => {
  test("its title names the quarter, its first sentence the months", () => {
    const text = written(whole());
    expect(text.split("\n")[0]).toBe("示例市2025年三季度医保基金运行分析报告");
    expect(text).toContain("除注明外，数字为2025年1—9月累计。");
  });

  test("chapters come in order and are numbered as they come", () => {
    expect(headings(whole())).toEqual([
      "编制说明",
      "一、参保情况",
      "二、基金收支与预算执行",
      "三、结余与支付能力",
      "四、待遇与费用",
      "五、问题与原因",
      "六、建议",
      "附表",
      "口径说明",
      "数据来源与版本",
    ]);
    expect(headings(whole(), 2)).toContain("（四）主要医疗机构");
  });

  test("without settlements it is a report of the funds, and speaks of one book only", () => {
    const facts = quarter(statement(), { tables: new Set(["marts.figure", "marts.fund_month"]) });
    expect(headings(facts)).toEqual([
      "编制说明",
      "一、基金收支与预算执行",
      "二、结余与支付能力",
      "三、问题与原因",
      "四、建议",
      "口径说明",
      "数据来源与版本",
    ]);
    expect(written(facts)).not.toMatch(/权责发生制|住院/);
    expect(written(facts)).toContain("收付实现制");
  });

  test("says which of its numbers lead back to what, and which are not numbered", () => {
    expect(written(whole())).toContain(
      "报告中的指标都有编号：收支、预算、参保的可查到来文的行和列，结算的可查到所用的文件和各文件的行数；两套数的差额、公布基准、本表的数不是指标，没有编号。",
    );
    expect(written(quarter(statement()))).toContain(
      "报告中的指标都有编号：收支、预算、参保的可查到来文的行和列。",
    );
  });

  test("with nothing to go on it says so and prints no empty chapter", () => {
    const facts = quarter([], { tables: new Set() });
    expect(headings(facts)).toEqual(["编制说明", "数据来源与版本"]);
    expect(written(facts)).toContain("本期没有可分析的数据。");
  });

  test("tables to look up and how numbers were counted follow the signature", () => {
    const { blocks, annexes = [] } = quarterlyReport(whole());
    expect(annexes[0]).toEqual({ kind: "heading", level: 1, text: "附表" });
    for (const block of [...blocks, ...annexes])
      if (block.kind === "table" && block.title.startsWith("附表"))
        expect(annexes).toContain(block);
    expect(blocks.at(-1)!.kind).toBe("paragraph");
    expect(written(whole())).toContain("明细列入文后附表，指标口径和数据来源附后。");
    expect(written(quarter([], { tables: new Set() }))).not.toContain("附表");
  });

  test("every chapter names tables, so that a table that is not there switches it off", () => {
    for (const { title, needs } of SECTIONS) {
      expect(needs.length, title).toBeGreaterThan(0);
      const tables = new Set([...whole().tables].filter((table) => !needs.includes(table)));
      expect(headings({ ...whole(), tables }).some((text) => text.endsWith(title))).toBe(false);
    }
  });
});

const runsOf = (block: Block): Run[] =>
  block.kind === "paragraph" || block.kind === "note"
    ? block.runs
    : block.kind === "table"
      ? block.rows.flatMap((row) => row.cells.flat())
      : [];

describe("whatever the figures are", () => {
  const zeroed = quarter([...statement(), ...services()].map((f) => ({ ...f, value: "0" })));
  const negative = quarter(
    [...statement(), ...services()].map((f) => ({
      ...f,
      value: f.value && `-${f.value}`.replace("--", ""),
    })),
  );
  const empty = quarter([...statement(), ...services()].map((f) => ({ ...f, value: null })));
  const alone = quarter(
    [...statement(), ...services()].filter(
      (f) => !f.metric.endsWith(".yoy") && f.period === "2025Q3",
    ),
  );
  const cases: [string, QuarterlyFacts][] = [
    ["whole", whole()],
    ["zero", zeroed],
    ["negative", negative],
    ["unknown", empty],
    ["without last year", alone],
  ];

  test.each(cases)("%s: no broken number, no empty table, no orphaned heading", (_, facts) => {
    const document = quarterlyReport(facts);
    expect(written(facts)).not.toMatch(
      /NaN|undefined|null|Infinity|--|−−|。。|；。|，。|：。|（）/,
    );
    const blocks = blocksOf(document);
    for (const block of blocks)
      if (block.kind === "table") expect(block.rows.length).toBeGreaterThan(0);
    blocks.forEach((block, index) => {
      const next = blocks[index + 1];
      if (block.kind !== "heading") return;
      expect(next, block.text).toBeDefined();
      if (next?.kind === "heading") expect(next.level, block.text).toBeGreaterThan(block.level);
    });
  });

  test.each(cases)("%s: every figure quoted is in the book and has a value", (_, facts) => {
    for (const id of figuresIn(quarterlyReport(facts)))
      expect(facts.figures.byId(id)?.value, id).toBeTypeOf("string");
  });

  test("numbers in sentences are figures, but for benchmarks and the ledgers' difference", () => {
    const { blocks } = quarterlyReport({ ...whole(), benchmarks: [], reconciliations: [] });
    const plain = blocks
      .filter((block) => block.kind === "paragraph")
      .map((block) =>
        runsOf(block)
          .filter((run) => typeof run === "string")
          .join(" "),
      )
      .join("\n");
    expect(plain).not.toMatch(/\d(亿元|万元|元|%|个百分点|天|人次)/);
  });

  test("percent and points never share a column", () => {
    for (const block of blocksOf(quarterlyReport(whole()))) {
      if (block.kind !== "table") continue;
      for (const [index, column] of block.columns.entries()) {
        const ids = block.rows.flatMap((row) =>
          (row.cells[index] ?? []).flatMap((run) => (typeof run === "string" ? [] : [run.figure])),
        );
        const changes = ids.filter((id) => /\.(yoy|mom)\//.test(id));
        if (column.unit === "百分点") expect(textOf([column.title])).not.toContain("率");
        expect([0, ids.length]).toContain(changes.length);
      }
    }
  });

  test("every metric quoted has its definition, once", () => {
    const { annexes = [] } = quarterlyReport(whole());
    const notes = annexes.flatMap((block) => (block.kind === "note" ? [textOf(block.runs)] : []));
    const titles = notes.slice(0, -1).flatMap((note) => note.split("：")[0]!.split("、"));
    expect(titles).toEqual(
      expect.arrayContaining(["累计收入", "住院人次", "住院率影响额", "预测年住院率"]),
    );
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("a figure accepted in spite of a failed check is marked and the reason printed", () => {
    const id = `income_ytd/620700/employee/2025Q3`;
    const facts = { ...whole(), caveats: new Map([[id, ["合计不等；接受理由：来文更正中"]]]) };
    expect(written(facts)).toContain("933*");
    expect(written(facts)).toContain("经批准采用：合计不等；接受理由：来文更正中。");
  });
});
