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
}
