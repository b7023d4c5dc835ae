import { expect, test } from "vitest";
import type { LedgerEntry, Seen } from "../../models/clues/event.ts";
import { contributionsFrom } from "../../models/supervision/contribution.ts";

const seen: Seen = {
  kind: "疑点",
  subject_type: "settlement",
  subject: "S1",
  fixmedins_code: "H1",
  period: "2025-02",
  rules: ["R01@1.0", "R13@1.0"],
  amount_yuan: "3000.00",
};

let seq = 0;
const entry = (at: string, event: object): LedgerEntry =>
  ({
    ...{ seq: ++seq, at, hash: "", by: "甲", os_user: "a", note: null, document: "文" },
    ...{ clue: "C1", seen, ...event },
  }) as LedgerEntry;
const total = (at: string, period: string, [suspicions, verified, recovered]: unknown[]) =>
  entry(at, { event: "total", name: "规则筛查", period, suspicions, verified, recovered });

const said = (entries: LedgerEntry[]) =>
  contributionsFrom(entries).map((one) =>
    [
      ...[one.month, one.cut, one.suspicions, one.checked, one.verified],
      ...[Number(one.recovered) / 100, Number(one.outstanding) / 100],
    ].join(" "),
  );

test("an event counts in its month in Shanghai, money when it is paid", () => {
  expect(
    said([
      entry("2025-03-01T02:00:00Z", { event: "assigned", to: "乙" }),
      entry("2025-03-31T16:30:00Z", { event: "verified", amount: "2000.10", confirmed: ["R01"] }),
      entry("2025-05-06T01:00:00Z", { event: "recovered", amount: "1500.00" }),
    ]),
  ).toEqual([
    "2025-04 all 0 1 1 0 2000.1",
    "2025-04 group:住院行为 0 1 1 0 2000.1",
    "2025-04 group:收费项目 0 1 0 0 0",
    "2025-05 all 0 0 0 1500 -1500",
    "2025-05 group:住院行为 0 0 0 1500 -1500",
  ]);
});

test("closed without a finding is a conclusion, and what is reopened is taken back when it is", () => {
  expect(
    said([
      entry("2025-03-01T02:00:00Z", { event: "assigned", to: "乙" }),
      entry("2025-03-02T02:00:00Z", { event: "closed" }),
      entry("2025-06-02T02:00:00Z", { event: "reopened" }),
    ]).filter((line) => line.includes("all")),
  ).toEqual(["2025-03 all 0 1 0 0 0", "2025-06 all 0 -1 0 0 0"]);
});

test("random checks stand apart", () => {
  const drawn = { seen: { ...seen, kind: "随机抽查", rules: [] } };
  expect(
    said([
      entry("2025-03-01T02:00:00Z", { event: "assigned", to: "乙", ...drawn }),
      entry("2025-03-02T02:00:00Z", { event: "closed", ...drawn }),
    ]),
  ).toEqual(["2025-03 name:随机抽查 0 1 0 0 0"]);
});

test("a total counts at the end of its period, or when entered; a second one adds the difference", () => {
  expect(
    said([
      total("2025-08-14T01:00:00Z", "2024", [100, 50, "10.00"]),
      total("2025-08-14T01:00:00Z", "2025", [3132, 1850, "62500.00"]),
      total("2025-10-14T01:00:00Z", "2025", [3200, 1900, "65000.00"]),
    ]).filter((line) => line.includes("name:")),
  ).toEqual([
    "2024-12 name:规则筛查 100 100 50 10 0",
    "2025-08 name:规则筛查 3132 3132 1850 62500 0",
    "2025-10 name:规则筛查 68 68 50 2500 0",
  ]);
});
