import type { Home } from "../home.ts";
import {
  bulletinContent,
  type Rendered,
  renderMonthlyBulletin,
} from "../publish/monthly-bulletin.ts";
import type { Store } from "../store.ts";

/** How a document is made: what it would say, and its files. */
export interface DocumentKind {
  /** As in 月度通报, for messages. */
  title: string;
  /** All it would say, equal where every word and number is equal. */
  content: (home: Home, store: Store, region: string, period: string) => Promise<string>;
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
    content: bulletinContent,
    render: renderMonthlyBulletin,
  },
};
