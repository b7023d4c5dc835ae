import { defineConfig } from "vitest/config";

process.env.TZ = "Asia/Shanghai";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: "forks",
    maxWorkers: 2,
    env: { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8" },
  },
});
