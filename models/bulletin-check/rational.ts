/**
 * An exact fraction of whole numbers, in lowest terms, the denominator positive. Decimal text goes in
 * and comes out; nothing in between is rounded. Throws on text that is not a decimal and on division by
 * zero.
 */
export class Rational {
  readonly top: bigint;
  readonly bottom: bigint;

  private constructor(top: bigint, bottom: bigint) {
    const sign = bottom < 0n ? -1n : 1n;
    const divisor = sign * (gcd(top < 0n ? -top : top, sign * bottom) || 1n);
    this.top = top / divisor;
    this.bottom = bottom / divisor;
  }

  static of(top: number | bigint, bottom: number | bigint = 1): Rational {
    if (BigInt(bottom) === 0n) throw new RangeError("division by zero");
    return new Rational(BigInt(top), BigInt(bottom));
  }

  static parse(decimal: string): Rational {
    const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(decimal);
    if (!match) throw new Error(`not a decimal: ${decimal}`);
    const fraction = match[3] ?? "";
    const top = BigInt(match[2]! + fraction);
    return new Rational(match[1] === "-" ? -top : top, 10n ** BigInt(fraction.length));
  }

  plus(other: Rational): Rational {
    return new Rational(
      this.top * other.bottom + other.top * this.bottom,
      this.bottom * other.bottom,
    );
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    return new Rational(this.top * other.top, this.bottom * other.bottom);
  }

  over(other: Rational): Rational {
    if (other.top === 0n) throw new RangeError("division by zero");
    return new Rational(this.top * other.bottom, this.bottom * other.top);
  }

  negated(): Rational {
    return new Rational(-this.top, this.bottom);
  }

  /** Negative, zero or positive, as `this` is below, at or above `other`. */
  compare(other: Rational): number {
    const difference = this.top * other.bottom - other.top * this.bottom;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  /** Decimal text with so many places, cut downwards, upwards or at the half (away from zero). */
  decimal(places: number, cut: "down" | "up" | "half"): string {
    const scaled = this.top * 10n ** BigInt(places);
    const floor = scaled / this.bottom - (scaled % this.bottom < 0n ? 1n : 0n);
    const rest = scaled - floor * this.bottom;
    const twice = 2n * rest;
    const isUp =
      cut === "up"
        ? rest > 0n
        : cut === "half" && (twice > this.bottom || (twice === this.bottom && scaled > 0n));
    const whole = floor + (isUp ? 1n : 0n);
    const digits = (whole < 0n ? -whole : whole).toString().padStart(places + 1, "0");
    const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
    return whole < 0n ? `-${text}` : text;
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
