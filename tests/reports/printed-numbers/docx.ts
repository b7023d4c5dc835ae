import { unzip } from "../unzip.ts";
import type { Printed } from "./printed.ts";

/** Numbers of a .docx: the text of each content control with the tag it bears. */
export async function printedInDocx(bytes: Uint8Array): Promise<Printed[]> {
  const xml = (await unzip(bytes)).get("word/document.xml")!.toString();
  return [...xml.matchAll(/<w:sdt>.*?<w:tag w:val="([^"]*)".*?<\/w:sdt>/gs)].map(
    ([control, tag]) => ({
      figure: tag!,
      text: [...control.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
        .map((match) => match[1])
        .join(""),
    }),
  );
}
