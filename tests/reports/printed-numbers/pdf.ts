import { execFileSync } from "node:child_process";

/** The text of a .pdf in reading order, without spaces and breaks. */
export function textOfPdf(pdftotext: string, bytes: Uint8Array): string {
  const text = execFileSync(pdftotext, ["-raw", "-enc", "UTF-8", "-", "-"], {
    input: bytes,
    encoding: "utf8",
    maxBuffer: 1e8,
  });
  return text.replace(/\s+/g, "");
}

/** The first of these texts that is not found behind the one before it; undefined when all are there. */
export function firstMissing(text: string, wanted: string[]): string | undefined {
  let from = 0;
  return wanted.find((each) => {
    const at = text.indexOf(each.replace(/\s+/g, ""), from);
    from = at + each.length;
    return at < 0;
  });
}
