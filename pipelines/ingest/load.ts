import { copyFileSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { SourceError, UserError, whereInWords } from "../../models/errors.ts";
import type { Source } from "../../models/sources/define.ts";
import { SOURCES } from "../../models/sources/index.ts";
import { type Layout, recognize } from "../../models/sources/recognize.ts";
import { normalize } from "../../models/sources/text.ts";
import type { Home } from "../home.ts";
import { Store } from "../store.ts";
import {
  type Arrival,
  arrivals,
  type Batch,
  hasArrival,
  Incoming,
  liveBatches,
  readArrival,
  recordEvent,
  requireSpace,
  sha256Of,
  statusAt,
  sweepIncoming,
} from "./batches.ts";
import { readCells, saysCumulative } from "./cells.ts";
import { NUMBER_MACROS } from "./numbers.ts";
import { readFile } from "./readers/index.ts";
import { landSection, type Section, settleSection } from "./section.ts";
import { regionsIn } from "./slots.ts";
import { failureInWords } from "./words.ts";

/** What became of one batch of one file. */
export interface LoadOutcome {
  file: string;
  sha256: string | null;
  batch: string | null;
  source: string | null;
  rows: number;
  quarantined: number;
  status:
    | "loaded"
    | "held"
    | "accepted"
    | "withdrawn"
    | "duplicate"
    | "refused"
    | "would_load"
    | "would_hold";
  messages: string[];
}

export interface LoadOptions {
  now: () => Date;
  /** Region of files that name none. */
  region?: string | undefined;
  dryRun?: boolean | undefined;
  /** Reason for taking batches that an identity holds back. */
  accept?: string | undefined;
  progress?: ((file: string, done: number, total: number) => void) | undefined;
}

/** Every file below the paths, in the order of their names. */
export function filesBelow(paths: string[]): string[] {
  const byName = new Intl.Collator("zh", { numeric: true }).compare;
  const below = (place: string): string[] => {
    let isFolder: boolean;
    try {
      isFolder = statSync(place).isDirectory();
    } catch {
      throw new UserError(
        `找不到 ${place}`,
        "请检查路径是否写错，或先把文件放进收件夹 inbox/。",
        3,
      );
    }
    if (!isFolder) return [place];
    return readdirSync(place, { withFileTypes: true })
      .filter((entry) => !entry.name.startsWith(".") && !/^README/i.test(entry.name))
      .flatMap((entry) => below(path.join(place, entry.name)))
      .sort(byName);
  };
  return paths.flatMap(below);
}

/**
 * Loads files into `raw/`. Each file is taken whole or not at all, in one rename; same bytes are
 * one arrival. The warehouse is not touched: `run` builds it from what was loaded.
 */
export async function load(
  home: Home,
  paths: string[],
  options: LoadOptions,
): Promise<LoadOutcome[]> {
  sweepIncoming(home);
  const files = filesBelow(paths.length > 0 ? paths : [home.inbox]);
  const store = await Store.open(":memory:", {
    memoryLimit: home.config.memory_limit,
    tempDirectory: home.temp,
    ...(home.config.threads ? { threads: home.config.threads } : {}),
  });
  try {
    for (const macro of NUMBER_MACROS) await store.run(macro);
    const outcomes: LoadOutcome[] = [];
    for (const [i, file] of files.entries()) {
      options.progress?.(file, i, files.length);
      outcomes.push(...(await loadFile(home, store, file, options)));
    }
    options.progress?.("", files.length, files.length);
    return outcomes;
  } finally {
    store.close();
  }
}

async function loadFile(
  home: Home,
  store: Store,
  file: string,
  options: LoadOptions,
): Promise<LoadOutcome[]> {
  const name = path.basename(file);
  let sha256: string | null = null;
  try {
    sha256 = await sha256Of(file);
    if (hasArrival(home, sha256)) return again(home, readArrival(home, sha256), name, options);
    return await arrive(home, store, file, sha256, options);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const where = whereInWords({ ...error.where, file: name });
    return [
      {
        file: name,
        sha256,
        batch: null,
        source: null,
        rows: 0,
        quarantined: 0,
        status: "refused",
        messages: [`${where}：${error.message}。${error.remedy}`],
      },
    ];
  }
}

/** The same bytes once more: nothing is loaded; a held batch may be accepted. */
function again(home: Home, arrival: Arrival, name: string, options: LoadOptions): LoadOutcome[] {
  return arrival.batches.map((batch) => {
    const held = statusAt(batch)?.status === "held";
    const outcome = outcomeOf(name, arrival, batch);
    if (held && options.accept && !options.dryRun) {
      const event = {
        at: options.now().toISOString(),
        status: "accepted" as const,
        reason: options.accept,
      };
      recordEvent(home, arrival.sha256, batch.batch, event);
      return {
        ...outcome,
        status: "accepted",
        messages: [`已接受：${options.accept}`, ...outcome.messages],
      };
    }
    if (held) return outcome;
    if (statusAt(batch)?.status === "withdrawn" && !options.dryRun) {
      const back = batch.events.findLast((event) => event.status !== "withdrawn")!;
      recordEvent(home, arrival.sha256, batch.batch, { ...back, at: options.now().toISOString() });
      return { ...outcome, status: back.status, messages: ["撤回的批次已恢复"] };
    }
    return {
      ...outcome,
      status: "duplicate",
      messages: [`内容与 ${arrival.file} 完全相同，已于 ${arrival.arrived_at} 载入，不再重复`],
    };
  });
}

async function arrive(
  home: Home,
  store: Store,
  file: string,
  sha256: string,
  options: LoadOptions,
): Promise<LoadOutcome[]> {
  const bytes = statSync(file).size;
  requireSpace(home.raw, bytes * 3);
  const name = path.basename(file);
  const incoming = new Incoming(home);
  try {
    const earlier = arrivals(home);
    const arrivedAt = nextMoment(options.now(), earlier.at(-1)?.arrived_at);
    const arrival: Arrival = {
      sha256,
      file: name,
      bytes,
      arrived_at: arrivedAt,
      original: `original${path.extname(file).toLowerCase()}`,
      batches: [],
    };
    for (const section of await sections(home, store, file, incoming.folder, sha256, options)) {
      arrival.batches.push(batchOf(section, sha256, arrivedAt, options.accept));
    }
    const outcomes = arrival.batches.map((batch) => outcomeOf(name, arrival, batch));
    if (options.dryRun) {
      return outcomes.map((o) => ({
        ...o,
        status: o.status === "held" ? "would_hold" : "would_load",
      }));
    }
    copyFileSync(file, path.join(incoming.folder, arrival.original));
    await incoming.commit(arrival);
    return outcomes;
  } finally {
    incoming.discard();
    await dropTables(store);
  }
}

async function sections(
  home: Home,
  store: Store,
  file: string,
  folder: string,
  sha256: string,
  options: LoadOptions,
): Promise<Section[]> {
  const name = path.basename(file);
  const reading = await readFile(store.connection, file, { tempDir: home.temp });
  const known = new Map<string, string>();
  for (const region of home.config.regions) known.set(normalize(region.name), region.code);
  for (const arrival of arrivals(home)) {
    for (const batch of arrival.batches) {
      for (const [code, region] of Object.entries(batch.regions))
        if (region) known.set(normalize(region), code);
    }
  }
  const notices = [...reading.notices];
  const bySource = new Map<Source, string[]>();
  const layouts: { grid: (typeof reading.grids)[number]; layout: Layout }[] = [];
  let nearest: { source: Source | undefined; missing: string[]; sheet: string } | undefined;
  for (const grid of reading.grids) {
    if (grid.rows === 0) continue;
    const layout = recognize(grid.head, grid.sheet, home.config.aliases);
    if ("source" in layout) layouts.push({ grid, layout });
    else {
      nearest ??= { source: layout.nearest, missing: layout.missing, sheet: grid.sheet };
      notices.push(`工作表“${grid.sheet}”没有认出表头，未读取`);
    }
  }
  if (layouts.length === 0) throw unrecognized(name, nearest);
  for (const { grid, layout } of layouts) {
    const { source } = layout;
    const messages = bySource.get(source) ?? [...notices];
    const before = new Set(known.values());
    for (const region of await regionsIn(store, grid, layout)) {
      if (!before.has(region.code))
        messages.push(`登记新的统筹区 ${region.code} ${region.name}（配置中没有）`);
      known.set(normalize(region.name), region.code);
    }
    await readCells(store, grid, layout, {
      understanding: {
        aliases: home.config.aliases,
        quantity: source.quantity,
        regionCodes: known,
      },
      region: options.region ?? null,
    });
    await store.run(
      bySource.has(source)
        ? `insert into cells_${source.id} select * from cell`
        : `create or replace temp table cells_${source.id} as select * from cell`,
    );
    const unread = layout.ignored.slice(0, 10).join("、");
    if (unread) messages.push(`未识别的列没有读取：${unread}`);
    if (layout.amounts.some((a) => a.measure === "span") && !saysCumulative(layout)) {
      messages.push(
        "没有写明是本月数还是本年累计，按本年累计读取；若是本月数，请在列名或标题中写明“本月数”",
      );
    }
    bySource.set(source, messages);
  }
  const found: Section[] = [];
  for (const source of SOURCES) {
    const messages = bySource.get(source);
    if (!messages) continue;
    await store.run(`create or replace temp table cell as select * from cells_${source.id}`);
    const section = await settleSection(store, source, name, liveBatches(home, source.id));
    section.messages.unshift(...messages);
    section.messages.push(...(await badRows(store, name)));
    if (section.rows === 0 && section.quarantined === 0) {
      throw new SourceError(
        `认出是${source.title}，但没有一行数据`,
        { file: name },
        "请确认文件里有数据行，再重新载入。",
      );
    }
    await landSection(store, source, `${sha256.slice(0, 12)}-${source.id}`, folder);
    found.push(section);
  }
  return found;
}

function unrecognized(
  file: string,
  nearest?: { source: Source | undefined; missing: string[]; sheet: string },
): SourceError {
  const kinds = SOURCES.map((source) => source.title).join("、");
  const near = nearest?.source
    ? `最接近“${nearest.source.title}”${nearest.missing.length > 0 ? `，缺少：${nearest.missing.join("；")}` : ""}`
    : `不像${kinds}中的任何一种`;
  return new SourceError(
    `认不出表头，${near}`,
    { file, ...(nearest?.sheet ? { sheet: nearest.sheet } : {}) },
    "请检查列名；本地列名可在配置 aliases.headers 中登记，再重新载入。",
  );
}

function batchOf(section: Section, sha256: string, at: string, accept: string | undefined): Batch {
  const { source, ...rest } = section;
  const events: Batch["events"] = [{ at, status: section.failed.length > 0 ? "held" : "loaded" }];
  if (section.failed.length > 0 && accept) events.push({ at, status: "accepted", reason: accept });
  return { batch: `${sha256.slice(0, 12)}-${source.id}`, source: source.id, ...rest, events };
}

function outcomeOf(file: string, arrival: Arrival, batch: Batch): LoadOutcome {
  const status = statusAt(batch)!.status;
  const messages = [
    ...batch.messages,
    ...batch.failed.slice(0, 20).map((e) => failureInWords(file, e)),
  ];
  if (status === "held") {
    messages.push(
      `批次暂存未入库：核对后请更正原表重新载入，或用 fundwatch load ${file} --accept "理由" 接受`,
    );
  }
  return {
    file,
    sha256: arrival.sha256,
    batch: batch.batch,
    source: batch.source,
    rows: batch.rows,
    quarantined: batch.quarantined,
    status,
    messages,
  };
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
    order by sheet, row_no limit 20`);
  const shown = rows.map(
    (r) =>
      `${whereInWords({ file, sheet: r.sheet, row: r.row_no, column: r.bad_column, value: r.bad_value })}：${r.reason}`,
  );
  const more =
    rows[0] && Number(rows[0].n) > rows.length
      ? [`另有 ${Number(rows[0].n) - rows.length} 处，见 fundwatch quarantine`]
      : [];
  return [...shown, ...more];
}

/** Arrival times never repeat and never go back, so that «later» always has an answer. */
function nextMoment(now: Date, last: string | undefined): string {
  const after = last === undefined ? 0 : new Date(last).getTime() + 1;
  return new Date(Math.max(now.getTime(), after)).toISOString();
}

async function dropTables(store: Store): Promise<void> {
  const tables = await store.rows<{ t: string }>(
    "select table_name as t from duckdb_tables() where temporary",
  );
  for (const { t } of tables) await store.run(`drop table if exists temp."${t}"`);
}

/** Takes a batch out of everything that is built from now on; its bytes and its history stay. */
export function withdraw(
  home: Home,
  id: string,
  reason: string | undefined,
  now: Date,
): LoadOutcome {
  if (!reason)
    throw new UserError("撤回批次要写明理由", '如 --withdraw 批次 --reason "报错了月份"。', 2);
  const arrival = arrivals(home).find((a) => a.batches.some((b) => b.batch === id));
  const batch = arrival?.batches.find((b) => b.batch === id);
  if (!arrival || !batch) throw new UserError(`没有批次 ${id}`, "批次编号见 fundwatch status。", 2);
  recordEvent(home, arrival.sha256, id, { at: now.toISOString(), status: "withdrawn", reason });
  return {
    ...outcomeOf(arrival.file, arrival, batch),
    status: "withdrawn",
    messages: [`已撤回：${reason}；执行 fundwatch run 后生效`],
  };
}
