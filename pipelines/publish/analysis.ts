import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Config } from "../../models/config.ts";
import { codeNames } from "../../models/dictionary/codes.ts";
import {
  type ColumnWords,
  dictionaryText,
  unitFor,
  wordsOf,
} from "../../models/dictionary/columns.ts";
import { readHead } from "../asset.ts";
import { identifier, literal, valueRows } from "../quote.ts";
import { fingerprint } from "../source-catalog.ts";
import { QueryError, type Store } from "../store.ts";

const FOLDER = fileURLToPath(new URL("../../sql/analysis/", import.meta.url));

/** A view for analysts, `analysis.<name>`: a file of `sql/analysis/`. */
export interface View {
  name: string;
  /** In Chinese, as its head says. */
  about: string;
  grain: string[];
  sql: string;
  /** Columns its head describes, `-- column [unit]: description`; the others have words of their own. */
  own: Map<string, ColumnWords>;
}

const COLUMN_LINE = /^([a-z][a-z0-9_]*)(?: \[([^\]]+)\])?: (.+)$/;

/** Every view for analysts, by name. */
export const analysisViews = (): View[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => viewFrom(file.slice(0, -4), readFileSync(path.join(FOLDER, file), "utf8")));

export function viewFrom(name: string, sql: string): View {
  const { about, values } = readHead(sql);
  const own = new Map<string, ColumnWords>();
  const prose: string[] = [];
  for (const line of about.split("\n")) {
    const [, column, unit, description] = COLUMN_LINE.exec(line) ?? [];
    if (column && description)
      own.set(column, { description, unit: unit ?? unitFor(name, column) });
    else prose.push(line);
  }
  const grain = (values.grain ?? "").split(",").map((column) => column.trim());
  return { name, about: prose.join(""), grain, sql, own };
}

/** What a column of a view is called; undefined where nobody has said. */
export const columnWords = ({ name, own }: View, column: string): ColumnWords | undefined =>
  own.get(column) ?? wordsOf(name, column);

/** Changes with any line or word of the schema. */
export function analysisFingerprint(config: Config): string {
  const files = analysisViews().map(({ name, sql }) => `${name}\n${sql}`);
  return fingerprint(...files, dictionaryText(), JSON.stringify(codeNames(config)));
}

/**
 * Makes the schema `analysis` in the database in use: a view a file, with comments on it and on every
 * column. A view that reads a table or a column that was never built is left out.
 */
export async function createAnalysis(store: Store, config: Config): Promise<void> {
  await store.transaction(async () => {
    await store.run(`
      create schema if not exists meta;
      create table meta.code (code_set varchar, code varchar, code_name varchar);
      insert into meta.code values ${valueRows(codeNames(config))};
      create table meta.analysis as select ${literal(analysisFingerprint(config))} as fingerprint;
      create schema analysis`);
  });
  const statements: string[] = [];
  for (const view of analysisViews()) {
    const columns = await columnsOf(store, view);
    if (columns) statements.push(...definitionOf(view, columns));
  }
  await store.transaction(async () => {}, statements);
}

/** The columns of a view, null where it reads what is not there. */
async function columnsOf(store: Store, { sql }: View): Promise<string[] | null> {
  try {
    const rows = await store.rows<{ column_name: string }>(`describe ${sql}`);
    return rows.map(({ column_name }) => column_name);
  } catch (error) {
    if (error instanceof QueryError && /^(Catalog|Binder) Error/.test(error.message)) return null;
    throw error;
  }
}

function definitionOf(view: View, columns: string[]): string[] {
  const name = `analysis.${identifier(view.name)}`;
  const comments = columns.flatMap((column) => {
    const words = columnWords(view, column);
    return words
      ? [`comment on column ${name}.${identifier(column)} is ${literal(commentOf(words))}`]
      : [];
  });
  return [
    `create view ${name} as ${view.sql}`,
    `comment on view ${name} is ${literal(view.about)}`,
    ...comments,
  ];
}

const commentOf = ({ description, unit }: ColumnWords): string =>
  unit === "" ? description : `${description}（${unit}）`;
