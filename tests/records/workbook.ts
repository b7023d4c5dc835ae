import { zipOf } from "../readers/zip-of.ts";

/** A sheet as rows of cells; null is no cell. */
export interface SheetOf {
  name: string;
  rows: (string | number | null)[][];
  merges?: string[];
  /** Every row goes on to column XFD in cells that have a style and no content. */
  isFullWidth?: boolean;
}

const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const XFD = 16_384;

/** A workbook as offices publish them. */
export function workbookOf(sheets: SheetOf[]): Buffer {
  const parts = sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)]);
  const list = sheets.map(
    ({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const rels = sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${REL}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  const styles = `<Relationship Id="rIdS" Type="${REL}/styles" Target="styles.xml"/>`;
  return zipOf({
    "[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"/>`,
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${MAIN}" xmlns:r="${REL}"><sheets>${list.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}/relationships">${rels.join("")}${styles}</Relationships>`,
    "xl/styles.xml": `<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs></styleSheet>`,
    ...Object.fromEntries(parts),
  });
}

function sheetXml({ rows, merges = [], isFullWidth = false }: SheetOf): string {
  const width = isFullWidth ? XFD : Math.max(...rows.map((row) => row.length));
  const lines = rows.map((row, r) => {
    const cells = row.map((cell, c) => cellXml(`${letters(c)}${r + 1}`, cell));
    for (let c = row.length; isFullWidth && c < XFD; c++)
      cells.push(`<c r="${letters(c)}${r + 1}" s="1"/>`);
    return `<row r="${r + 1}">${cells.join("")}</row>`;
  });
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("");
  return `<worksheet xmlns="${MAIN}"><dimension ref="A1:${letters(width - 1)}${rows.length}"/><sheetData>${lines.join("")}</sheetData>${merged && `<mergeCells count="${merges.length}">${merged}</mergeCells>`}</worksheet>`;
}

function cellXml(ref: string, cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return `<c r="${ref}"><v>${cell}</v></c>`;
  return `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const letters = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : letters(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26));
