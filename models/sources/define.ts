/** How a descriptive column's text is understood. */
export type DimensionKind =
  | "region_code"
  | "region_name"
  | "fund"
  | "account"
  | "period"
  | "year"
  | "direction"
  | "term"
  | "unit"
  | "date"
  | "text";

/** A descriptive column of a file: its Chinese title and the headers it goes by. */
export interface Dimension {
  kind: DimensionKind;
  title: string;
  aliases: string[];
  /** Read by the loader but not landed under its own name (direction, unit). */
  guide?: true;
}

/** A numeric column of the long form. */
export interface Measure {
  id: string;
  title: string;
  aliases: string[];
}

/** A named line of a file: a 科目 or a 人员类别; a row in the long form, a column in the wide. */
export interface Term {
  key: string;
  title: string;
  aliases: string[];
  /** Names that mean this term only beside its direction: 合计 under 基金收入. */
  bareAliases?: string[];
  direction?: Direction;
  /** A level at a date (结余, 人数) rather than a flow over a span. */
  isPoint?: true;
}

export type Direction = "income" | "expenditure" | "balance";

/** A sum that must hold within a batch: the total equals the signed parts. */
export interface Identity {
  id: string;
  title: string;
  total: string;
  parts: { term: string; sign: 1 | -1 }[];
  /** `every`: asked only when each part is there. `any`: missing parts count as nothing. */
  needs: "every" | "any";
}

/** A kind of file the bureau receives, and all that is known of it. */
export interface Source {
  id: string;
  title: string;
  quantity: "money" | "persons";
  dimensions: Record<string, Dimension>;
  measures: Measure[];
  terms: Term[];
  identities: Identity[];
  /** Term groups are exhaustive sets whose members add up to the whole (人员类别). */
  wholeTerm?: string;
}

export const defineSource = (source: Source): Source => source;

/** Dimensions whose values are landed, in order. */
export function landedDimensions(source: Source): string[] {
  return Object.entries(source.dimensions)
    .filter(([, dimension]) => !dimension.guide)
    .map(([name]) => name);
}
