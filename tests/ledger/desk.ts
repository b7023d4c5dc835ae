import { beforeAll } from "vitest";
import { configSchema } from "../../models/config.ts";
import { codeTables } from "../../pipelines/code-tables.ts";
import { valueRows } from "../../pipelines/quote.ts";
import { type Tables, useTables } from "../sql/tables.ts";

/** An empty warehouse whose settlements can be given, with the code tables of a config. */
export function useLedger(config: object = {}): Tables {
  const tables = useTables();
  beforeAll(async () => {
    const { store } = tables;
    for (const source of ["settlement", "fee_line"]) {
      await store.run(`create table source.${source}_t as from source.${source}`);
      await store.run(`drop view source.${source}`);
      await store.run(`alter table source.${source}_t rename to ${source}`);
    }
    for (const [name, columns, rows] of codeTables(configSchema.parse(config))) {
      await store.run(`delete from source.${name}`);
      const texts = columns.split(", ").map((column) => `cast(${column} as varchar)`);
      if (rows.length > 0)
        await store.run(
          `insert into source.${name} select ${texts.join(", ")} from (values ${valueRows(rows)}) as t(${columns})`,
        );
    }
  });
  return tables;
}
