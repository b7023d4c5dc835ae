const LONGEST = 200;

/** An identity number, a telephone number, an amount; a year, a month and a row number are none. */
const isValue = (number: string): boolean => number.replace(/\D/g, "").length >= 5;

/**
 * An error that may leave the bureau: its first line, without what may come out of a file or name
 * one. Quoted text, rows, paths, file names and long numbers become `…`.
 */
export function brief(error: string): string {
  const line = error
    .split(/[\r\n]/, 1)[0]!
    .replace(/\{.*$/, "…")
    .replace(/'[^']*('|$)|"[^"]*("|$)|`[^`]*(`|$)|“[^”]*(”|$)|‘[^’]*(’|$)|「[^」]*(」|$)/g, "…")
    .replace(/(\b[A-Za-z]:)?[\\/][^\s，。；：）)]*/g, "…")
    .replace(/[^\s，。；：（(]+\.(xlsx?|csv|parquet|docx?|html|jsonl?|duckdb)\b/gi, "…")
    .replace(/\d[\d.,]*[Xx]?/g, (number) => (isValue(number) ? "…" : number));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
