import { documentTitle } from "./document-names.ts";
import type { Unit } from "./figure.ts";

/** The formats a document is issued in. */
export const FORMATS = ["docx", "pdf", "html", "xlsx"] as const;
export type Format = (typeof FORMATS)[number];

/** A file of an issued version; `name` is relative to the version's folder. */
export interface IssuedFile {
  name: string;
  format: Format;
  sha256: string;
  bytes: number;
}

/** A figure as an issued version prints it: exact value, as `Figure.value`, and its printed forms. */
export interface IssuedFigure {
  id: string;
  value: string | null;
  unit: Unit;
  printed: string[];
}

/** A figure whose value is another than an issued version printed. */
export interface MovedFigure {
  id: string;
  unit: Unit;
  /** Exact values; null where there was, or is, none. */
  was: string | null;
  is: string | null;
  /** Why, in Chinese: the cell of the file that moved it, or the change of 口径. */
  cause: string;
}

/** Another issued version that quotes figures which have moved. */
export interface QuotedElsewhere {
  document: string;
  region: string;
  period: string;
  version: number;
  title: string;
  figures: Omit<MovedFigure, "cause">[];
}

/** What a version corrects in the one before it. */
export interface Correction {
  /** The version it takes the place of, and the date printed under that. */
  replaces: number;
  replaced_on: string;
  moved: MovedFigure[];
  elsewhere: QuotedElsewhere[];
}

/** What an issued version is, and all it rests on. Written once; never changed. */
export interface IssuedVersion {
  /** Kind of document: `monthly-bulletin`. */
  document: string;
  region: string;
  /** `2019-07`, `2019Q3`. */
  period: string;
  /** 1 is the first issue, each correction one more. */
  version: number;
  title: string;
  /** Accounts; never the same. */
  made_by: string;
  approved_by: string;
  /** ISO times. */
  made_at: string;
  approved_at: string;
  /** YYYY-MM-DD, printed under the text. */
  issued_on: string;
  /** Why it replaces the version before it; null for the first. */
  reason: string | null;
  run: string;
  /** Version and fingerprint of the program. */
  program: string;
  /** Batches that counted, in order of arrival. */
  batches: { batch: string; source: string; file: string; sha256: string }[];
  metric_versions: Record<string, number>;
  figures: IssuedFigure[];
  files: IssuedFile[];
  /** Of `document.json`, which its files are rendered from. */
  model_sha256: string;
  /** Null for the first. */
  correction: Correction | null;
}

/** Its name, made of what tells it from others: `月度通报 620700 2019-07 第2版`. */
export const versionName = ({
  document,
  region,
  period,
  version,
}: Pick<IssuedVersion, "document" | "region" | "period" | "version">): string =>
  `${documentTitle(document)} ${region} ${period} 第${version}版`;
