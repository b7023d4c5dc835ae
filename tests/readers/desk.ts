import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, expect } from "vitest";
import { SourceError } from "../../models/errors.ts";
import type { Grid, Reading } from "../../pipelines/ingest/readers/grid.ts";
import { readFile } from "../../pipelines/ingest/readers/index.ts";

export interface Desk {
  connection: DuckDBConnection;
  inbox: string;
  tempDir: string;
  put(name: string, content: string | Uint8Array): string;
  read(path: string): Promise<Reading>;
  /** Reads a file of these contents. */
  open(name: string, content: string | Uint8Array): Promise<Reading>;
  /** The rows of a grid: row number, then cells. */
  rows(grid: Grid | undefined): Promise<(string | number | null)[][]>;
  /** The refusal of a file of these contents. */
  refusal(name: string, content: string | Uint8Array): Promise<SourceError>;
}

/** An inbox and a database for the tests of one file; fails if a reader leaves anything behind. */
export function useDesk(): Desk {
  const desk = {} as Desk;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "readers-"));
    desk.inbox = join(folder, "收件箱 [2019]");
    desk.tempDir = join(folder, "temp [x]");
    mkdirSync(desk.inbox);
    mkdirSync(desk.tempDir);
    desk.connection = await (await DuckDBInstance.create(":memory:")).connect();
    desk.put = (name, content) => {
      const path = join(desk.inbox, name);
      writeFileSync(path, content);
      return path;
    };
    desk.read = (path) => readFile(desk.connection, path, { tempDir: desk.tempDir });
    desk.open = (name, content) => desk.read(desk.put(name, content));
    desk.rows = async (grid) => {
      const reader = await desk.connection.runAndReadAll(
        `select * from ${grid?.table} order by row_no`,
      );
      return reader.getRows() as (string | number | null)[][];
    };
    desk.refusal = async (name, content) => {
      const error = await desk.open(name, content).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(SourceError);
      return error as SourceError;
    };
  });
  afterAll(() => {
    expect(readdirSync(desk.tempDir)).toEqual([]);
    desk.connection.closeSync();
    rmSync(join(desk.inbox, ".."), { recursive: true });
  });
  return desk;
}
