import { DOCUMENTS, type DocumentName } from "../../models/document-names.ts";
import type { Format } from "../../models/publication.ts";
import type { BulletinFacts } from "../../reports/documents/bulletin-facts.ts";
import type { Home } from "../home.ts";
import { gatherForecast } from "../publish/forecast-facts.ts";
import { type BulletinRequest, gatherFacts } from "../publish/monthly-bulletin.ts";
import { gatherQuarter } from "../publish/quarterly-facts.ts";
import type { Store } from "../store.ts";
import {
  type Composed,
  compose,
  contentNow,
  type Recipe,
  type Rendered,
  writeComposed,
} from "./compose.ts";

/** How a document is made: what it would say, and its files. */
export interface DocumentKind {
  /** As in 月度通报, for messages. */
  title: string;
  /** What it is of. */
  span: "month" | "quarter";
  /** All it would say, equal where every word and number is equal. */
  content: (home: Home, store: Store, region: string, period: string) => Promise<string>;
  /** The document with all its files are rendered from, out of the tables in `store`. */
  compose: (home: Home, store: Store, request: BulletinRequest) => Promise<Composed>;
  /** Writes its files into a folder that is there. */
  write: (
    home: Home,
    composed: Composed,
    folder: string,
    formats?: readonly Format[],
  ) => Promise<Rendered>;
}

const kindFrom = <Facts extends BulletinFacts>(
  name: DocumentName,
  recipe: Recipe<Facts>,
): DocumentKind => ({
  title: DOCUMENTS[name].title,
  span: DOCUMENTS[name].span,
  content: (home, store, region, period) => contentNow(recipe, home, store, { region, period }),
  compose: (home, store, request) => compose(recipe, home, store, request),
  write: (home, composed, folder, formats) =>
    writeComposed(recipe, home, composed, folder, formats),
});

/** Every kind, by the key of its asset. */
export const DOCUMENT_KINDS: Record<string, DocumentKind> = {
  "document.monthly-bulletin": kindFrom("monthly-bulletin", {
    fileName: "医保基金运行情况通报",
    gather: gatherFacts,
    words: async () =>
      (await import("../../reports/documents/monthly-bulletin.ts")).monthlyBulletin,
    told: /^截至/,
  }),
  "document.quarterly-report": kindFrom("quarterly-report", {
    fileName: "医保基金运行分析报告",
    gather: gatherQuarter,
    words: async () =>
      (await import("../../reports/documents/quarterly/quarterly-report.ts")).quarterlyReport,
    told: /^(总体看|从住院服务看)/,
  }),
  "document.forecast-book": kindFrom("forecast-book", {
    fileName: "医保基金结余预测表",
    gather: gatherForecast,
    words: async () => (await import("../../reports/forecast/book.ts")).forecastBook,
    told: /^(历史较短，仅供参考：)?未来\d+个月/,
  }),
};
