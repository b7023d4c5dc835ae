import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPromise } from "yauzl";
import { type Reported, reportDocument } from "../pipelines/documents/report.ts";
import { initHome } from "../pipelines/home.ts";
import { load } from "../pipelines/ingest/load.ts";
import { run } from "../pipelines/run.ts";
import { program } from "./programs.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-documents-"));
const now = () => new Date("2019-08-14T01:00:00Z");
let published: Reported;
let html: string;

beforeAll(async () => {
  const { home } = initHome(root);
  await load(home, ["samples/city-2019-07"], { now });
  await run(home, { now });
  published = await reportDocument(
    home,
    "document.monthly-bulletin",
    { period: "2019-07", issuedOn: "2019-08-14" },
    { now: () => new Date() },
  );
  html = published.files.find((file) => file.endsWith(".html"))!;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A part of a .docx as text. */
async function part(file: string, name: string): Promise<string> {
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === name) return text(await zip.openReadStreamPromise(entry));
  }
  throw new Error(`no ${name} in ${file}`);
}

describe("the .docx", () => {
  test("every quoted figure sits in a content control tagged with its id", async () => {
    const xml = await part(published.files[0]!, "word/document.xml");
    const tags = [...xml.matchAll(/<w:tag w:val="([^"]+)"/g)].map((m) => m[1]!);
    expect(new Set(tags)).toEqual(new Set(published.figures));
    expect(tags.every((tag) => tag.length <= 64)).toBe(true);
  });

  test("the page is that of an official document", async () => {
    const xml = await part(published.files[0]!, "word/document.xml");
    expect(xml).toMatch(/<w:pgMar [^>]*w:top="2098"/);
    expect(xml).toMatch(/<w:pgMar [^>]*w:left="1588"/);
    expect(xml).toContain('w:eastAsia="仿宋_GB2312"');
  });

  const soffice = program("soffice");
  test.skipIf(!soffice)("LibreOffice opens it without complaint", () => {
    const copy = path.join(root, "bulletin.docx");
    copyFileSync(published.files[0]!, copy);
    const office = `-env:UserInstallation=${pathToFileURL(path.join(root, "office"))}`;
    const convert = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", root, copy];
    const printed = execFileSync(soffice!, [office, "--headless", ...convert], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(printed).not.toMatch(/error|warn/i);
    const seen = readFileSync(path.join(root, "bulletin.txt"), "utf8");
    expect(seen).toContain("完成预算的65.45%");
    expect(seen).toContain("可支付10.25个月");
  });
});

describe("the .html", () => {
  test("needs nothing from anywhere else", () => {
    const page = readFileSync(html, "utf8");
    const addresses = [...page.matchAll(/(?:src|href)="([^"#]+)"|url\(([^)]+)\)/g)].map(
      (m) => m[1] ?? m[2]!,
    );
    expect(addresses.filter((address) => !/^["']?data:/.test(address))).toEqual([]);
  });

  const browserPath = program("chromium");
  test.skipIf(!browserPath)("a click on a figure leads to the cell", async () => {
    const browser = await chromium.launch({
      executablePath: browserPath!,
      args: ["--no-sandbox", "--disable-gpu"],
    });
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      page.on("request", (request) => requests.push(request.url()));
      await page.goto(pathToFileURL(html).href);
      await page.getByText("65.45%", { exact: true }).first().click();
      const panel = page.getByRole("dialog");
      await panel.waitFor({ state: "visible" });
      const seen = await panel.textContent();
      expect(seen).toContain("statement-2019-07.csv");
      expect(seen).toContain("3.1");
      expect(seen).toContain("models/metrics/expenditure-completion.ts");
      await page.keyboard.press("Escape");
      await panel.waitFor({ state: "hidden" });
      expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
