import { escapeXml } from "../charts/frame.ts";
import type { Document } from "../document.ts";

/** The part docProps/core.xml, dated by the document and not by the clock. */
export function corePart({ title, issuer, issuedOn }: Document): string {
  const date = (name: string) =>
    `<dcterms:${name} xsi:type="dcterms:W3CDTF">${issuedOn}T00:00:00Z</dcterms:${name}>`;
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:creator>${escapeXml(issuer)}</dc:creator><dc:language>zh-CN</dc:language><cp:lastModifiedBy>${escapeXml(issuer)}</cp:lastModifiedBy><cp:revision>1</cp:revision>${date("created")}${date("modified")}</cp:coreProperties>`;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** The same archive with every entry dated by the document, so that equal documents are equal bytes. */
export function stableZip(bytes: Uint8Array, issuedOn: string): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer, copy.byteOffset, copy.byteLength);
  const [year, month, day] = issuedOn.split("-").map(Number) as [number, number, number];
  const date = ((year - 1980) << 9) | (month << 5) | day;
  const stamp = (at: number) => {
    view.setUint16(at, 0, true);
    view.setUint16(at + 2, date, true);
  };
  let end = copy.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new Error("not a zip archive: no end record");
  let entry = view.getUint32(end + 16, true);
  for (let i = 0; i < view.getUint16(end + 10, true); i++) {
    if (view.getUint32(entry, true) !== CENTRAL) throw new Error("not a zip archive: bad entry");
    stamp(entry + 12);
    const local = view.getUint32(entry + 42, true);
    if (view.getUint32(local, true) !== LOCAL) throw new Error("not a zip archive: bad header");
    stamp(local + 10);
    const extra = view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
    entry += 46 + view.getUint16(entry + 28, true) + extra;
  }
  return copy;
}
