/** Where a finding stands in a bureau's file, as a clerk would look it up. */
export interface Where {
  file: string;
  sheet?: string;
  row?: number;
  column?: string;
  value?: string;
}

/** A file that cannot be taken: what was found, where, and what to do. Never worth a retry. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly where: Where;
  readonly remedy: string;

  constructor(message: string, where: Where, remedy: string) {
    super(message);
    this.where = where;
    this.remedy = remedy;
  }
}

/** A command that cannot be carried out as asked: a sentence for the user and an exit status. */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly remedy: string;
  readonly exitStatus: number;

  constructor(message: string, remedy: string, exitStatus = 1) {
    super(message);
    this.remedy = remedy;
    this.exitStatus = exitStatus;
  }
}

/** `文件 x.xlsx,工作表“职工”,第7行 F列,值“abc”`: as much of it as is known. */
export function whereInWords(where: Where): string {
  const parts = [`文件 ${where.file}`];
  if (where.sheet) parts.push(`工作表“${where.sheet}”`);
  if (where.row !== undefined) parts.push(`第${where.row}行`);
  if (where.column) parts.push(`${where.column}列`);
  if (where.value !== undefined) parts.push(`值“${where.value}”`);
  return parts.join("，");
}
