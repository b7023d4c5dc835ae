/** Reads the character map (`cmap`, formats 4 and 12) of a TrueType or OpenType file. */
export function coverage(ttf: Uint8Array): (codePoint: number) => boolean {
  const view = new DataView(ttf.buffer, ttf.byteOffset, ttf.byteLength);
  const spans: [number, number][] = [];
  const tables = view.getUint16(4);
  for (let i = 0; i < tables; i++) {
    if (view.getUint32(12 + 16 * i) !== 0x636d6170) continue;
    const cmap = view.getUint32(20 + 16 * i);
    for (let j = 0; j < view.getUint16(cmap + 2); j++) {
      readSpans(view, cmap + view.getUint32(cmap + 8 + 8 * j), spans);
    }
  }
  const codes = new Set<number>();
  for (const [from, to] of spans) for (let code = from; code <= to; code++) codes.add(code);
  return (codePoint) => codes.has(codePoint);
}

const COLLECTION = 0x74746366;
const FONTS = [0x00010000, 0x4f54544f, 0x74727565];

/** A font file, or the first font of a collection (.ttc) as a file of its own. Throws for other bytes. */
export function firstOfCollection(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCollection = view.getUint32(0) === COLLECTION;
  const start = isCollection ? view.getUint32(12) : 0;
  if (!FONTS.includes(view.getUint32(start))) throw new Error("not a font file");
  if (!isCollection) return bytes;
  const count = view.getUint16(start + 4);
  const records = Array.from({ length: count }, (_, i) => start + 12 + 16 * i);
  const lengths = records.map((record) => Math.ceil(view.getUint32(record + 12) / 4) * 4);
  const head = 12 + 16 * count;
  const font = new Uint8Array(lengths.reduce((sum, length) => sum + length, head));
  const written = new DataView(font.buffer);
  font.set(bytes.subarray(start, start + head));
  let at = head;
  records.forEach((record, i) => {
    const offset = view.getUint32(record + 8);
    font.set(bytes.subarray(offset, offset + view.getUint32(record + 12)), at);
    written.setUint32(12 + 16 * i + 8, at);
    at += lengths[i]!;
  });
  return font;
}

function readSpans(view: DataView, table: number, spans: [number, number][]): void {
  const format = view.getUint16(table);
  if (format === 12) {
    for (let i = 0; i < view.getUint32(table + 12); i++) {
      const group = table + 16 + 12 * i;
      spans.push([view.getUint32(group), view.getUint32(group + 4)]);
    }
  }
  if (format === 4) {
    const size = view.getUint16(table + 6);
    for (let i = 0; i < size / 2; i++) {
      const to = view.getUint16(table + 14 + 2 * i);
      if (to !== 0xffff) spans.push([view.getUint16(table + 16 + size + 2 * i), to]);
    }
  }
}
