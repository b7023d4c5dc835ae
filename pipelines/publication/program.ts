import { readFileSync } from "node:fs";
import { assets } from "../assets.ts";
import { fingerprint } from "../source-catalog.ts";

/** Version of this program, and a fingerprint of all that decides what a document says. */
export function programOf(): string {
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  const code = assets().map((asset) => [
    asset.key,
    "sql" in asset ? asset.sql : "",
    "version" in asset ? asset.version : "",
  ]);
  return `${version} ${fingerprint(JSON.stringify(code))}`;
}
