import { type Figure, keyOf, type Measure, type Role, type Scope, type Subject } from "./figure.ts";
import type { Span } from "./span.ts";

/** The understood figures of a document, found by what they say. */
export class Ledger {
  readonly figures: readonly Figure[];
  readonly #byKey = new Map<string, Figure[]>();
  readonly #about = new Map<Figure, Figure[]>();

  constructor(figures: readonly Figure[]) {
    this.figures = figures.filter((figure) => figure.subject !== undefined);
    for (const figure of this.figures) {
      const key = keyOf(figure.subject!, figure.scope, figure.role);
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), figure]);
      if (figure.of) this.#about.set(figure.of, [...(this.#about.get(figure.of) ?? []), figure]);
    }
  }

  /** The figure with this meaning: of several, the one nearest to `near` in the text. */
  find(subject: Subject, scope: Scope, role: Role, near?: Figure): Figure | undefined {
    const found = this.#byKey.get(keyOf(subject, scope, role)) ?? [];
    const distance = (figure: Figure) =>
      near
        ? Math.abs(figure.sentence - near.sentence) * 1e6 + Math.abs(figure.start - near.start)
        : 0;
    return [...found].sort((a, b) => distance(a) - distance(b))[0];
  }

  /** The whole of a measure, in the scope of `near` or a part of that scope changed. */
  whole(measure: Measure, near: Figure, change: Partial<Scope> = {}, role = near.role) {
    return this.find({ measure, item: "" }, { ...near.scope, ...change }, role, near);
  }

  /** The figure that the sentence says speaks of `figure` in this role. */
  about(figure: Figure, role: Role): Figure | undefined {
    return this.#about.get(figure)?.find((other) => other.role === role);
  }

  withRole(role: Role): Figure[] {
    return this.figures.filter((figure) => figure.role === role);
  }

  /** Figures that are said more than once. */
  repeated(): Figure[][] {
    return [...this.#byKey.values()].filter((same) => same.length > 1);
  }
}

/** The same months a year before; undefined where no year is known. */
export function yearBefore(span: Span | undefined): Span | undefined {
  return span?.year ? { ...span, year: String(Number(span.year) - 1) } : undefined;
}
