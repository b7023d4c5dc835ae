/** What a metric measures; decides how it is compared and printed. */
export type Unit = "yuan" | "persons" | "visits" | "clues" | "ratio" | "months" | "days";

/** Units of what is counted or paid: a change of it is a fraction, not a difference. */
export const COUNTED: ReadonlySet<Unit> = new Set(["yuan", "persons", "visits", "clues"]);

/** The account a figure speaks of: pooled fund, personal accounts, or both together. */
export type Account = "all" | "pooled" | "personal";

/** The five keys that, with the metric's id, name one figure. */
export interface FigureKey {
  metric: string;
  region: string;
  fund: string;
  account: Account;
  period: string;
  /** Policy variant, e.g. `budget` or `trailing_12`; empty where a metric has one definition. */
  basis: string;
}

/**
 * One published number. `value` is exact decimal text, unrounded: yuan, persons, a fraction or
 * months, as `unit` says; null when the comparison it stands for is not allowed (then `policy`
 * says why). `low` and `high` bound what the rounding of the source cells leaves open.
 */
export interface Figure extends FigureKey {
  id: string;
  value: string | null;
  low: number | null;
  high: number | null;
  unit: Unit;
  policy: string;
  version: number;
  run: string;
}

/** Figures of one period and their neighbours, looked up by key. */
export class FigureBook {
  readonly #byId = new Map<string, Figure>();

  constructor(figures: Iterable<Figure>) {
    for (const figure of figures) this.#byId.set(figure.id, figure);
  }

  get size(): number {
    return this.#byId.size;
  }

  all(): Figure[] {
    return [...this.#byId.values()];
  }

  byId(id: string): Figure | undefined {
    return this.#byId.get(id);
  }

  /** The figure with this key; account defaults to `all`, basis to the single definition. */
  find(
    key: Omit<FigureKey, "account" | "basis"> & Partial<Pick<FigureKey, "account" | "basis">>,
  ): Figure | undefined {
    return this.#byId.get(figureId({ account: "all", basis: "", ...key }));
  }
}

/** The readable identity of a figure: `metric/region/fund[/account]/period[/basis]`. */
export function figureId(key: FigureKey): string {
  const parts = [key.metric, key.region, key.fund];
  if (key.account !== "all") parts.push(key.account);
  parts.push(key.period);
  if (key.basis !== "") parts.push(key.basis);
  return parts.join("/");
}
