/** Points as twips, the unit of Word. */
export const twips = (points: number): number => Math.round(points * 20);

/**
 * The page of GB/T 9704-2012 in points, to a twentieth as Word keeps them: A4; margins 37, 35, 28 and
 * 26 mm around a type area of 156 × 225 mm; 22 lines of 28 characters of 三号 (16 pt). The foot gives up
 * 0.4 pt, without which 22 lines of 29 pt do not stand in 225 mm.
 */
export const OFFICIAL = {
  page: { width: 595.3, height: 841.9 },
  margin: { top: 104.9, bottom: 98.8, left: 79.4, right: 73.7 },
  area: { width: 442.2, height: 638 },
  lines: 22,
  characters: 28,
  /** From base line to base line. */
  pitch: 29,
  body: 16,
  /** 二号, and the height of one of its lines. */
  title: { size: 22, line: 35 },
  /** 四号; its dash stands 7 mm below the type area, one character from the edge. */
  pageNumber: { size: 14, below: 19.85, indent: 14 },
  /** Of the date from the right edge: four characters of the body. */
  dateIndent: 64,
  tableTitle: { size: 12, line: 20, before: 8 },
  /** 五号, and 小五 where columns are many. */
  table: { size: 10.5, manyColumns: 7, narrow: 9, line: 13, padding: 2 },
  /** A table up to 18 lines of text high stays on one page, with room for its headings. */
  wholeTable: 522,
  /** 小五. */
  note: { size: 9, line: 14, indent: 18 },
  /** 215 mm: a chart never runs past its page. */
  chartHeight: 609.4,
} as const;

/** The empty line between the head of a document and its text, which begins on a line of the grid. */
export function headGap(titleLines: number): number {
  const used = titleLines * OFFICIAL.title.line + 2 * OFFICIAL.pitch;
  const least = OFFICIAL.pitch / 3;
  return Math.ceil((used + least) / OFFICIAL.pitch) * OFFICIAL.pitch - used;
}
