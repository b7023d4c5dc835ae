/** Kinds of documents by name (`document.<name>` is the asset): what they are called, and what they are of. */
export const DOCUMENTS = {
  "monthly-bulletin": {
    title: "月度通报",
    word: "monthly",
    span: "month",
    example: "2019-07",
  },
  "quarterly-report": {
    title: "季度报告",
    word: "quarterly",
    span: "quarter",
    example: "2019Q3",
  },
  "forecast-book": {
    title: "结余预测表",
    word: "forecast",
    span: "month",
    example: "2019-07",
  },
} as const;

export type DocumentName = keyof typeof DOCUMENTS;

export const DOCUMENT_NAMES = Object.keys(DOCUMENTS) as [DocumentName, ...DocumentName[]];

/** The kind that the command line calls so, `monthly` or `monthly-bulletin`. */
export const documentNamed = (word: string): DocumentName | undefined =>
  DOCUMENT_NAMES.find((name) => name === word || DOCUMENTS[name].word === word);

/** 月度通报; what has no title is called by its name. Takes an asset's key, too. */
export function documentTitle(document: string): string {
  const name = document.replace(/^document\./, "");
  return DOCUMENT_NAMES.some((known) => known === name)
    ? DOCUMENTS[name as DocumentName].title
    : name;
}

/** For whoever used a word there is none for: `monthly 月度通报、quarterly 季度报告`. */
export const documentWords = (): string =>
  DOCUMENT_NAMES.map((name) => `${DOCUMENTS[name].word} ${DOCUMENTS[name].title}`).join("、");
