import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  BUDGET_HEADER,
  budgetRows,
  type Heads,
  INSURED_HEADER,
  insuredRows,
  STATEMENT_HEADER,
  statements,
} from "../../models/simulation/fund-files.ts";
import type { FlowInput } from "../../models/simulation/fund-flows.ts";
import type { HeadsRow, LedgerRow } from "./calibration.ts";
import type { World } from "./setup.ts";

/** What the fund statements are made of. */
export function inputOf({ months, region }: World, ledger: LedgerRow[]): FlowInput {
  return {
    months,
    counties: region.counties.length,
    spends: ledger.map((row) => ({
      month: months[row.month]!,
      fund: row.fund === 1 ? "employee" : "resident",
      county: row.county,
      pay_loc: String(row.pay_loc) as "1" | "2" | "3" | "4",
      pooled: BigInt(row.pooled),
      critical: BigInt(row.critical),
      personal: BigInt(row.personal),
    })),
  };
}

/** Writes statements, budgets and insured counts; gives their rows. */
export function writeStatements(
  folder: string,
  world: World,
  input: FlowInput,
  insured: HeadsRow[],
): Record<string, number> {
  const rows: Record<string, number> = {};
  const heads: Heads[] = insured.map((row) => ({
    ...row,
    month: world.months[row.month]!,
    persons: Number(row.persons),
  }));
  const write = (source: string, name: string, header: string, lines: string[]) => {
    mkdirSync(path.join(folder, source), { recursive: true });
    writeFileSync(path.join(folder, source, `${name}.csv`), `${[header, ...lines].join("\n")}\n`);
    rows[source] = (rows[source] ?? 0) + lines.length;
  };
  for (const [month, lines] of statements(world.region, input))
    write("fund_statement", `fund_statement_${month}`, STATEMENT_HEADER, lines);
  write("fund_budget", "fund_budget", BUDGET_HEADER, budgetRows(world.region, input));
  for (const month of world.months)
    write("insured", `insured_${month}`, INSURED_HEADER, insuredRows(world.region, month, heads));
  return rows;
}
