import { type Document, figuresIn } from "../../reports/document.ts";
import type { Home } from "../home.ts";
import { arrivals, statusAt } from "../ingest/batches.ts";
import {
  bulletinContent,
  type Composed,
  composeMonthlyBulletin,
  type Rendered,
  renderMonthlyBulletin,
} from "../publish/monthly-bulletin.ts";
import type { Store } from "../store.ts";
import { traceFigures } from "../trace.ts";

/** How a document is made: what it would say, and its files. */
export interface DocumentKind {
  /** As in 月度通报, for messages. */
  title: string;
  /** All it would say, equal where every word and number is equal. */
  content: (home: Home, store: Store, region: string, period: string) => Promise<string>;
  /** The document with all its files are rendered from, out of the tables in `store`. */
  compose: (
    home: Home,
    store: Store,
    request: { region?: string | undefined; period: string; issuedOn: string },
  ) => Promise<Composed>;
  /** Writes its files into a folder that is there, from the published snapshot. */
  render: (
    home: Home,
    request: { region?: string | undefined; period: string; issuedOn: string },
    folder: string,
  ) => Promise<Rendered>;
}

/** Every kind, by the key of its asset. */
export const DOCUMENT_KINDS: Record<string, DocumentKind> = {
  "document.monthly-bulletin": {
    title: "月度通报",
    content: withCaveats(bulletinContent),
    compose: composeMonthlyBulletin,
    render: renderMonthlyBulletin,
  },
};

/** Adds the reasons for what was accepted and its figures rest on: they are printed, too. */
function withCaveats(content: DocumentKind["content"]): DocumentKind["content"] {
  return async (home, store, region, period) => {
    const text = await content(home, store, region, period);
    if (!restsOnAccepted(home, period)) return text;
    const traces = await traceFigures(home, store, figuresIn(JSON.parse(text) as Document));
    const caveats = [...traces.values()].flatMap(({ figure, caveats }) =>
      caveats.map((caveat) => [figure, caveat]),
    );
    return caveats.length > 0 ? text + JSON.stringify(caveats) : text;
  };
}

const restsOnAccepted = (home: Home, period: string): boolean =>
  arrivals(home)
    .flatMap(({ batches }) => batches)
    .filter((batch) => statusAt(batch)?.status === "accepted")
    .some((batch) => Object.keys(batch.periods).some((told) => told <= period));
