/** Something that exists when it is done; here a table that a SELECT makes. */
export interface Asset {
  /** Table and asset in one: `marts.fund_month`. */
  key: string;
  /** One line on what it is. */
  about: string;
  sql: string;
  grain: string[];
  /**
   * How a month's rows depend on what is read: `month` on that month alone, `history` on every
   * month up to it, `whole` on everything (one partition).
   */
  partitioning: "month" | "history" | "whole";
}

/** A claim about a table: the rows its SELECT returns break it. */
export interface Check {
  name: string;
  about: string;
  sql: string;
  severity: "stop" | "warn";
}

/** The comment lines at the head of a SQL file: prose, then `-- name: value`. */
export function readHead(sql: string): { about: string; values: Record<string, string> } {
  const values: Record<string, string> = {};
  const prose: string[] = [];
  for (const line of sql.split("\n")) {
    if (!line.startsWith("--")) break;
    const text = line.replace(/^--\s?/, "");
    const pair = /^(grain|partition|severity): (.+)$/.exec(text);
    if (pair) values[pair[1]!] = pair[2]!.trim();
    else prose.push(text);
  }
  return { about: prose.join("\n"), values };
}

const PARTITIONING: Record<string, Asset["partitioning"]> = {
  month: "month",
  "month with history": "history",
};

export function assetFrom(key: string, sql: string): Asset {
  const { about, values } = readHead(sql);
  if (!values.grain) throw new Error(`no grain: ${key} (add a line «-- grain: a, b»)`);
  const partitioning = values.partition ? PARTITIONING[values.partition] : "whole";
  if (!partitioning) throw new Error(`unknown partition: ${values.partition} (in ${key})`);
  return { key, about, sql, grain: values.grain.split(",").map((c) => c.trim()), partitioning };
}

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
}

export async function graphOf(
  assets: Asset[],
  checks: Check[],
  tablesRead: (sql: string) => Promise<string[]>,
): Promise<Graph> {
  const reads = new Map<string, string[]>();
  for (const asset of assets) reads.set(asset.key, await tablesRead(asset.sql));
  const order: Asset[] = [];
  const visit = (asset: Asset, path: string[]) => {
    if (order.includes(asset)) return;
    if (path.includes(asset.key))
      throw new Error(`assets in a circle: ${[...path, asset.key].join(" -> ")}`);
    for (const key of reads.get(asset.key)!) {
      const upstream = assets.find((a) => a.key === key);
      if (upstream) visit(upstream, [...path, asset.key]);
      else if (!key.startsWith("source."))
        throw new Error(`unknown table: ${key} (read by ${asset.key})`);
    }
    order.push(asset);
  };
  for (const asset of [...assets].sort((a, b) => a.key.localeCompare(b.key))) visit(asset, []);
  const placed = new Map<string, Check[]>();
  for (const check of checks) {
    const read = await tablesRead(check.sql);
    const last = order.findLast((asset) => read.includes(asset.key));
    if (!last) throw new Error(`check reads no asset: ${check.name}`);
    placed.set(last.key, [...(placed.get(last.key) ?? []), check]);
  }
  return { order, reads, checks: placed };
}

/** Assets a selection names: `marts.fund_month`, `core.*`, `+x` with what it reads, `x+` with what reads it. */
export function select(graph: Graph, selection: string[]): Asset[] {
  if (selection.length === 0) return graph.order;
  const chosen = new Set<string>();
  for (const text of selection) {
    const pattern = text.replace(/^\+|\+$/g, "");
    const regexp = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
    const named = graph.order.filter((asset) => regexp.test(asset.key));
    if (named.length === 0)
      throw new UnknownAsset(
        text,
        graph.order.map((asset) => asset.key),
      );
    for (const { key } of named) chosen.add(key);
    if (text.startsWith("+")) for (const { key } of named) addUpstream(graph, key, chosen);
    if (text.endsWith("+")) for (const { key } of named) addDownstream(graph, key, chosen);
  }
  return graph.order.filter((asset) => chosen.has(asset.key));
}

export class UnknownAsset extends Error {
  override readonly name = "UnknownAsset";
  constructor(text: string, known: string[]) {
    super(`没有名为 ${text} 的数据资产；已有：${known.join("、")}`);
  }
}

function addUpstream(graph: Graph, key: string, chosen: Set<string>): void {
  for (const read of graph.reads.get(key) ?? []) {
    if (graph.reads.has(read)) {
      chosen.add(read);
      addUpstream(graph, read, chosen);
    }
  }
}

function addDownstream(graph: Graph, key: string, chosen: Set<string>): void {
  for (const [reader, reads] of graph.reads) {
    if (reads.includes(key)) {
      chosen.add(reader);
      addDownstream(graph, reader, chosen);
    }
  }
}
