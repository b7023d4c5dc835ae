import {
  createReadStream,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { UserError } from "../models/errors.ts";
import type { Home } from "../pipelines/home.ts";
import { exampleNamed } from "../pipelines/publish/examples.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import { literal } from "../pipelines/quote.ts";
import type { Session } from "./session.ts";
import { describe, listExamples } from "./sql-schema.ts";
import { table } from "./table.ts";

const FORMATS = ["table", "csv", "json", "parquet", "arrow"];
const SHOWN_ROWS = 1000;

export async function act(
  session: Session,
  [query]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const format = String(options.format ?? (session.json ? "json" : "table"));
  if (!FORMATS.includes(format)) {
    throw new UserError(`不支持的格式 ${format}`, `可用：${FORMATS.join("、")}。`, 2);
  }
  if (options.describe !== undefined) {
    await describe(session, options.describe === true ? null : String(options.describe));
    return 0;
  }
  if (options.examples) {
    listExamples(session);
    return 0;
  }
  const home = session.home();
  const asked = options.example === undefined ? query : exampleNamed(String(options.example)).sql;
  const text = (asked ?? "").trim().replace(/;\s*$/, "");
  if (text === "")
    throw new UserError("查询是空的", '如 fundwatch sql "select * from analysis.fund_month"。', 2);
  const out = options.out === undefined ? undefined : path.resolve(String(options.out));
  if (format === "table") await printTable(home, text);
  else await exportAs(home, text, format, out);
  if (out) session.remark(`已写到 ${out}`);
  return 0;
}

async function printTable(home: Home, query: string): Promise<void> {
  const store = await openSnapshot(home);
  try {
    const { headers, rows, more } = await store.head(query, SHOWN_ROWS);
    process.stdout.write(`${table(headers, rows).join("\n")}\n`);
    if (more) process.stderr.write(`只显示前 ${SHOWN_ROWS} 行；用 --format csv 取全部。\n`);
  } finally {
    store.close();
  }
}

/** DuckDB writes the one file the fence allows; from there it goes where it is wanted. */
async function exportAs(
  home: Home,
  query: string,
  format: string,
  out: string | undefined,
): Promise<void> {
  const folder = mkdtempSync(path.join(home.temp, "sql-"));
  const file = path.join(folder, `result.${format}`);
  const how: Record<string, string> = {
    csv: "format csv, header true",
    json: "format json, array true",
    parquet: "format parquet, compression zstd",
    arrow: "format parquet, compression uncompressed",
  };
  try {
    const store = await openSnapshot(home, [file]);
    try {
      await store.run(`copy (${query}\n) to ${literal(file)} (${how[format]})`);
    } finally {
      store.close();
    }
    if (format === "arrow") writeFileSync(file, await arrowFrom(readFileSync(file)));
    if (out) renameSync(file, out);
    else await pipeline(createReadStream(file), process.stdout, { end: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Arrow IPC stream of a Parquet file: DuckDB's Node package has no Arrow of its own. */
async function arrowFrom(parquet: Uint8Array): Promise<Uint8Array> {
  const { readParquet } = await import("parquet-wasm/node");
  return readParquet(parquet).intoIPCStream();
}
