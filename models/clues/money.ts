const FORM = /^(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?$/;

/** Yuan as written (`1,234.5`) to whole cents; null where it is no amount to the cent. */
export function centsOf(text: string): bigint | null {
  const plain = text.trim();
  if (!FORM.test(plain)) return null;
  const [whole, fraction = ""] = plain.replaceAll(",", "").split(".") as [string, string?];
  return BigInt(whole + fraction.padEnd(2, "0"));
}

/** Cents as yuan with two decimals, the form the ledger keeps: `1234.50`. */
export function yuanText(cents: bigint): string {
  const digits = String(cents).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Of an amount that the ledger kept. */
export const keptCents = (text: string): bigint => {
  const cents = centsOf(text);
  if (cents === null) throw new Error(`not an amount: ${text}`);
  return cents;
};
