import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { parseHTML } from "linkedom";
import { openPromise } from "yauzl";
import { UserError } from "../../models/errors.ts";
import { figureTag } from "../../reports/render/docx-figure.ts";
import { readFigures } from "../figure-book.ts";
import type { Store } from "../store.ts";

/** A number of a document this program made: the figure it is, and the words it is printed in. */
export interface PrintedFigure {
  figure: string;
  printed: string;
}

/** Ids of the figures there may be of a metric and region, for tags that do not hold a whole id. */
export type IdsOf = (metric: string, region: string) => Promise<string[]>;

/**
 * The figures of a .docx or .html, in order of appearance. Tags of a .docx that were too long for the
 * whole id are looked up by `idsOf`. Throws a UserError where there are no figures.
 */
export async function printedFigures(file: string, idsOf: IdsOf): Promise<PrintedFigure[]> {
  const found = file.toLowerCase().endsWith(".docx") ? await inDocx(file) : inHtml(file);
  if (found.length === 0) {
    throw new UserError(
      `${file} 里没有可追溯的数字`,
      "只有本系统生成的 .docx、.html 文书带有指标编号；核对别处的通报请用 fundwatch check-bulletin。",
    );
  }
  const ids = await wholeIds(
    found.map(({ figure }) => figure),
    idsOf,
  );
  return found.map(({ figure, printed }) => ({ figure: ids.get(figure) ?? figure, printed }));
}

const CONTROL = /<w:sdt>.*?<w:tag w:val="([^"]*)".*?<w:t[^>]*>([^<]*)<\/w:t>.*?<\/w:sdt>/gs;

async function inDocx(file: string): Promise<PrintedFigure[]> {
  let zip: Awaited<ReturnType<typeof openPromise>>;
  try {
    zip = await openPromise(file);
  } catch (error) {
    throw new UserError(
      `${file} 打不开（${(error as Error).message}）`,
      "请确认它是完整的 .docx 文件。",
    );
  }
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== "word/document.xml") continue;
    const xml = await text(await zip.openReadStreamPromise(entry));
    return [...xml.matchAll(CONTROL)].map(([, tag = "", printed = ""]) => ({
      figure: unescaped(tag),
      printed: unescaped(printed),
    }));
  }
  return [];
}

const unescaped = (xml: string): string =>
  xml
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

function inHtml(file: string): PrintedFigure[] {
  const { document } = parseHTML(readFileSync(file, "utf8"));
  return [...document.querySelectorAll("[data-figure]")].map((element) => ({
    figure: element.getAttribute("data-figure")!,
    printed: element.textContent ?? "",
  }));
}

/** Whole ids by tag, for tags that were cut. */
async function wholeIds(tags: string[], idsOf: IdsOf): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const cut = tags.filter((tag) => tag.includes("~")).map((tag) => tag.split("/", 2).join("/"));
  for (const asked of new Set(cut)) {
    const [metric = "", region = ""] = asked.split("/");
    for (const id of await idsOf(metric, region)) {
      const tag = figureTag(id);
      if (tag !== id) ids.set(tag, id);
    }
  }
  return ids;
}

/** Looks among the figures of a store. */
export const idsIn =
  (store: Store): IdsOf =>
  async (metric, region) =>
    (await readFigures(store, { metric, region })).map(({ id }) => id);
