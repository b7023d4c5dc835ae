import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Locked {
  optionalDependencies?: Record<string, string>;
}

test("package-lock.json names the binaries of every platform, or npm ci refuses", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, Locked>;
  };
  const lacking = Object.entries(packages).flatMap(([name, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (dependency) =>
        !(`node_modules/${dependency}` in packages) &&
        !(`${name}/node_modules/${dependency}` in packages),
    ),
  );
  expect(lacking).toEqual([]);
});
