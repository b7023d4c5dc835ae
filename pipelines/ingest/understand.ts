import path from "node:path";
import { SourceError, whereInWords } from "../../models/errors.ts";
import type { Source } from "../../models/sources/define.ts";
import { SOURCES } from "../../models/sources/index.ts";
import { type Layout, recognize, type Unrecognized } from "../../models/sources/recognize.ts";
import { recognizeRecords } from "../../models/sources/records/recognize.ts";
import type { Home } from "../home.ts";
import type { Store } from "../store.ts";
import { liveBatches } from "./batches.ts";
import { readCells, saysCumulative } from "./cells.ts";
import type { LoadOptions } from "./outcome.ts";
import { type Grid, readFile } from "./readers/index.ts";
import { knowledgeIn, quarantinePoints } from "./records/knowledge.ts";
import { gridRelation } from "./records/relation.ts";
import { isRecordTable, recordsIn, settleRecords } from "./records/understand.ts";
import { regionsKnown, registerRegions } from "./regions.ts";
import { landSection, type Section, settleSection } from "./section.ts";
import { regionsIn } from "./slots.ts";
import { layoutInWords } from "./words.ts";

/** Columns nobody expects to be read. */
const UNREMARKABLE = /^(序号|编号|行次|栏次|备注|说明|no\.?)$/i;

/** Reads a file and settles what it holds, one section for each source; lands them in the folder. */
export async function understandFile(
  home: Home,
  store: Store,
  file: string,
  folder: string,
  tempDir: string,
  batchOf: (source: string) => string,
  options: LoadOptions,
): Promise<Section[]> {
  const name = path.basename(file);
  const landing = (source: string) => ({
    file: name,
    folder,
    batch: batchOf(source),
    explain: options.dryRun,
  });
  const records = await recordsIn(home, store, file, tempDir);
  if (isRecordTable(records)) {
    const section = await settleRecords(home, store, records, landing(records.layout.source.id));
    return [requireRows(section, name)];
  }
  const reading = await readFile(store.connection, file, { tempDir });
  const known = regionsKnown(home);
  const notices = [...reading.notices];
  const bySource = new Map<Source, string[]>();
  const layouts: { grid: (typeof reading.grids)[number]; layout: Layout }[] = [];
  let nearest: { source: Source | undefined; missing: string[]; sheet: string } | undefined;
  const found: Section[] = [];
  const knowledge = await knowledgeIn(store, reading.grids, name);
  if (knowledge) {
    for (const grid of knowledge.grids) requireCalculated(name, grid);
    const { table, bad, messages } = knowledge;
    const before = () => quarantinePoints(store, bad);
    const section = await settleRecords(home, store, table, {
      ...landing(table.layout.source.id),
      before,
    });
    found.push(requireRows({ ...section, messages: [...messages, ...section.messages] }, name));
  }
  for (const grid of reading.grids) {
    if (grid.rows === 0 || knowledge?.grids.has(grid)) continue;
    const table = recognizeRecords(grid.head, home.config.aliases.headers);
    if (table && "source" in table && !found.some(({ source }) => source === table.source)) {
      requireCalculated(name, grid);
      const relation = gridRelation(grid.sheet, grid.table, grid.width, table.headerRow);
      const rows = { relation, layout: table };
      found.push(await settleRecords(home, store, rows, landing(table.source.id)));
      continue;
    }
    const layout = recognize(grid.head, grid.sheet, home.config.aliases);
    if ("source" in layout) layouts.push({ grid, layout });
    else {
      nearest ??= { source: layout.nearest, missing: layout.missing, sheet: grid.sheet };
      notices.push(`工作表“${grid.sheet}”没有认出表头，未读取${nearestInWords(layout)}`);
    }
  }
  if (layouts.length === 0 && found.length === 0) {
    throw unrecognized(
      name,
      records ? { ...records, source: records.nearest, sheet: "" } : nearest,
    );
  }
  if (knowledge && layouts.length === 0)
    found[0]!.messages.push(...notices.filter((notice) => !notice.includes("合并单元格")));
  for (const { grid, layout } of layouts) {
    const { source } = layout;
    const messages = bySource.get(source) ?? [...notices];
    if (options.dryRun) messages.push(layoutInWords(grid.sheet, layout));
    requireCalculated(name, grid);
    messages.push(...registerRegions(known, await regionsIn(store, grid, layout)));
    await readCells(store, grid, layout, {
      file: name,
      understanding: {
        aliases: home.config.aliases,
        quantity: source.quantity,
        regionCodes: known.byName,
      },
      region: options.region ?? null,
    });
    await store.run(
      bySource.has(source)
        ? `insert into cells_${source.id} select * from cell`
        : `create or replace temp table cells_${source.id} as select * from cell`,
    );
    const unread = layout.ignored
      .map(({ header }) => header)
      .filter((header) => !UNREMARKABLE.test(header))
      .slice(0, 10)
      .join("、");
    if (unread) messages.push(`未识别的列没有读取：${unread}`);
    if (layout.amounts.some((a) => a.measure === "span") && !saysCumulative(layout)) {
      messages.push(
        "没有写明是本月数还是本年累计，按本年累计读取；若是本月数，请在列名或标题中写明“本月数”",
      );
    }
    bySource.set(source, messages);
  }
  for (const source of SOURCES) {
    const messages = bySource.get(source);
    if (!messages) continue;
    await store.run(`create or replace temp table cell as select * from cells_${source.id}`);
    const section = await settleSection(store, source, name, liveBatches(home, source.id));
    section.messages.unshift(...messages);
    section.messages.push(...aheadOfTime(section, options.now()));
    section.messages.push(...(await badRows(store, name)));
    requireRows(section, name);
    await landSection(store, source, batchOf(source.id), folder);
    found.push(section);
  }
  return found;
}

function requireRows(section: Section, file: string): Section {
  if (section.rows > 0 || section.quarantined > 0) return section;
  throw new SourceError(
    `认出是${section.source.title}，但没有一行数据`,
    { file },
    "请确认文件里有数据行，再重新载入。",
  );
}

/** Periods that have not come yet are most likely mistyped. */
function aheadOfTime({ periods }: Section, now: Date): string[] {
  const today = now.toLocaleDateString("sv-SE", { timeZone: "Asia/Shanghai" });
  const isAhead = (period: string) =>
    period.length === 4
      ? Number(period) > Number(today.slice(0, 4)) + 1
      : period > today.slice(0, 7);
  const ahead = Object.keys(periods).filter(isAhead);
  return ahead.length > 0
    ? [`所属期 ${ahead.join("、")} 晚于今天（${today}），请核对是否写错`]
    : [];
}

const nearestInWords = ({ nearest, missing }: Unrecognized): string =>
  nearest && missing.length > 0 ? `（最接近“${nearest.title}”，缺少：${missing.join("；")}）` : "";

function unrecognized(
  file: string,
  nearest?: { source: Pick<Source, "title"> | undefined; missing: string[]; sheet: string },
): SourceError {
  const kinds = [...SOURCES.map(({ title }) => title), "结算、费用明细等明细"].join("、");
  const near = nearest?.source
    ? `最接近“${nearest.source.title}”${nearest.missing.length > 0 ? `，缺少：${nearest.missing.join("；")}` : ""}`
    : `不像${kinds}中的任何一种`;
  return new SourceError(
    `认不出表头，${near}`,
    { file, ...(nearest?.sheet ? { sheet: nearest.sheet } : {}) },
    "请检查列名；本地列名可在配置 aliases.headers 中登记，再重新载入。",
  );
}

async function badRows(store: Store, file: string): Promise<string[]> {
  const rows = await store.rows<{
    sheet: string;
    row_no: number;
    bad_column: string;
    bad_value: string;
    reason: string;
    n: string;
  }>(`
    select *, count(*) over () as n from (
      select distinct sheet, row_no, bad_column, bad_value, reason from cell where status = 'bad')
    order by sheet, row_no, length(bad_column), bad_column limit 20`);
  const shown = rows.map(
    (r) =>
      `${whereInWords({ file, sheet: r.sheet, row: r.row_no, column: r.bad_column, value: r.bad_value })}：${r.reason}`,
  );
  const more =
    rows[0] && Number(rows[0].n) > rows.length
      ? [`另有 ${Number(rows[0].n) - rows.length} 处，见 fundwatch quarantine`]
      : [];
  const advice =
    rows.length > 0
      ? ["上述各行没有入库：请改正原表后重新载入（fundwatch quarantine 可再次列出）"]
      : [];
  return [...shown, ...more, ...advice];
}

/** A sheet with formulas nobody has worked out yet lacks numbers that its author sees. */
function requireCalculated(file: string, { sheet, uncalculated }: Grid): void {
  if (uncalculated === undefined) return;
  const [, column = "", row = "0"] = /^([A-Z]+)(\d+)$/.exec(uncalculated) ?? [];
  throw new SourceError(
    "公式没有保存计算结果，读不到这些格的数",
    { file, sheet, row: Number(row), column },
    "请用 Excel 或 WPS 打开、重算并保存后重新载入。",
  );
}
