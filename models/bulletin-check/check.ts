import type { Expression } from "./expression.ts";
import type { Figure } from "./figure.ts";

/** One way to come to a printed number. */
export interface Route {
  /** How, in words: 支出 ÷ 支出预算. */
  name: string;
  expression: Expression;
}

/** What a printed number is held against. */
export interface Check {
  target: Figure;
  /** What kind of identity it is, in words: 预算完成率. */
  name: string;
  /** Any one of them that meets the printed number makes it consistent; the first is the expected one. */
  routes: Route[];
  /** Mistakes that are made, tried only where no route leads to the printed number. */
  suspects: Route[];
  /** False where other readings are possible: then it can only confirm. */
  isDecisive: boolean;
  /** What may be behind a miss, where that is not an error; then it is a remark. */
  doubt?: string;
}

/** Routes of those expressions that could be formed. */
export function routes(...found: [name: string, expression: Expression | undefined][]): Route[] {
  return found.flatMap(([name, expression]) => (expression ? [{ name, expression }] : []));
}
