import * as fs from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";

const refused = vi.hoisted(() => ({ code: "EACCES" }));

vi.mock("node:fs", async (original) => {
  const actual = await original<typeof fs>();
  return {
    ...actual,
    rmSync: (path: string, options: fs.RmOptions) => {
      if (path.includes("-of-another"))
        throw Object.assign(new Error(refused.code), { code: refused.code });
      actual.rmSync(path, options);
    },
  };
});

const { version } = JSON.parse(
  fs.readFileSync(
    path.join(import.meta.dirname, "../../node_modules/@fontsource/noto-sans-sc/package.json"),
    "utf8",
  ),
);
const unpacked = path.join(tmpdir(), `fundwatch-fonts-${version}`);
const root = fs.mkdtempSync(path.join(tmpdir(), "fundwatch-left-"));
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(root, { recursive: true, force: true });
});

/** Folders of a process that is no more, of which one belongs to another user. */
test.each([
  ["EACCES", true],
  ["ENOSPC", false],
])("a leftover that may not be removed stops no drawing: %s", async (code, isPassed) => {
  refused.code = code;
  vi.resetModules();
  vi.stubEnv("TMPDIR", root);
  const left = (name: string) => {
    const folder = path.join(root, `fundwatch-pictures-${hostname()}-999999999-${name}`);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  };
  const [another, ours] = [left("of-another"), left("ours")];
  const { loadFonts } = await import("../../pipelines/publish/fonts.ts");
  const drawn = loadFonts("基金", unpacked).then(({ faces }) => faces.length);
  if (!isPassed) return expect(drawn).rejects.toThrow(code);
  expect(await drawn).toBe(2);
  expect([another, ours].map((folder) => fs.existsSync(folder))).toEqual([true, false]);
});
