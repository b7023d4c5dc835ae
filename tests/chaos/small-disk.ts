import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, statfsSync } from "node:fs";
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
    for (let less = 0; less <= MIB; less += MIB / 4) {
      const bytes = this.free - leave - less;
      if (bytes <= 0) return;
      const { status } = spawnSync("fallocate", ["-l", `${bytes}`, this.#ballast]);
      // What is written at the same time takes from what was free.
      if (status === 0) return;
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
