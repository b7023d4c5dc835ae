/** An attempt that came back after a newer one had begun: what it made is not taken. */
export class Superseded extends Error {
  override readonly name = "Superseded";
  constructor(key: string) {
    super(`${key} 已有更新的一次执行，这一次的结果作废`);
  }
}

/**
 * Numbers the attempts at each thing that can be overwritten, so that the last one alone may do it.
 * Kept in memory: whoever writes is one process, by the lock on the file it writes.
 */
export class Fence {
  readonly #latest = new Map<string, number>();
  #issued = 0;

  /** A number greater than every one before; earlier attempts at `key` lose their right. */
  claim(key: string): number {
    this.#issued += 1;
    this.#latest.set(key, this.#issued);
    return this.#issued;
  }

  /** Throws Superseded unless `token` is the last one claimed for `key`. */
  require(key: string, token: number): void {
    if (this.#latest.get(key) !== token) throw new Superseded(key);
  }
}
