import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { initHome } from "../pipelines/home.ts";
import { describeViews, dictionaryPage } from "../pipelines/publish/dictionary.ts";
import { openSnapshot } from "../pipelines/publish/snapshot.ts";
import { run } from "../pipelines/run.ts";

const PAGE = fileURLToPath(new URL("../docs/data-dictionary.md", import.meta.url));

/** What an empty home publishes has every view with its types. */
const root = mkdtempSync(path.join(tmpdir(), "dictionary-"));
try {
  const { home } = initHome(root);
  await run(home, { now: () => new Date() });
  const store = await openSnapshot(home);
  writeFileSync(PAGE, dictionaryPage(await describeViews(store)));
  store.close();
} finally {
  rmSync(root, { recursive: true });
}
