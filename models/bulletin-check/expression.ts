import type { Figure } from "./figure.ts";
import { Interval } from "./interval.ts";
import { roundedInterval } from "./numerals.ts";

interface Addend {
  figure: Figure;
  sign: 1 | -1;
}

/** A computation with the printed numbers in it, and the interval it gives. */
export class Expression {
  readonly text: string;
  readonly value: Interval;
  /** The same where zeros at the end of whole numbers are not held to be exact. */
  readonly loose: Interval;
  /** The figures it is made of. */
  readonly figures: readonly Figure[];
  /** Those of them that are added or taken away as they are printed. */
  readonly addends: readonly Addend[];
  readonly #isSum: boolean;
  readonly #isAtom: boolean;

  private constructor(
    text: string,
    [value, loose]: readonly [Interval, Interval],
    figures: readonly Figure[],
    addends: readonly Addend[],
    shape: "atom" | "sum" | "product",
  ) {
    this.text = text;
    this.value = value;
    this.loose = loose;
    this.figures = figures;
    this.addends = addends;
    this.#isSum = shape === "sum";
    this.#isAtom = shape === "atom";
  }

  static of(figure: Figure): Expression {
    const text = figure.sign === -1 ? `(−${figure.printed})` : figure.printed;
    const values = [figure.signed, looseOf(figure)] as const;
    return new Expression(text, values, [figure], [{ figure, sign: figure.sign }], "atom");
  }

  static number(value: number): Expression {
    const exact = Interval.exact(value);
    return new Expression(String(value), [exact, exact], [], [], "atom");
  }

  plus(other: Expression): Expression {
    const sums = [this.value.plus(other.value), this.loose.plus(other.loose)] as const;
    return this.#joined(other, ` + ${other.text}`, sums, other.addends);
  }

  minus(other: Expression): Expression {
    const right = other.#isSum ? `(${other.text})` : other.text;
    const differences = [this.value.minus(other.value), this.loose.minus(other.loose)] as const;
    const turned = other.addends.map(({ figure, sign }) => ({ figure, sign: -sign as 1 | -1 }));
    return this.#joined(other, ` − ${right}`, differences, turned);
  }

  /** Undefined where the divisor may be zero. */
  over(other: Expression): Expression | undefined {
    const value = this.value.over(other.value);
    const loose = this.loose.over(other.loose);
    if (!value || !loose) return undefined;
    const left = this.#isSum ? `(${this.text})` : this.text;
    const right = other.#isAtom ? other.text : `(${other.text})`;
    const figures = [...this.figures, ...other.figures];
    return new Expression(`${left} ÷ ${right}`, [value, loose], figures, [], "product");
  }

  #joined(
    other: Expression,
    tail: string,
    values: readonly [Interval, Interval],
    joining: readonly Addend[],
  ): Expression {
    const figures = [...this.figures, ...other.figures];
    const addends = [...this.addends, ...joining];
    return new Expression(this.text + tail, values, figures, addends, "sum");
  }
}

/** What a figure may stand for if zeros at the end of a whole number only say how big it is. */
export function looseOf({ digits, unit, signed, sign }: Figure): Interval {
  const rounded = roundedInterval(digits, unit);
  const isNegative = signed.sign() === -1 || (signed.sign() === 0 && sign === -1);
  return isNegative ? rounded.negated() : rounded;
}

/** a + b + …; undefined of none. */
export function sumOf(figures: readonly Figure[]): Expression | undefined {
  const [first, ...rest] = figures.map(Expression.of);
  return first && rest.reduce((sum, next) => sum.plus(next), first);
}
