import { documentWords } from "../../models/document-names.ts";
import { UserError } from "../../models/errors.ts";
import { DOCUMENT_KINDS, type DocumentKind } from "../documents/kinds.ts";

/** What a version is a version of. */
export interface Subject {
  /** `monthly-bulletin`. */
  document: string;
  region: string;
  period: string;
}

export const isOf = (each: Subject, { document, region, period }: Subject): boolean =>
  each.document === document && each.region === region && each.period === period;

/** How a kind of document is made. Refuses one there is not. */
export function kindOf(document: string): DocumentKind {
  const kind = DOCUMENT_KINDS[`document.${document}`];
  if (kind) return kind;
  throw new UserError(`没有“${document}”这种文书`, `可用：${documentWords()}。`, 2);
}
