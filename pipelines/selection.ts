import type { Asset, Graph } from "./asset.ts";

/**
 * Assets a selection names: `marts.fund_month`, globs as in `core.*`, `tag:document`; `+x` with all
 * it reads, `x+` with all that reads it, `+x+` with both. Nothing named is everything.
 */
export function select(graph: Graph, selection: string[]): Asset[] {
  if (selection.length === 0) return graph.order;
  const readers = readersOf(graph);
  const chosen = new Set<string>();
  for (const text of selection) {
    const named = namedBy(graph, text);
    const keys = named.map(({ key }) => key);
    const also = [
      ...(text.startsWith("+") ? reached(graph.reads, keys) : []),
      ...(text.endsWith("+") ? reached(readers, keys) : []),
    ];
    for (const key of [...keys, ...also]) chosen.add(key);
  }
  return graph.order.filter((asset) => chosen.has(asset.key));
}

function namedBy(graph: Graph, text: string): Asset[] {
  const name = text.replace(/^\+|\+$/g, "");
  const tag = /^tag:(.+)$/.exec(name)?.[1];
  const pattern = new RegExp(
    `^${name
      .replace(/[\\^$.|()[\]{}+]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
  const named = graph.order.filter((asset) =>
    tag === undefined ? pattern.test(asset.key) : asset.tags.includes(tag),
  );
  if (named.length === 0) throw new UnknownAsset(text, graph);
  return named;
}

/** A selection that names nothing there is. */
export class UnknownAsset extends Error {
  override readonly name = "UnknownAsset";
  constructor(text: string, graph: Graph) {
    const tags = [...new Set(graph.order.flatMap((asset) => asset.tags))].sort();
    const keys = graph.order.map(({ key }) => key);
    super(
      text.includes("tag:")
        ? `没有标签为 ${text} 的数据资产；已有标签：${tags.join("、")}`
        : `没有名为 ${text} 的数据资产；已有：${keys.join("、")}`,
    );
  }
}

export function readersOf(graph: Graph): Map<string, string[]> {
  const readers = new Map<string, string[]>();
  for (const [reader, reads] of graph.reads) {
    for (const key of reads) readers.set(key, [...(readers.get(key) ?? []), reader]);
  }
  return readers;
}

/** All that edges lead to from some keys. */
function reached(edges: Map<string, string[]>, from: string[]): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const next of edges.get(key) ?? []) {
      if (!found.has(next)) open.push(next);
      found.add(next);
    }
  }
  return found;
}
