import { beforeAll, expect, test } from "vitest";
import { loadFonts } from "../../pipelines/publish/fonts.ts";
import { figuresIn } from "../../reports/document.ts";
import { monthlyBulletin } from "../../reports/documents/monthly-bulletin.ts";
import { renderDocx } from "../../reports/render/docx.ts";
import { figureTag } from "../../reports/render/docx-figure.ts";
import { city } from "./city.ts";
import { unzip } from "./unzip.ts";

let bytes: Uint8Array;
let parts: Map<string, Buffer>;
let xml: string;
const document = monthlyBulletin(city());

beforeAll(async () => {
  bytes = await renderDocx(document, await loadFonts());
  parts = await unzip(bytes);
  xml = parts.get("word/document.xml")!.toString();
});

test("the same document is the same bytes, dated by the document", async () => {
  const again = await renderDocx(document, await loadFonts());
  expect(Buffer.from(again).equals(Buffer.from(bytes))).toBe(true);
  const core = parts.get("docProps/core.xml")!.toString();
  expect(core).toContain('<dcterms:created xsi:type="dcterms:W3CDTF">2019-08-14T00:00:00Z');
  expect(core).toContain("<dc:title>示例市2019年1—7月医保基金运行情况通报</dc:title>");
});

test("every quoted figure stands in a content control with its own id", () => {
  const tags = new Set([...xml.matchAll(/<w:tag w:val="([^"]*)"/g)].map((match) => match[1]));
  const inCharts = new Set(document.blocks.flatMap((b) => (b.kind === "chart" ? b.figures : [])));
  for (const id of figuresIn(document)) {
    if (!inCharts.has(id)) expect(tags).toContain(figureTag(id));
  }
  const ids = [...xml.matchAll(/<w:id w:val="(\d+)"/g)].map((match) => match[1]);
  expect(ids.length).toBeGreaterThan(60);
  expect(new Set(ids).size).toBe(ids.length);
  expect(xml).toContain('<w:alias w:val="职工 超均衡进度"/>');
});

test("a tag keeps to Word's 64 characters and stays its own", () => {
  const long = (period: string) =>
    `expenditure_completion.yoy/620700/critical_illness/pooled/${period}/budget`;
  expect(figureTag(long("2019-07"))).toHaveLength(64);
  expect(figureTag(long("2019-07"))).not.toBe(figureTag(long("2019-08")));
  expect(figureTag("income_ytd/620700/employee/2019-07")).toBe(
    "income_ytd/620700/employee/2019-07",
  );
});

test("the official layout", () => {
  expect(xml).toMatch(/<w:pgSz w:w="11906" w:h="16838"/);
  expect(xml).toMatch(/<w:pgMar w:top="2098" w:right="1474" w:bottom="1976" w:left="1588"/);
  expect(xml).toMatch(/w:line="580" w:lineRule="exact"/);
  expect(xml).toMatch(/w:firstLine="640"/);
  for (const font of ["方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"])
    expect(xml).toContain(`w:eastAsia="${font}"`);
  expect(xml).toContain("<w:tblHeader/>");
  expect(parts.get("word/settings.xml")!.toString()).toContain("<w:evenAndOddHeaders");
  const footers = [...parts]
    .filter(([name]) => /word\/footer\d/.test(name))
    .map(([, part]) => part.toString());
  expect(footers).toHaveLength(2);
  for (const footer of footers) expect(footer).toMatch(/— .*PAGE.* —/s);
  expect(parts.get("word/fontTable.xml")!.toString()).toContain('<w:altName w:val="仿宋,FangSong');
});

test("each chart is a picture as wide as the type area, with its finding as alternative text", () => {
  const charts = document.blocks.filter((block) => block.kind === "chart");
  const extents = [...xml.matchAll(/<wp:extent cx="(\d+)"/g)].map(
    (match) => Number(match[1]) / 36000,
  );
  expect(extents).toHaveLength(charts.length);
  for (const width of extents) expect(width).toBeCloseTo(156, 0);
  for (const chart of charts) expect(xml).toContain(chart.title);
});
