import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Asset, assetFrom, type Check, checkFrom } from "./asset.ts";
import { figureSql } from "./figures.ts";

const SQL_FOLDER = fileURLToPath(new URL("../sql/", import.meta.url));
const TABLE_FOLDERS = ["staging", "core", "marts"];

function filesOf(folder: string): [string, string][] {
  return readdirSync(path.join(SQL_FOLDER, folder))
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => [name.slice(0, -4), readFileSync(path.join(SQL_FOLDER, folder, name), "utf8")]);
}

/** Every asset: a table for each file of `sql/`, and the figures that the metrics define. */
export const assets = (): Asset[] => [
  ...TABLE_FOLDERS.flatMap((folder) =>
    filesOf(folder).map(([name, sql]) => assetFrom(`${folder}.${name}`, sql)),
  ),
  assetFrom("marts.figure", figureSql()),
];

/** Every claim about them: `sql/checks/*.sql`. */
export const checks = (): Check[] => filesOf("checks").map(([name, sql]) => checkFrom(name, sql));
