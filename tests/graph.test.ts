import { expect, test } from "vitest";
import { graphOf } from "../pipelines/asset.ts";
import { assets, checks } from "../pipelines/assets.ts";
import { Store } from "../pipelines/store.ts";

test("what each table is made of, and what is asked of it", async () => {
  const store = await Store.open(":memory:");
  try {
    const graph = await graphOf(assets(), checks(), (sql) => store.tablesRead(sql));
    const lines = graph.order.map(({ key }) => `${key} <- ${graph.reads.get(key)!.join(", ")}`);
    expect(`\n${lines.sort().join("\n")}\n`).toMatchInlineSnapshot(`
      "
      core.fund_balance <- core.fund_cell
      core.fund_budget <- staging.fund_budget
      core.fund_cell <- staging.fund_statement
      core.fund_flow <- core.fund_cell
      core.insured <- staging.insured
      core.region <- source.named_region, source.region
      document.monthly-bulletin <- core.region, marts.figure, marts.fund_month
      marts.figure <- marts.fund_month, marts.insured_month
      marts.fund_month <- core.fund_balance, core.fund_budget, core.fund_flow, source.fund
      marts.insured_month <- core.insured
      source.fund_budget <- 
      source.fund_statement <- 
      source.insured <- 
      staging.fund_budget <- source.fund_budget, source.half_digit
      staging.fund_statement <- source.fund_statement, source.half_digit
      staging.insured <- source.half_digit, source.insured
      "
    `);
    const asked = [...graph.checks].flatMap(([key, claims]) =>
      claims.map(({ name, severity }) => `${name} (${severity}) after ${key}`),
    );
    expect(`\n${asked.sort().join("\n")}\n`).toMatchInlineSnapshot(`
      "
      completion_plausible (warn) after marts.fund_month
      fund_balance_closes (warn) after marts.fund_month
      fund_magnitude (stop) after marts.fund_month
      opening_consistent (warn) after marts.fund_month
      "
    `);
  } finally {
    store.close();
  }
});
