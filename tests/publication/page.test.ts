import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { main } from "../../bin/fundwatch.ts";
import { initHome } from "../../pipelines/home.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-page-"));
let said = "";
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const LATE = [
  "统筹区代码,统筹区,险种,账户,所属期,方向,科目,本月数,本年累计,单位,口径",
  "620700,××市,居民,,2019-07,支出,支出合计,,4.41,亿元,",
];

/** The commands of the page's first block, as a shell would split them. */
const commands = (): string[][] =>
  /```sh\n([\s\S]*?)```/
    .exec(readFileSync("docs/publication.zh-CN.md", "utf8"))![1]!
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, ""))
    .filter((line) => line !== "")
    .map((line) =>
      [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!),
    );

test("the commands of the page for staff, one after the other, do what it says", async () => {
  initHome(root);
  const late = path.join(root, "居民7月更正.csv");
  writeFileSync(late, `${LATE.join("\n")}\n`);
  const ended: string[] = [];
  for (const [program, verb, ...words] of commands()) {
    expect(program).toBe("fundwatch");
    said = "";
    const args = words.map((word) => (word === path.basename(late) ? late : word));
    ended.push(`${verb} ${await main([verb!, ...args, "--home", root])}`);
  }
  expect(ended).toEqual([
    ...["load 0", "run 0", "close 0", "close 0", "issue 0", "issue 0", "load 3", "publications 0"],
    ...["restate 0", "restate 0", "run 0", "diff 0", "publications 0"],
  ]);
  expect(said).toContain("日志链完整");
  expect(said.match(/逐字节相同/g)!.length).toBeGreaterThan(4);
});
