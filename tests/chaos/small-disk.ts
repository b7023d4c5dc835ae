import { execFileSync } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const MIB = 1024 * 1024;

/** A disk of its own, held in memory, that can be filled up. */
export class SmallDisk {
  readonly folder = mkdtempSync(path.join(tmpdir(), "fundwatch-disk-"));
  readonly #ballast = path.join(this.folder, "ballast");

  /** Null, with a line why, where nobody may mount; with FUNDWATCH_NO_SKIP set, that is a failure. */
  static mount(mebibytes: number): SmallDisk | null {
    const disk = new SmallDisk();
    try {
      const size = `size=${mebibytes}m`;
      execFileSync("mount", ["-t", "tmpfs", "-o", size, "tmpfs", disk.folder], { stdio: "pipe" });
      return disk;
    } catch (error) {
      rmdirSync(disk.folder);
      const line = `mount is refused: the tests of a full disk are skipped (they need root; ${String(error).split("\n")[1]})`;
      if (process.env.FUNDWATCH_NO_SKIP) throw new Error(line);
      process.stderr.write(`${line}\n`);
      return null;
    }
  }

  get free(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  /** Leaves so many bytes, at this moment. */
  fill(leave: number): void {
    const descriptor = openSync(this.#ballast, "a");
    const nothing = Buffer.alloc(MIB);
    try {
      for (let left = this.free - leave; left > 0; left = this.free - leave)
        writeSync(descriptor, nothing, 0, Math.min(left, MIB));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(descriptor);
    }
  }

  relieve(): void {
    rmSync(this.#ballast, { force: true });
  }

  unmount(): void {
    execFileSync("umount", ["-l", this.folder]);
    rmdirSync(this.folder);
  }
}
