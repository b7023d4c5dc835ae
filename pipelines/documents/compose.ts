import { FigureBook } from "../../models/figure.ts";
import { FORMATS, type Format } from "../../models/publication.ts";
import type { Trace } from "../../models/trace.ts";
import { type Document, documentText, figuresIn } from "../../reports/document.ts";
import type { BulletinFacts } from "../../reports/documents/bulletin-facts.ts";
import type { Home } from "../home.ts";
import { arrivals, statusAt } from "../ingest/batches.ts";
import { type BulletinRequest, chooseRegion } from "../publish/monthly-bulletin.ts";
import { writeDocument } from "../publish/write-document.ts";
import { fingerprint } from "../source-catalog.ts";
import type { Store } from "../store.ts";
import { traceFigures } from "../trace.ts";

/** How a kind of document comes from facts. */
export interface Recipe<Facts extends BulletinFacts> {
  /** Of its files, before region and period. */
  fileName: string;
  gather: (
    home: Home,
    store: Store,
    region: BulletinFacts["region"],
    request: BulletinRequest,
  ) => Promise<Facts>;
  /** Loaded late, as all that draws: it takes longer than the rest of a program that starts. */
  words: () => Promise<(facts: Facts) => Document>;
  /** The sentences that whoever waits at the terminal is told. */
  told: RegExp;
}

/** A document as it would be written, with all its files are rendered from. */
export interface Composed {
  region: string;
  /** Of its files, without their endings. */
  name: string;
  document: Document;
  /** The figures it quotes, and where they come from. */
  figures: FigureBook;
  traces: Map<string, Trace>;
  /** Names of the regions it speaks of, by code. */
  regions: Record<string, string>;
  /** Of all it says, whenever it is issued and whichever run made its figures. */
  content: string;
}

/** A document as it was written: names of its files, ids of the figures it quotes. */
export interface Rendered {
  region: string;
  files: string[];
  figures: string[];
  /** Its first sentences. */
  highlights: string[];
  content: string;
}

/**
 * A document out of the tables in `store`. What it quotes is traced; where figures rest on batches that
 * were accepted with a reason, it is written once more with the reasons in it.
 */
export async function compose<Facts extends BulletinFacts>(
  recipe: Recipe<Facts>,
  home: Home,
  store: Store,
  request: BulletinRequest,
): Promise<Composed> {
  const { facts, write } = await factsFor(recipe, home, store, request);
  const first = write(facts);
  const traces = await traceFigures(home, store, figuresIn(first));
  const caveats = new Map(
    [...traces].filter(([, t]) => t.caveats.length > 0).map(([id, t]) => [id, t.caveats]),
  );
  const document = caveats.size > 0 ? write({ ...facts, caveats }) : first;
  const { region, period, children } = facts;
  return {
    region: region.code,
    name: `${recipe.fileName}_${region.code}_${period}`,
    document,
    figures: new FigureBook(figuresIn(document).flatMap((id) => facts.figures.byId(id) ?? [])),
    traces,
    regions: Object.fromEntries([region, ...children].map(({ code, name }) => [code, name])),
    content: contentOf(document, facts.figures),
  };
}

/** What a document would say, as `Composed.content`, without tracing it where nothing was accepted. */
export async function contentNow<Facts extends BulletinFacts>(
  recipe: Recipe<Facts>,
  home: Home,
  store: Store,
  request: Omit<BulletinRequest, "issuedOn">,
): Promise<string> {
  const dated = { ...request, issuedOn: "2000-01-01" };
  if (restsOnAccepted(home, request.period))
    return (await compose(recipe, home, store, dated)).content;
  const { facts, write } = await factsFor(recipe, home, store, dated);
  return contentOf(write(facts), facts.figures);
}

/** Writes a composed document into a folder that is there. */
export async function writeComposed<Facts extends BulletinFacts>(
  recipe: Recipe<Facts>,
  home: Home,
  composed: Composed,
  folder: string,
  formats: readonly Format[] = FORMATS,
): Promise<Rendered> {
  const { region, name, document, content, ...quoted } = composed;
  const files = await writeDocument(document, quoted, folder, name, home, formats);
  const told = documentText(document)
    .split("\n")
    .filter((line) => recipe.told.test(line));
  return { region, files, figures: figuresIn(document), highlights: told.slice(0, 3), content };
}

async function factsFor<Facts extends BulletinFacts>(
  { gather, words }: Recipe<Facts>,
  home: Home,
  store: Store,
  request: BulletinRequest,
): Promise<{ facts: Facts; write: (facts: Facts) => Document }> {
  const region = await chooseRegion(store, home.config, request);
  const [facts, write] = await Promise.all([gather(home, store, region, request), words()]);
  return { facts, write };
}

/** What a document says, without its date and the runs that made its figures. */
export function contentOf({ signature, ...document }: Document, figures: FigureBook): string {
  const undated = { ...document, issuedOn: "", signature: signature.issuer };
  const runs = new Set(figures.all().map(({ run }) => run));
  const text = [...runs].reduce(
    (said, run) => (run === "" ? said : said.replaceAll(run, "")),
    JSON.stringify(undated),
  );
  return fingerprint(text);
}

const restsOnAccepted = (home: Home, period: string): boolean =>
  arrivals(home)
    .flatMap(({ batches }) => batches)
    .filter((batch) => statusAt(batch)?.status === "accepted")
    .some((batch) => Object.keys(batch.periods).some((told) => told <= period));
