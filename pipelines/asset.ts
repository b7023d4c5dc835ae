/** Something that exists when it is done. */
interface Common {
  /** `marts.fund_month`: for tables also their name. */
  key: string;
  /** One line on what it is. */
  about: string;
  /** Words to choose it by, as in `tag:figures`; its kind and the first part of its key are among them. */
  tags: string[];
}

/** What arrived from outside: read, never built. */
export interface SourceAsset extends Common {
  kind: "source";
}

/** A table that a SELECT makes. */
export interface SqlAsset extends Common {
  kind: "sql";
  sql: string;
  grain: string[];
  partitioning: Partitioning;
  /** Too large to be made at once: most months in one go. */
  chunkMonths?: number;
  /** Reads without whose month there is none of this table, either. */
  needs?: string[];
  /** A read before whose first month there is none of this table. */
  since?: string;
  /** Only so many months are there, up to the newest; what a new month pushes out is removed. */
  last?: number;
}

/** A table that a program makes out of the rows of a SELECT, on any machine. */
export interface ModelAsset extends Common {
  kind: "model";
  /** The rows the program is given. */
  sql: string;
  grain: string[];
  partitioning: Partitioning;
  chunkMonths?: number;
  needs?: string[];
  since?: string;
  last?: number;
  /** Columns of the table: `month varchar`. */
  columns: readonly string[];
  /** Changes when the program would give other rows for the same input. */
  version: string;
}

/** Files for people, made out of published tables; a partition is a region and a month. */
export interface DocumentAsset extends Common {
  kind: "document";
  span: "month" | "quarter";
  reads: string[];
  /** It is made by itself only of what has figures of metrics that begin so. */
  metrics?: string;
  /** Changes when the same figures would give other words. */
  version: string;
}

export type TableAsset = SqlAsset | ModelAsset;
export type Asset = SourceAsset | TableAsset | DocumentAsset;

/**
 * How a month's rows depend on what is read: `month` on that month alone, `history` on every month
 * up to it, `whole` on everything (one partition).
 */
export type Partitioning = "month" | "history" | "whole";

export const isTable = (asset: Asset): asset is TableAsset =>
  asset.kind === "sql" || asset.kind === "model";

/** A claim about a table: the rows its SELECT returns break it. */
export interface Check {
  name: string;
  about: string;
  sql: string;
  severity: "stop" | "warn";
  /** Tables it reads, once it is part of a graph. */
  reads?: string[];
}

/** The comment lines at the head of a SQL file: prose, then `-- name: value`. */
export function readHead(sql: string): { about: string; values: Record<string, string> } {
  const values: Record<string, string> = {};
  const prose: string[] = [];
  for (const line of sql.split("\n")) {
    if (!line.startsWith("--")) break;
    const text = line.replace(/^--\s?/, "");
    const pair = /^(grain|partition|needs|since|last|chunk|severity|tags): (.+)$/.exec(text);
    if (pair) values[pair[1]!] = pair[2]!.trim();
    else prose.push(text);
  }
  return { about: prose.join("\n"), values };
}

const PARTITIONING: Record<string, Partitioning> = {
  month: "month",
  "month with history": "history",
};

const words = (list: string | undefined): string[] =>
  (list ?? "")
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

const folderOf = (key: string): string => key.slice(0, key.indexOf("."));

export function assetFrom(key: string, sql: string): SqlAsset {
  const { about, values } = readHead(sql);
  if (!values.grain) throw new Error(`no grain: ${key} (add a line «-- grain: a, b»)`);
  const partitioning = values.partition ? PARTITIONING[values.partition] : "whole";
  if (!partitioning) throw new Error(`unknown partition: ${values.partition} (in ${key})`);
  const tags = ["sql", folderOf(key), ...words(values.tags)];
  const chunk = values.chunk === "month" ? { chunkMonths: 1 } : {};
  const needs = values.needs ? { needs: words(values.needs) } : {};
  const since = values.since ? { since: values.since } : {};
  const last = values.last ? { last: Number(values.last) } : {};
  const grain = words(values.grain);
  const limits = { ...chunk, ...needs, ...since, ...last };
  return { kind: "sql", key, about, tags, sql, grain, partitioning, ...limits };
}

/** A model's table; the head of its SELECT says what an SQL file's head says. */
export function modelFrom(
  key: string,
  sql: string,
  columns: readonly string[],
  version: string,
): ModelAsset {
  const asset = assetFrom(key, sql);
  return { ...asset, kind: "model", tags: ["model", ...asset.tags.slice(1)], columns, version };
}

/** The tag of sources whose rows are records, and of what is made of them alone. */
export const RECORDS = "records";

export const sourceFrom = (key: string, about: string, tags: string[] = []): SourceAsset => ({
  kind: "source",
  key,
  about,
  tags: ["source", ...tags],
});

export function checkFrom(name: string, sql: string): Check {
  const { about, values } = readHead(sql);
  if (values.severity !== "stop" && values.severity !== "warn") {
    throw new Error(`severity must be stop or warn: ${name}`);
  }
  return { name, about: about.split("\n")[0]!, sql, severity: values.severity };
}

/** Assets with what each reads, in an order in which every asset follows what it reads. */
export interface Graph {
  order: Asset[];
  reads: Map<string, string[]>;
  /** Checks by the last asset they read: when it is built, they can be asked. */
  checks: Map<string, Check[]>;
  /** What else those checks read: it is built before they can be asked. */
  asked: Map<string, string[]>;
}

export async function graphOf(
  assets: Asset[],
  checks: Check[],
  tablesRead: (sql: string) => Promise<string[]>,
): Promise<Graph> {
  const reads = new Map<string, string[]>();
  for (const asset of assets) {
    const read =
      asset.kind === "source"
        ? []
        : asset.kind === "document"
          ? asset.reads
          : await tablesRead(asset.sql);
    reads.set(asset.key, read);
  }
  const order = inOrder(assets, reads);
  const placed = new Map<string, Check[]>();
  const asked = new Map<string, string[]>();
  for (const check of checks) {
    const read = await tablesRead(check.sql);
    const last = order.findLast((asset) => isTable(asset) && read.includes(asset.key));
    if (!last) throw new Error(`check reads no asset: ${check.name}`);
    placed.set(last.key, [...(placed.get(last.key) ?? []), { ...check, reads: read }]);
    const others = read.filter((key) => key !== last.key);
    asked.set(last.key, [...new Set([...(asked.get(last.key) ?? []), ...others])]);
  }
  return { order, reads, checks: placed, asked };
}

function inOrder(assets: Asset[], reads: Map<string, string[]>): Asset[] {
  const byKey = new Map(assets.map((asset) => [asset.key, asset]));
  const done = new Set<Asset>();
  const visit = (asset: Asset, path: string[]) => {
    if (done.has(asset)) return;
    if (path.includes(asset.key))
      throw new Error(`assets in a circle: ${[...path, asset.key].join(" -> ")}`);
    for (const key of reads.get(asset.key)!) {
      const upstream = byKey.get(key);
      if (upstream) visit(upstream, [...path, asset.key]);
      else if (!key.startsWith("source."))
        throw new Error(`unknown table: ${key} (read by ${asset.key})`);
    }
    done.add(asset);
  };
  for (const key of [...byKey.keys()].sort()) visit(byKey.get(key)!, []);
  return [...done];
}
