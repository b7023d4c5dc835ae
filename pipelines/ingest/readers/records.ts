import { SourceError } from "../../../models/errors.ts";
import { MAX_COLUMNS } from "./grid.ts";

/** A cell of Excel holds 32,767 characters; a quoted cell this long is a quote never closed. */
const MAX_QUOTED_BYTES = 1 << 20;
const MAX_RECORD_BYTES = 8 << 20;
const SLICE_BYTES = 1 << 20;
/** Worst growth of a slice: a one-letter record gains a row number of up to ten digits. */
const GROWTH = 7;

const CELL = 0x1f;
const BREAK = 0x1e;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const EQUALS = 61;

const START = 0;
const PLAIN = 1;
const QUOTED = 2;
const CLOSING = 3;
const FORMULA = 4;

/**
 * Turns UTF-8 bytes of delimited text into lines of a grid file, byte by byte: quotes, doubled
 * quotes, line breaks in cells, `="0001"`, blank lines (left out, but counted), blank cells (emptied).
 */
export class Records {
  width = 0;
  rows = 0;
  hasBreaks = false;
  longest = 0;
  private readonly delimiter: number;
  private readonly file: string;
  private readonly skip: number;
  private readonly out = new Uint8Array(MAX_RECORD_BYTES + GROWTH * SLICE_BYTES + 1024);
  private length = 0;
  private recordNo = 1;
  private recordStart = 0;
  private cellStart = 0;
  private contentStart = 0;
  /** Where the last non-empty cell of the record ends. */
  private contentEnd = 0;
  private column = 0;
  private state = START;
  private afterCr = false;
  private broken = false;

  /** `skip`: records at the top that are counted but not kept, such as `sep=,`. */
  constructor(delimiter: string, file: string, skip: number) {
    this.delimiter = delimiter.charCodeAt(0);
    this.file = file;
    this.skip = skip;
    this.begin();
  }

  /** Finished lines for each slice of the chunk; a view that the next slice overwrites. */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      this.scan(chunk.subarray(from, from + SLICE_BYTES));
      yield this.out.subarray(0, this.recordStart);
      this.keepUnfinished();
    }
  }

  /** Ends the last record. */
  end(): Uint8Array {
    if (this.state === QUOTED) throw this.unbalanced();
    if (this.length > this.cellStart || this.column > 0) this.endRecord();
    return this.out.subarray(0, this.recordStart);
  }

  private scan(chunk: Uint8Array): void {
    const { out, delimiter } = this;
    let { state, length } = this;
    const leave = () => {
      this.state = state;
      this.length = length;
    };
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number;
      if (state === PLAIN && byte > QUOTE && byte !== delimiter) {
        out[length++] = byte;
        continue;
      }
      if (this.afterCr) {
        this.afterCr = false;
        if (byte === LF) continue;
      }
      if (state === QUOTED) {
        if (byte === QUOTE) state = CLOSING;
        else if (byte === LF || byte === CR) {
          this.afterCr = byte === CR;
          this.broken = true;
          out[length++] = BREAK;
        } else out[length++] = byte === BREAK || byte === CELL ? 32 : byte;
        continue;
      }
      if (state === CLOSING && byte === QUOTE) {
        out[length++] = QUOTE;
        state = QUOTED;
        continue;
      }
      if (byte === QUOTE && (state === START || state === FORMULA)) {
        if (state === FORMULA) length--;
        state = QUOTED;
        continue;
      }
      if (byte === delimiter || byte === LF || byte === CR) {
        leave();
        if (byte === delimiter) this.endCell();
        else {
          this.afterCr = byte === CR;
          this.endRecord();
        }
        length = this.length;
        state = START;
        continue;
      }
      if (state === CLOSING && this.broken) throw this.unbalanced();
      state = state === START && byte === EQUALS ? FORMULA : PLAIN;
      out[length++] = byte === BREAK || byte === CELL ? 32 : byte;
    }
    leave();
  }

  private begin(): void {
    this.recordStart = this.length;
    let digits = 1;
    for (let power = 10; power <= this.recordNo; power *= 10) digits++;
    let rest = this.recordNo;
    for (let i = digits - 1; i >= 0; i--) {
      this.out[this.length + i] = 48 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    this.length += digits;
    this.out[this.length++] = CELL;
    this.cellStart = this.length;
    this.contentEnd = this.length;
    this.column = 0;
    this.broken = false;
    this.contentStart = this.length;
  }

  private closeCell(): void {
    const { out } = this;
    if (
      this.length - this.cellStart >= 3 &&
      out[this.cellStart] === EQUALS &&
      out[this.cellStart + 1] === QUOTE &&
      out[this.length - 1] === QUOTE
    ) {
      out.copyWithin(this.cellStart, this.cellStart + 2, this.length - 1);
      this.length -= 3;
    }
    if (isBlank(out, this.cellStart, this.length)) this.length = this.cellStart;
    else {
      this.contentEnd = this.length;
      if (this.column >= this.width) this.width = this.column + 1;
    }
    if (this.broken) this.hasBreaks = true;
    this.broken = false;
    this.column++;
  }

  private endCell(): void {
    this.closeCell();
    if (this.column >= MAX_COLUMNS) throw this.tooWide();
    this.out[this.length++] = CELL;
    this.cellStart = this.length;
  }

  private endRecord(): void {
    this.closeCell();
    const isBlankRow = this.contentEnd === this.contentStart;
    if (isBlankRow || this.recordNo <= this.skip) this.length = this.recordStart;
    else {
      this.length = this.contentEnd;
      this.out[this.length++] = LF;
      this.longest = Math.max(this.longest, this.length - this.recordStart);
      this.rows++;
    }
    this.recordNo++;
    this.begin();
  }

  private keepUnfinished(): void {
    const unfinished = this.length - this.recordStart;
    if (this.state === QUOTED && this.length - this.cellStart > MAX_QUOTED_BYTES) {
      throw this.unbalanced();
    }
    if (unfinished > MAX_RECORD_BYTES) {
      throw new SourceError(
        `第 ${this.recordNo} 行超过 ${MAX_RECORD_BYTES >> 20} MB，不像是表格的一行。`,
        { file: this.file, row: this.recordNo },
        "请核对文件的换行是否完整，从原系统重新导出。",
      );
    }
    this.out.copyWithin(0, this.recordStart, this.length);
    this.cellStart -= this.recordStart;
    this.contentStart -= this.recordStart;
    this.contentEnd -= this.recordStart;
    this.length = unfinished;
    this.recordStart = 0;
  }

  private unbalanced(): SourceError {
    return new SourceError(
      `第 ${this.recordNo} 行第 ${this.column + 1} 列的双引号没有配对，后面的行会被并进这一格。`,
      { file: this.file, row: this.recordNo, column: String(this.column + 1) },
      "请在该行补上或删去多余的双引号（格内的双引号要写成两个），或从原系统导出 .xlsx。",
    );
  }

  private tooWide(): SourceError {
    return new SourceError(
      `第 ${this.recordNo} 行超过 ${MAX_COLUMNS} 列，分隔符或换行很可能不对。`,
      { file: this.file, row: this.recordNo },
      "请核对文件的分隔符（逗号、制表符、分号或竖线）和换行，从原系统重新导出。",
    );
  }
}

/** Nothing but spaces: ASCII, no-break (U+00A0) and ideographic (U+3000). */
function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  let i = from;
  while (i < to) {
    const byte = bytes[i] as number;
    if (byte === 32 || byte === 9 || byte === BREAK) i++;
    else if (byte === 0xc2 && bytes[i + 1] === 0xa0) i += 2;
    else if (byte === 0xe3 && bytes[i + 1] === 0x80 && bytes[i + 2] === 0x80) i += 3;
    else return false;
  }
  return true;
}
