import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { addMonths, type Month } from "../../models/period.ts";
import { pathLiteral } from "../quote.ts";
import type { Store } from "../store.ts";
import { type HeadsRow, LEDGER, type LedgerRow, tally } from "./calibration.ts";
import { refundsOf, settlementsOf } from "./month.ts";
import { MONTHLY, REFERENCE } from "./outputs.ts";
import { NOTHING_PLANTED, type Plant, TRUTH_HEADER } from "./plant.ts";
import { lookups, persons, type World } from "./setup.ts";

/** What became of a block of months. */
export interface Part {
  rows: Record<string, number>;
  ledger: LedgerRow[];
  heads: HeadsRow[];
  /** Lines of the truth file. */
  truth: string[];
}

/** Parquet pages of dictionaries that grow beyond this are slower to write and no smaller. */
const PARQUET = "format parquet, dictionary_size_limit 10000";

/** How files are to be written, and what is to be planted in them. */
export interface Manner {
  format: "parquet" | "csv";
  feeLines: boolean;
  plant?: Plant;
}

/** Makes consecutive months of a simulation in a database of their own. */
export class Block {
  readonly store: Store;
  readonly manner: Manner;
  readonly world: World;
  readonly folder: string;
  readonly onMonth: (month: Month) => void;
  readonly #rows: Record<string, number> = {};
  readonly #plant: Plant;

  constructor(
    store: Store,
    manner: Manner,
    world: World,
    folder: string,
    onMonth: (month: Month) => void,
  ) {
    this.store = store;
    this.manner = manner;
    this.world = world;
    this.folder = folder;
    this.onMonth = onMonth;
    this.#plant = manner.plant ?? NOTHING_PLANTED;
  }

  /** Writes the files of the months; with `withReference` those that have no month, too. */
  async write(months: Month[], withReference: boolean): Promise<Part> {
    const { store, world } = this;
    await this.#all(["create schema stage", ...lookups(world), persons(world), ...LEDGER]);
    await store.run(
      `create table truth (${TRUTH_HEADER.map((name) => `${name} varchar`).join(", ")})`,
    );
    await this.#planted("person", "p", this.#plant.tables?.(world) ?? []);
    await this.#refundsBefore(months[0]!);
    for (const month of months) await this.#month(month);
    await store.run("drop table stage.settlement");
    if (withReference)
      for (const { source, select } of REFERENCE)
        await this.#copy(
          source,
          this.#changed(source, select(world)),
          path.join(this.folder, "reference", source),
        );
    return {
      rows: this.#rows,
      ledger: await store.rows<LedgerRow>("select * from ledger order by all"),
      heads: await store.rows<HeadsRow>("select * from insured order by all"),
      truth: await this.#truth(),
    };
  }

  /** Refunds of the month before the block that fall into it. */
  async #refundsBefore(first: Month): Promise<void> {
    const before = addMonths(first, -1);
    const isPart = this.world.months.includes(before);
    const month = isPart ? before : first;
    await this.store.run(settlementsOf(this.world, month));
    await this.store.run("create table stage.refund as select * from stage.settlement limit 0");
    if (isPart) await this.#all(refundsOf(before));
  }

  async #month(month: Month): Promise<void> {
    const { world, manner } = this;
    const index = world.months.indexOf(month);
    await this.#all([settlementsOf(world, month), ...refundsOf(month)]);
    await this.#planted("stage.settlement", "sn", this.#plant.month?.(month, index, world) ?? []);
    await this.#all(tally(index));
    for (const { source, select, lines } of MONTHLY) {
      if (lines && !manner.feeLines) continue;
      const planted = this.#plant.rows?.[source]?.(month);
      const query = this.#changed(source, select(month, index, world));
      await this.#copy(
        source,
        planted ? `(${query}) union all by name (${planted})` : query,
        path.join(this.folder, source, `${source}_${month}`),
      );
    }
    this.onMonth(month);
  }

  /** Runs what plants; updates leave rows in an order that depends on the months before. */
  async #planted(table: string, key: string, statements: string[]): Promise<void> {
    if (statements.length === 0) return;
    await this.#all([
      ...statements,
      `create or replace table ${table} as select * from ${table} order by ${key}`,
    ]);
  }

  #changed(source: string, select: string): string {
    return this.#plant.changes?.[source]?.(select) ?? select;
  }

  async #all(statements: string[]): Promise<void> {
    for (const statement of statements) await this.store.run(statement);
  }

  async #copy(source: string, select: string, file: string): Promise<void> {
    const { format } = this.manner;
    mkdirSync(path.dirname(file), { recursive: true });
    const written = `${file}.${format}`;
    const count = await this.store.make(
      `copy (${select}) to ${pathLiteral(written)} (${format === "csv" ? "format csv, header" : PARQUET})`,
    );
    // A bureau sends no file of nothing.
    if (count === 0) rmSync(written);
    this.#rows[source] = (this.#rows[source] ?? 0) + count;
  }

  async #truth(): Promise<string[]> {
    const cells = TRUTH_HEADER.map(
      (name) => `'"' || replace(coalesce(${name}, ''), '"', '""') || '"'`,
    );
    const rows = await this.store.rows<{ line: string }>(
      `select ${cells.join(" || ',' || ")} as line from truth order by all`,
    );
    return rows.map(({ line }) => line);
  }
}
