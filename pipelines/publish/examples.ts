import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../models/errors.ts";
import { readHead } from "../asset.ts";

const FOLDER = fileURLToPath(new URL("../../sql/examples/", import.meta.url));

/** A query to start from: a file of `sql/examples/`, its first line the question in Chinese. */
export interface Example {
  name: string;
  title: string;
  sql: string;
}

export const examples = (): Example[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const sql = readFileSync(path.join(FOLDER, file), "utf8").trimEnd();
      const [title] = readHead(sql).about.split("\n");
      return { name: file.slice(0, -4), title: title!, sql };
    });

export function exampleNamed(name: string): Example {
  const found = examples().find((example) => example.name === name);
  if (!found)
    throw new UserError(`没有名为 ${name} 的示例查询`, "fundwatch sql --examples 可列出全部。", 2);
  return found;
}
