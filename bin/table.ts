import stringWidth from "string-width";

/** Rows in aligned columns, allowing for double-width characters; numbers to the right. */
export function table(headers: string[], rows: string[][]): string[] {
  const widths = headers.map((header, i) =>
    Math.max(stringWidth(header), ...rows.map((row) => stringWidth(row[i] ?? ""))),
  );
  const isNumber = headers.map(
    (_, i) => rows.length > 0 && rows.every((row) => /^[-+]?[\d.,%]*$/.test(row[i] ?? "")),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, i) => {
        const gap = " ".repeat(widths[i]! - stringWidth(cell));
        return isNumber[i] ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd();
  return [
    line(headers),
    line(widths.map((w) => "─".repeat(w))),
    ...rows.map((row) => line(headers.map((_, i) => row[i] ?? ""))),
  ];
}
