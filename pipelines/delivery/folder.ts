import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { ChannelError } from "../channels/channel-error.ts";
import { isTransient } from "../runner/retry.ts";
import type { Dispatch, Receipt } from "./dispatch.ts";
import { sha256 } from "./parcel.ts";

interface Placed {
  name: string;
  sha256: string;
  bytes: number;
  content: Buffer;
}

/** Makes files ready to be put into a folder that is there; `below` is made in it. */
export function placing(folder: string, below: string, files: readonly Placed[]): Dispatch {
  const target = path.join(folder, below);
  const list = files.map(({ name, sha256, bytes }) => ({
    file: path.join(target, name),
    sha256,
    bytes,
  }));
  return {
    how: "folder",
    to: [target],
    kept: { name: "files.json", content: Buffer.from(`${JSON.stringify(list, null, 2)}\n`) },
    repeatable: true,
    send: async () => place(folder, target, files),
  };
}

/** Puts all or, where one is in the way, none; what is there with the same bytes is left. */
function place(folder: string, target: string, files: readonly Placed[]): Receipt {
  try {
    if (!existsSync(folder) || !statSync(folder).isDirectory())
      throw new ChannelError(
        `文件夹 ${folder} 不存在或不是文件夹，请检查路径、共享文件夹是否已连接。`,
      );
    mkdirSync(target, { recursive: true });
    const absent = files.filter((file) => !isThere(path.join(target, file.name), file));
    for (const file of absent) put(path.join(target, file.name), file);
    const answer = `放入 ${absent.length} 个，原已有 ${files.length - absent.length} 个，SHA-256 一致`;
    return { answer, refused: [] };
  } catch (error) {
    throw error instanceof ChannelError ? error : diskError(error as Error, target);
  }
}

function isThere(file: string, { sha256: expected }: Placed): boolean {
  if (!existsSync(file)) return false;
  if (sha256(readFileSync(file)) === expected) return true;
  throw new ChannelError(
    `${file} 已经存在，内容与要送的不同，没有覆盖。请核对后把它改名或移走，再送一次。`,
  );
}

function put(file: string, { content, sha256: expected }: Placed): void {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.part`);
  try {
    writeFileSync(temporary, content, { flush: true });
    if (sha256(readFileSync(temporary)) !== expected)
      throw new ChannelError(`${file} 写入后读回的内容不同，请检查磁盘或网络。`, "passing");
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

const DISK: Record<string, string> = {
  ENOSPC: "磁盘已满，请腾出空间",
  EDQUOT: "超过磁盘配额，请腾出空间",
  EROFS: "是只读的，不能写入",
  EACCES: "没有写入权限，请检查共享文件夹的权限",
  EPERM: "没有写入权限，请检查共享文件夹的权限",
  ENAMETOOLONG: "文件名太长",
};

/** Why a folder did not take a file. */
export function diskError(error: Error, folder: string): ChannelError {
  const { code, message } = error as NodeJS.ErrnoException;
  const words = DISK[code ?? ""] ?? `写不进去（${code ?? message}）`;
  return new ChannelError(`${folder} ${words}。`, isTransient(error) ? "passing" : "lasting");
}
