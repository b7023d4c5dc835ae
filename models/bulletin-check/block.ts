/** A piece of a document in reading order: a paragraph, or a table with its cells as printed. */
export type Block = { kind: "text"; text: string } | { kind: "table"; rows: string[][] };

export interface Bulletin {
  /** File name, or what stands for it in messages. */
  name: string;
  blocks: Block[];
}
