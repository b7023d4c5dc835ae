import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const ROOMS = ["models", "reports", "pipelines", "console", "bin", "tests", "bench"];

interface Import {
  from: string;
  /** A path from the repository root, or the name of a package. */
  to: string;
  line: number;
  typeOnly: boolean;
}

function filesBelow(folder: string, ending: RegExp): string[] {
  let entries: string[];
  try {
    entries = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
  } catch {
    return [];
  }
  return entries
    .filter((name) => ending.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, "/")))
    .sort();
}

const FILES = ROOMS.flatMap((room) => filesBelow(room, /\.m?ts$/));
const PARSED = new Map(FILES.map((file) => [file, parse(file)]));
const IMPORTS = FILES.flatMap(importsOf);

function parse(file: string): ts.SourceFile {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, target: ts.Node | undefined, typeOnly: boolean) => {
    if (!target || !ts.isStringLiteralLike(target)) return;
    const { text } = target;
    const to = text.startsWith(".") ? path.posix.join(path.posix.dirname(file), text) : text;
    found.push({ from: file, to, line: lineOf(node), typeOnly });
  };
  walk(PARSED.get(file)!, (node) => {
    if (ts.isImportDeclaration(node)) {
      add(
        node,
        node.moduleSpecifier,
        node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
      );
    } else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node, node.argument.literal, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node, node.arguments[0], false);
    }
  });
  return found;
}

const roomOf = (to: string): string => to.split("/")[0]!;
const isOurs = (to: string): boolean => to.endsWith(".ts") || to.endsWith(".mts");
const shown = ({ from, line, to }: Import): string => `${from}:${line} imports ${to}`;
const nodes = (room: string, offends: (node: ts.Node) => boolean): string[] =>
  FILES.filter((file) => roomOf(file) === room).flatMap((file) => {
    const found: string[] = [];
    walk(PARSED.get(file)!, (node) => {
      if (offends(node)) found.push(`${file}:${lineOf(node)}`);
    });
    return found;
  });

/** What a room may import: rooms of ours, and packages. */
const MAY: Record<string, { rooms: string[]; packages: RegExp }> = {
  models: { rooms: ["models"], packages: /^(zod|big\.js)$/ },
  reports: {
    rooms: ["models", "reports"],
    packages:
      /^(big\.js|zod|docx|linkedom|string-width|subset-font|wawoff2|hucre|node:zlib|pdfkit|@observablehq\/plot|@resvg\/resvg-js)$/,
  },
  pipelines: { rooms: ["models", "reports", "pipelines"], packages: /./ },
  console: { rooms: ["models", "reports", "pipelines", "console"], packages: /./ },
  bin: { rooms: ["models", "reports", "pipelines", "console", "bin"], packages: /./ },
};

describe("models <- reports <- pipelines <- console <- bin", () => {
  test.each(Object.entries(MAY))("%s imports nothing above it", (room, { rooms, packages }) => {
    const wrong = IMPORTS.filter(
      ({ from, to }) =>
        roomOf(from) === room &&
        (isOurs(to) ? !rooms.includes(roomOf(to)) : !to.endsWith(".json") && !packages.test(to)),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("nothing imports tests", () => {
    const wrong = IMPORTS.filter(
      ({ from, to }) => roomOf(from) !== "tests" && isOurs(to) && roomOf(to) === "tests",
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("every import of ours is a file that exists, with its ending", () => {
    const wrong = IMPORTS.filter(
      ({ to }) => ROOMS.includes(roomOf(to)) && !/\.(mjs|json)$/.test(to) && !FILES.includes(to),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("there are no import cycles", () => {
    const next = new Map(FILES.map((file) => [file, new Set<string>()]));
    for (const { from, to, typeOnly } of IMPORTS)
      if (!typeOnly && next.has(to)) next.get(from)!.add(to);
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, trail: string[]) => {
      if (trail.includes(file)) {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(" -> "));
      } else if (!done.has(file)) {
        for (const to of next.get(file)!) visit(to, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of FILES) visit(file, []);
    expect(cycles).toEqual([]);
  });
});

describe("what comes from outside is an argument", () => {
  test("models, reports and pipelines ask no clock and no chance", () => {
    const asks = (node: ts.Node): boolean =>
      (ts.isNewExpression(node) &&
        node.expression.getText() === "Date" &&
        (node.arguments?.length ?? 0) === 0) ||
      (ts.isPropertyAccessExpression(node) && ["Date.now", "Math.random"].includes(node.getText()));
    const rooms = ["models", "reports", "pipelines"];
    expect(rooms.flatMap((room) => nodes(room, asks))).toEqual([]);
  });

  test("models and reports hold no SQL", () => {
    const isSql = (node: ts.Node): boolean =>
      (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) &&
      /\bselect\b[\s\S]+\bfrom\b/i.test(node.getText());
    expect([...nodes("reports", isSql), ...nodes("models", isSql)]).toEqual([]);
  });
});

describe("inside pipelines", () => {
  test("store, asset, quote and runner know nothing of funds", () => {
    const isFloor = (file: string) =>
      /^pipelines\/(store|asset|quote)\.ts$|^pipelines\/runner\//.test(file);
    const wrong = IMPORTS.filter(
      ({ from, to }) => isFloor(from) && isOurs(to) && !isFloor(to) && to !== "models/errors.ts",
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("store.ts alone imports DuckDB", () => {
    const wrong = IMPORTS.filter(
      ({ from, to, typeOnly }) =>
        !["tests", "bench"].includes(roomOf(from)) &&
        to.startsWith("@duckdb/") &&
        from !== "pipelines/store.ts" &&
        !(typeOnly && from.startsWith("pipelines/ingest/readers/")),
    );
    expect(wrong.map(shown)).toEqual([]);
  });
});

describe("files", () => {
  test("are at most 300 lines", () => {
    const long = FILES.filter((file) => !["tests", "bench"].includes(roomOf(file)))
      .map((file) => [file, PARSED.get(file)!.text.trimEnd().split("\n").length] as const)
      .filter(([, lines]) => lines > 300)
      .map(([file, lines]) => `${file}: ${lines}`);
    expect(long).toEqual([]);
  });

  test("are named for what they hold", () => {
    const empty = /^(util|helper|manager|handler|misc|common)s?$/;
    const named = [...FILES, ...filesBelow("sql", /\.sql$/)].filter((file) =>
      file.split(/[/._-]/).some((word) => empty.test(word)),
    );
    expect(named).toEqual([]);
  });
});
