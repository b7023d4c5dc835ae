import subsetFont from "subset-font";
import type { Trace } from "../../models/trace.ts";
import { escapeXml } from "../charts/frame.ts";
import { type Block, type Document, figuresIn, type Run, type Table } from "../document.ts";
import { dateInWords } from "../format.ts";
import { FAMILY } from "../look.ts";
import { figureTitle } from "../titles.ts";
import type { Fonts } from "./fonts.ts";
import { PAGE_SCRIPT } from "./html-script.ts";
import { PAGE_STYLE } from "./html-style.ts";
import { embeddedTraces } from "./html-trace.ts";

/** One self-contained page: fonts, charts and traces inside, nothing fetched. */
export async function renderHtml(
  document: Document,
  traces: ReadonlyMap<string, Trace>,
  fonts: Fonts,
): Promise<string> {
  const quoted = figuresIn(document).flatMap((id) => traces.get(id) ?? []);
  const data = embeddedTraces(quoted);
  const body = `<main>
<header>
<h1>${escapeXml(document.title)}</h1>
<p class="issued">${escapeXml(document.issuer)}　${dateInWords(document.issuedOn)}</p>
</header>
${all(document.blocks, traces)}
<footer class="signature"><p>${escapeXml(document.signature.issuer)}</p><p>${dateInWords(document.signature.issuedOn)}</p></footer>
${all(document.annexes ?? [], traces)}
</main>
<dialog id="trace" aria-labelledby="trace-title"></dialog>
<script type="application/json" id="traces">${data}</script>`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; font-src data:; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(document.title)}</title>
<style>
${await fontFaces(fonts, body)}
${PAGE_STYLE}
</style>
</head>
<body>
${body}
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/**
 * Each face cut to the document's characters it is the first to cover. As WOFF: WOFF2 would save a
 * tenth of the page and take ten times as long.
 */
async function fontFaces(fonts: Fonts, text: string): Promise<string> {
  const characters = [...new Set(`${text}—`)].filter((c) => c.codePointAt(0)! >= 0x20);
  const rules: string[] = [];
  for (const weight of [400, 700] as const) {
    let left = characters;
    for (const face of fonts.faces.filter((each) => each.weight === weight)) {
      const mine = left.filter((character) => face.covers(character.codePointAt(0)!));
      left = left.filter((character) => !mine.includes(character));
      if (mine.length === 0) continue;
      const cut = await subsetFont(Buffer.from(face.ttf), mine.join(""), { targetFormat: "woff" });
      const range = mine.map((c) => `U+${c.codePointAt(0)!.toString(16)}`).join(",");
      rules.push(
        `@font-face{font-family:"${FAMILY}";font-weight:${weight};src:url(data:font/woff;base64,${Buffer.from(cut).toString("base64")}) format("woff");unicode-range:${range}}`,
      );
    }
  }
  return rules.join("\n");
}

const all = (blocks: readonly Block[], traces: ReadonlyMap<string, Trace>): string =>
  blocks.map((block) => rendered(block, traces)).join("\n");

function rendered(block: Block, traces: ReadonlyMap<string, Trace>): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level + 1}>${escapeXml(block.text)}</h${block.level + 1}>`;
    case "paragraph":
      return `<p>${inline(block.runs, traces)}</p>`;
    case "note":
      return `<p class="note">${inline(block.runs, traces)}</p>`;
    case "chart":
      return `<figure>${block.svg}</figure>`;
    case "table":
      return table(block, traces);
  }
}

function table(block: Table, traces: ReadonlyMap<string, Trace>): string {
  const head = block.columns.map(
    ({ title, unit, align }) =>
      `<th scope="col" class="${align}">${escapeXml(title)}${unit === "" ? "" : `<small>${escapeXml(unit)}</small>`}</th>`,
  );
  const rows = block.rows.map(
    (row) =>
      `<tr class="${row.kind}">${row.cells
        .map((runs, i) => {
          const tag = i === 0 ? 'th scope="row"' : "td";
          const align = block.columns[i]?.align ?? "left";
          return `<${tag} class="${align}">${inline(runs, traces)}</${tag.slice(0, 2)}>`;
        })
        .join("")}</tr>`,
  );
  const notes = block.notes.map((runs) => `<li>${inline(runs, traces)}</li>`).join("");
  return `<div class="table"><table>
<caption>${escapeXml(block.title)}</caption>
<thead><tr>${head.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody>
</table>${notes === "" ? "" : `<div class="notes">注：<ol>${notes}</ol></div>`}</div>`;
}

function inline(runs: readonly Run[], traces: ReadonlyMap<string, Trace>): string {
  return runs
    .map((run) => {
      if (typeof run === "string") return escapeXml(run);
      const id = escapeXml(run.figure);
      const text = escapeXml(run.text);
      if (!traces.has(run.figure)) return `<span data-figure="${id}">${text}</span>`;
      const label = escapeXml(`${figureTitle(run.figure)} ${run.text}，查看来源`);
      return `<span class="figure" role="button" tabindex="0" aria-haspopup="dialog" aria-label="${label}" data-figure="${id}">${text}</span>`;
    })
    .join("");
}
