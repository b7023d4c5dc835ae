/** A number as a reader of a file sees it, with the id (or tag) of its figure. */
export interface Printed {
  figure: string;
  text: string;
}

/** Both lists in one order, for comparing formats that put text and tables in different places. */
export const sorted = (numbers: Printed[]): string[] =>
  numbers.map(({ figure, text }) => `${figure} ${text}`).sort();
