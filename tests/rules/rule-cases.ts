import { RULES } from "../../models/rules/index.ts";
import { type Tables, useTables } from "../sql/tables.ts";

/** Rows by table, as `tests/sql/tables.ts` reads them. */
type Rows = Record<string, string>;

export interface RuleCases {
  tables: Tables;
  /** Asserts what a rule returns for the rows of the tables it reads; `expected` begins with its columns. */
  returns(rule: string, given: Rows, expected: string): Promise<void>;
  /** Asserts that nothing stands: no row, or rows with an exclusion alone. */
  setsAside(rule: string, given: Rows): Promise<void>;
}

/** Hand-made cases of rules: rows in, rows out. Parameters are the defaults. */
export function useRuleCases(): RuleCases {
  const tables = useTables();
  const keyOf = (id: string): string => `rules.${RULES.find((rule) => rule.id === id)!.name}`;
  return {
    tables,
    returns: (rule, given, expected) => tables.expect(keyOf(rule), given, expected),
    setsAside: (rule, given) =>
      tables.expectFrom(
        `select subject from (${tables.sqlOf(keyOf(rule))}\n) as made where exclusion is null`,
        given,
        "subject",
      ),
  };
}
