import { statSync } from "node:fs";
import { type DuckDBConnection, DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { UserError } from "../models/errors.ts";

/** A row as exact text: DECIMAL and BIGINT stay strings, so no amount passes through a float. */
export type Row = Record<string, string | number | boolean | null>;

export interface StoreOptions {
  readOnly?: boolean;
  threads?: number;
  /** E.g. `4GB`. DuckDB's own default assumes it has the whole machine. */
  memoryLimit?: string;
  tempDirectory?: string;
}

/** A query that failed, with its text. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly sql: string;

  constructor(cause: unknown, sql: string) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.sql = sql;
  }
}

const INTERRUPT_MS = 50;

/**
 * One DuckDB database and one connection to it. A warehouse file is opened by one process, once:
 * a second instance on the same file destroys it.
 */
export class Store {
  readonly path: string;
  readonly connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  readonly #signal: AbortSignal | undefined;
  /** Connections whose work is done. */
  readonly #spare: DuckDBConnection[] = [];
  /** Queries that have not come back. */
  #asked = 0;

  private constructor(
    path: string,
    instance: DuckDBInstance,
    connection: DuckDBConnection,
    signal?: AbortSignal,
  ) {
    this.path = path;
    this.#instance = instance;
    this.connection = connection;
    this.#signal = signal;
  }

  static async open(path: string, options: StoreOptions = {}): Promise<Store> {
    const config: Record<string, string> = {
      access_mode: options.readOnly ? "READ_ONLY" : "AUTOMATIC",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    };
    if (options.threads) config.threads = String(options.threads);
    if (options.memoryLimit) config.memory_limit = options.memoryLimit;
    if (options.tempDirectory) config.temp_directory = options.tempDirectory;
    let instance: DuckDBInstance;
    try {
      instance = await DuckDBInstance.create(path, config);
    } catch (error) {
      throw openingFailed(path, error);
    }
    const store = new Store(path, instance, await instance.connect());
    await store.run("set global TimeZone = 'Asia/Shanghai'");
    return store;
  }

  /**
   * Lends a connection of its own to one piece of work. When `signal` aborts, the query that runs is
   * interrupted, and no other begins.
   */
  async apart<T>(signal: AbortSignal, work: (store: Store) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const connection = this.#spare.pop() ?? (await this.#instance.connect());
    const store = new Store(this.path, this.#instance, connection, signal);
    let again: NodeJS.Timeout | undefined;
    // One that comes while a query is still being prepared is lost.
    const interrupt = () => {
      if (store.#asked > 0) connection.interrupt();
      again = setTimeout(interrupt, INTERRUPT_MS);
    };
    signal.addEventListener("abort", interrupt, { once: true });
    try {
      return await work(store);
    } finally {
      signal.removeEventListener("abort", interrupt);
      clearTimeout(again);
      if (signal.aborted) connection.closeSync();
      else this.#spare.push(connection);
    }
  }

  /** Forbids settings and all files but those named to every later statement: for others' SQL. */
  async fence(allowed: string[] = []): Promise<void> {
    const paths = allowed.map((path) => `'${path.replaceAll("'", "''")}'`).join(", ");
    await this.run(`set allowed_paths = [${paths}]`);
    await this.run("set enable_external_access = false");
    await this.run("set lock_configuration = true");
  }

  async #ask<T>(sql: string, query: () => Promise<T>): Promise<T> {
    this.#signal?.throwIfAborted();
    this.#asked += 1;
    try {
      return await query();
    } catch (error) {
      throw queryFailed(this.path, error, sql);
    } finally {
      this.#asked -= 1;
    }
  }

  async run(sql: string, values: DuckDBValue[] = []): Promise<void> {
    await this.#ask(sql, () => this.connection.run(sql, values));
  }

  /** Runs a CREATE TABLE AS or an INSERT and gives the number of its rows. */
  async make(sql: string): Promise<number> {
    const [row] = await this.rows<{ Count: string }>(sql);
    return Number(row?.Count ?? 0);
  }

  async rows<T extends object = Row>(sql: string, values: DuckDBValue[] = []): Promise<T[]> {
    const reader = await this.#ask(sql, () => this.connection.runAndReadAll(sql, values));
    return reader.getRowObjectsJson() as unknown as T[];
  }

  /** The first rows of a query as text, without reading the rest. */
  async head(
    sql: string,
    limit: number,
  ): Promise<{ headers: string[]; rows: string[][]; more: boolean }> {
    try {
      const reader = await this.connection.runAndReadUntil(sql, limit + 1);
      const rows = reader.getRowsJson().map((row) => row.map(cellText));
      return {
        headers: reader.columnNames(),
        rows: rows.slice(0, limit),
        more: rows.length > limit,
      };
    } catch (error) {
      throw queryFailed(this.path, error, sql);
    }
  }

  /** The single row of a query that has exactly one. */
  async row<T extends object = Row>(sql: string, values: DuckDBValue[] = []): Promise<T> {
    const [first] = await this.rows<T>(sql, values);
    if (first === undefined) throw new QueryError("expected one row, found none", sql);
    return first;
  }

  /** All or nothing, statements first and then `work`: rolls back when one of them fails. */
  async transaction<T>(work: () => Promise<T>, statements: string[] = []): Promise<T> {
    try {
      await this.run(["begin transaction", ...statements].join(";\n"));
      const result = await work();
      await this.run("commit");
      return result;
    } catch (error) {
      await this.connection.run("rollback").catch(() => {});
      throw error;
    }
  }

  /** Writes the log into the file once it has grown; a short log is replayed fast after a crash. */
  async checkpointIfDue(bytes = 16 * 1024 * 1024): Promise<void> {
    const log = statSync(`${this.path}.wal`, { throwIfNoEntry: false });
    if (log && log.size > bytes) await this.run("checkpoint");
  }

  /** Schema-qualified tables a SELECT reads, by DuckDB's own parser; throws on a syntax error. */
  async tablesRead(sql: string): Promise<string[]> {
    const known = TABLES_READ.get(sql);
    if (known) return known;
    const { tree } = await this.row<{ tree: string }>(
      "select cast(json_serialize_sql(cast($1 as varchar)) as varchar) as tree",
      [sql],
    );
    const parsed = JSON.parse(tree) as { error: boolean; error_message?: string };
    if (parsed.error) throw new QueryError(parsed.error_message ?? "syntax error", sql);
    const found = new Set<string>();
    collectTables(parsed, found);
    const tables = [...found].sort();
    TABLES_READ.set(sql, tables);
    return tables;
  }

  close(): void {
    for (const connection of this.#spare.splice(0)) connection.closeSync();
    this.connection.closeSync();
    this.#instance.closeSync();
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What a SELECT reads depends on its text alone, and parsing the large ones takes a while. */
const TABLES_READ = new Map<string, string[]>();

function collectTables(node: unknown, found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const child of node) collectTables(child, found);
  } else if (node !== null && typeof node === "object") {
    const { type, schema_name, table_name } = node as Record<string, unknown>;
    if (type === "BASE_TABLE" && schema_name) found.add(`${schema_name}.${table_name}`);
    for (const child of Object.values(node)) collectTables(child, found);
  }
}

function openingFailed(path: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const holder = /held in .*?\(PID (\d+)\)/.exec(message)?.[1];
  if (holder || /could not set lock|conflicting lock/i.test(message)) {
    return new WarehouseBusy(
      `数据仓库正在被另一个进程使用${holder ? `（进程号 ${holder}）` : ""}：${path}`,
      "请等那边的 run 结束后再试；查询请用 figures 或 sql，它们读已发布的快照。",
    );
  }
  return new DatabaseDamaged(path, message);
}

/** A warehouse that another process owns now. */
export class WarehouseBusy extends UserError {}

/** A database file that cannot be read. Nothing is lost with it: `raw/` is the truth. */
export class DatabaseDamaged extends UserError {
  constructor(path: string, message: string) {
    super(
      `数据库文件打不开或已损坏：${path}（${message.split("\n")[0]}）`,
      "可执行 fundwatch rebuild 由 raw/ 重新建立，已载入的数据不会丢失。",
    );
  }
}

/** A query that failed; a damaged file is told from a mistaken query. */
function queryFailed(path: string, error: unknown, sql: string): Error {
  const message = error instanceof Error ? error.message : String(error);
  const damaged = /corrupt|checksum|could not read enough bytes|not a valid duckdb/i.test(message);
  return damaged && path !== ":memory:" && !/parquet/i.test(message)
    ? new DatabaseDamaged(path, message)
    : new QueryError(error, sql);
}
