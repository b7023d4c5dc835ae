import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { UserError } from "../../../models/errors.ts";
import { type Home, homeId } from "../../home.ts";
import type { Store } from "../../store.ts";
import { arrivals } from "../batches.ts";

/** The secret that turns person numbers into pseudonyms; never kept below the home. */
export interface PersonKey {
  /** What tells it from other keys without giving it away. */
  id: string;
  bytes: Buffer;
}

/** Where the key of a home is: the config's file, else the user's own configuration folder. */
export function personKeyFile(home: Home): string {
  const { person_key_file: configured } = home.config;
  if (configured) return path.resolve(home.root, configured);
  const folder = process.env.XDG_CONFIG_HOME ?? path.join(homedir(), ".config");
  return path.join(folder, "fundwatch", `${homeId(home)}.key`);
}

/**
 * The key of a home, made when the first persons arrive. Throws a UserError when it is gone or is
 * not the one that earlier persons were hidden with: the same person would become two.
 */
export function personKey(home: Home): PersonKey {
  const file = personKeyFile(home);
  const inside = path.relative(home.root, file);
  if (!inside.startsWith("..") && !path.isAbsolute(inside)) {
    throw new UserError(
      `人员密钥 ${file} 放在了工作目录里面`,
      "密钥要与数据分开保存：请把配置 person_key_file 改为工作目录之外的路径。",
    );
  }
  const used = new Set(
    arrivals(home).flatMap(({ batches }) => batches.flatMap((batch) => batch.person_key ?? [])),
  );
  if (!existsSync(file)) {
    if (used.size > 0) {
      throw new UserError(
        `找不到人员密钥 ${file}`,
        `已载入的人员是用密钥 ${[...used].join("、")} 加密的：请把原密钥文件放回这个位置；确已遗失的，按 docs/settlements.zh-CN.md“更换密钥”一节重新载入。`,
      );
    }
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
  }
  const text = readFileSync(file, "utf8").trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) {
    throw new UserError(
      `人员密钥 ${file} 的内容不对（应为 64 位十六进制字符）`,
      "请从备份恢复这个文件；自备密钥可用 openssl rand -hex 32 生成。",
    );
  }
  const bytes = Buffer.from(text, "hex");
  const id = createHash("sha256").update("fundwatch person key").update(bytes).digest("hex");
  const key = { id: id.slice(0, 8), bytes };
  const other = [...used].filter((one) => one !== key.id);
  if (other.length > 0) {
    throw new UserError(
      `人员密钥 ${file} 是 ${key.id}，而已载入的人员是用 ${other.join("、")} 加密的`,
      "请放回原密钥；要更换密钥，按 docs/settlements.zh-CN.md“更换密钥”一节重新载入。",
    );
  }
  return key;
}

const BLOCK = 64;
const pad = (key: Buffer, byte: number): Buffer =>
  Buffer.alloc(BLOCK, byte).map((value, i) => value ^ (key[i] ?? 0)) as Buffer;

/** Gives the store the two halves of the key that HMAC needs (RFC 2104). */
export async function lendKey(store: Store, { bytes }: PersonKey): Promise<void> {
  for (const [name, byte] of [
    ["person_outer", 0x5c],
    ["person_inner", 0x36],
  ] as const)
    await store.run(`set variable ${name} = unhex('${pad(bytes, byte).toString("hex")}')`);
}

/** Takes the key back, once the file is in. */
export async function forgetKey(store: Store): Promise<void> {
  for (const name of ["person_outer", "person_inner"]) await store.run(`reset variable ${name}`);
}

/** SQL: HMAC-SHA256 of a text, its first 128 bits in 32 hexadecimal digits. */
export const pseudonymSql = (text: string): string =>
  `substr(sha256(getvariable('person_outer') || unhex(sha256(getvariable('person_inner') || encode(${text})))), 1, 32)`;
