import { Rational } from "./rational.ts";

/**
 * All values between two exact bounds, both included. Arithmetic gives the smallest interval that holds
 * every result, each operand taken on its own (Moore, Interval Analysis, 1966).
 */
export class Interval {
  readonly low: Rational;
  readonly high: Rational;

  constructor(low: Rational, high: Rational) {
    this.low = low;
    this.high = high;
  }

  static exact(value: number | bigint, divisor: number | bigint = 1): Interval {
    const point = Rational.of(value, divisor);
    return new Interval(point, point);
  }

  plus(other: Interval): Interval {
    return new Interval(this.low.plus(other.low), this.high.plus(other.high));
  }

  minus(other: Interval): Interval {
    return new Interval(this.low.minus(other.high), this.high.minus(other.low));
  }

  times(other: Interval): Interval {
    return spanning(
      [this.low, this.high].flatMap((a) => [a.times(other.low), a.times(other.high)]),
    );
  }

  /** Undefined where the divisor may be zero: nothing can be said then. */
  over(other: Interval): Interval | undefined {
    if (other.sign() === 0) return undefined;
    return spanning([this.low, this.high].flatMap((a) => [a.over(other.low), a.over(other.high)]));
  }

  negated(): Interval {
    return new Interval(this.high.negated(), this.low.negated());
  }

  /** 1 if every value is above zero, −1 if every value is below, 0 if zero is possible. */
  sign(): -1 | 0 | 1 {
    const zero = Rational.of(0);
    return this.low.compare(zero) > 0 ? 1 : this.high.compare(zero) < 0 ? -1 : 0;
  }

  /** Whether some value lies in both; sharing an end point is enough. */
  meets(other: Interval): boolean {
    return this.low.compare(other.high) <= 0 && other.low.compare(this.high) <= 0;
  }

  width(): Rational {
    return this.high.minus(this.low);
  }
}

function spanning(values: Rational[]): Interval {
  const sorted = [...values].sort((a, b) => a.compare(b));
  return new Interval(sorted[0]!, sorted.at(-1)!);
}

/** The sum of intervals; zero of none. */
export function total(intervals: readonly Interval[]): Interval {
  return intervals.reduce((sum, next) => sum.plus(next), Interval.exact(0));
}
