import { SourceError } from "../../models/errors.ts";

/** Text by its mark, else as UTF-8, else as GB18030 (GBK); refused if it is none of them. */
export function decodeText(bytes: Uint8Array, file: string): string {
  const [a, b] = bytes;
  const marked =
    a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : null;
  for (const encoding of marked ? [marked] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes("\u0000")) return text;
    } catch {
      // The next encoding is tried.
    }
  }
  throw new SourceError(
    "不是文本：既不是 UTF-8，也不是 GBK/GB18030",
    { file },
    "请另存为“UTF-8 文本”、.docx 或 .html。",
  );
}
