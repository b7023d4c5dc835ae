import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { versionInWords } from "../../models/delivery.ts";
import { UserError } from "../../models/errors.ts";
import type { Format, IssuedFile, IssuedVersion } from "../../models/publication.ts";
import type { Home } from "../home.ts";
import { requireUntouched } from "../publication/integrity.ts";
import { RESTORE, versionFolder } from "../publication/shelf.ts";

/** A file as it is handed over: its bytes, and a name that tells a correction from what it corrects. */
export interface Enclosed extends IssuedFile {
  content: Buffer;
  /** Its path below `publications/`. */
  source: string;
}

/** An issued version in the formats a group wants. */
export interface Parcel {
  issued: IssuedVersion;
  files: Enclosed[];
  /** Formats that were wanted and not issued. */
  missing: Format[];
}

export const sha256 = (content: Uint8Array): string =>
  createHash("sha256").update(content).digest("hex");

/** Takes the wanted files off the shelf. Throws a UserError where they are not what was issued. */
export function parcelOf(home: Home, issued: IssuedVersion, formats: readonly Format[]): Parcel {
  requireUntouched(home, issued);
  const folder = versionFolder(home, issued);
  const files = issued.files
    .filter(({ format }) => formats.includes(format))
    .map((file): Enclosed => {
      const source = path.join(folder, file.name);
      return {
        ...file,
        name: deliveredName(path.basename(file.name), issued),
        content: verified(source, file),
        source: path.relative(home.publications, source).split(path.sep).join("/"),
      };
    });
  const issuedFormats = new Set(issued.files.map(({ format }) => format));
  if (files.length === 0)
    throw new UserError(
      `印发的 ${issued.title} 没有 ${formats.join("、")} 格式，只有 ${[...issuedFormats].join("、")}`,
      "请改配置 delivery.groups 里这个对象的 formats。",
    );
  return { issued, files, missing: formats.filter((format) => !issuedFormats.has(format)) };
}

/** The very bytes that go are looked at, not only the file they came from. */
function verified(source: string, file: IssuedFile): Buffer {
  const content = readFileSync(source);
  if (sha256(content) === file.sha256) return content;
  throw new UserError(`印发的文件 ${source} 正在被改动`, RESTORE);
}

function deliveredName(name: string, issued: IssuedVersion): string {
  if (issued.version === 1 || name.includes("更正")) return name;
  const { name: stem, ext } = path.parse(name);
  return `${stem}（${versionInWords(issued)}）${ext}`;
}
