import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { z } from "zod";
import { type Config, configSchema } from "../models/config.ts";
import { UserError } from "../models/errors.ts";
import { DEFAULT_CONFIG_TEXT } from "./config-text.ts";

z.config(z.locales.zhCN());

/** The folder that holds one bureau's files, warehouse, snapshots and documents. */
export interface Home {
  root: string;
  configFile: string;
  inbox: string;
  raw: string;
  warehouse: string;
  serve: string;
  /** The published snapshot that readers open. */
  snapshot: string;
  out: string;
  /** Issued documents, each version in a folder of its own that is never written again. */
  publications: string;
  state: string;
  temp: string;
  /** Where documents wait until the run takes them; on the disk of `out`. */
  staging: string;
  /** What models made, by what they made it from: nothing is lost with it but time. */
  cache: string;
  config: Config;
}

/** Where everything of a home lies, without touching the disk. */
export function layout(root: string): Omit<Home, "config"> {
  const at = (...parts: string[]) => path.join(root, ...parts);
  return {
    root,
    configFile: at("fundwatch.config.json"),
    inbox: at("inbox"),
    raw: at("raw"),
    warehouse: at("warehouse.duckdb"),
    serve: at("serve"),
    snapshot: at("serve", "fundwatch.duckdb"),
    out: at("out"),
    publications: at("publications"),
    state: at("state"),
    temp: at("state", "temp"),
    staging: at("state", "staging"),
    cache: at("cache"),
  };
}

/** Makes a home; a second call adds what is missing and overwrites nothing. */
export function initHome(root: string): { home: Home; created: boolean } {
  const paths = layout(root);
  const created = !existsSync(paths.configFile);
  for (const folder of [paths.root, paths.inbox, paths.raw, paths.serve, paths.out, paths.temp]) {
    mkdirSync(folder, { recursive: true });
  }
  if (created) writeAtomically(paths.configFile, DEFAULT_CONFIG_TEXT);
  return { home: openHome(root), created };
}

/** Opens a home that `init` made. Throws a UserError when there is none or its config is broken. */
export function openHome(root: string): Home {
  const paths = layout(root);
  if (!existsSync(paths.configFile)) {
    throw new UserError(
      `${paths.root} 还不是 fundwatch 的工作目录（没有 fundwatch.config.json）`,
      `请先执行 fundwatch init --home ${paths.root}`,
      2,
    );
  }
  const home = { ...paths, config: readConfig(paths.configFile) };
  for (const folder of [home.inbox, home.raw, home.serve, home.out, home.temp]) {
    mkdirSync(folder, { recursive: true });
  }
  return home;
}

/** What tells this home from others that share a Redis; made when first asked for. */
export function homeId(home: Pick<Home, "state">): string {
  const file = path.join(home.state, "id");
  if (!existsSync(file)) writeAtomically(file, randomUUID());
  return readFileSync(file, "utf8").trim();
}

function readConfig(file: string): Config {
  const problems: ParseError[] = [];
  const text = readFileSync(file, "utf8");
  const value: unknown = parse(text, problems, { allowTrailingComma: true });
  const first = problems[0];
  if (first) {
    const line = text.slice(0, first.offset).split("\n").length;
    throw new UserError(
      `配置文件 ${file} 第${line}行不是有效的 JSON（${printParseErrorCode(first.error)}）`,
      "请检查该行的逗号、引号和括号；注释可用 // 开头。",
    );
  }
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(
    (issue) => `${issue.path.join(".") || "（根）"}：${issue.message}`,
  );
  throw new UserError(
    `配置文件 ${file} 有误：\n  ${issues.join("\n  ")}`,
    "请按上面逐条修改后重试。",
  );
}

/** Writes a file so that readers see the old bytes or the new ones, never a part. */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${process.pid}.part`;
  try {
    writeFileSync(temporary, content, { flush: true });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
