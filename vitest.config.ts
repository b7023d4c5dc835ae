import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

process.env.TZ = "Asia/Shanghai";
/** Keys made by tests do not lie among those of a user. */
const KEYS = mkdtempSync(path.join(tmpdir(), "fundwatch-keys-"));

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    env: { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8", XDG_CONFIG_HOME: KEYS },
  },
});
