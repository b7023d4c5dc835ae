import type { RunEvent, RunFact } from "../../pipelines/journal.ts";

export const RUN = "20261121T143000-1a2b3c";

/** Facts with the seconds after 14:30:00 at which they were told. */
export const told = (...facts: [second: number, fact: RunFact, run?: string][]): RunEvent[] =>
  facts.map(([second, fact, run = RUN]) => ({
    at: new Date(Date.UTC(2026, 10, 21, 14, 30, 0) + second * 1000).toISOString(),
    run,
    ...fact,
  }));

export const nanos = (second: number): string =>
  `${Date.UTC(2026, 10, 21, 14, 30, 0) + second * 1000}000000`;

export const started: RunFact = {
  event: "run started",
  pid: 42,
  host: "bureau",
  steps: 3,
  trigger: "nightly",
  selection: ["marts.*"],
};

const materialized = (asset: string, partition: string): RunFact => ({
  event: "materialized",
  asset,
  partition,
  reason: "missing",
  rows: 6,
  period: null,
  code: "c",
  fingerprint: "f",
  seconds: 2,
  peak_memory_mib: 100,
});

export const SECRET = "张三丰 620702199001011234";

export const EVENTFUL = told(
  [0, started],
  [1, { event: "step started", asset: "core.ledger", partitions: 2, attempt: 1 }],
  [
    2,
    {
      event: "step retrying",
      asset: "core.ledger",
      attempt: 1,
      pause_seconds: 1,
      error: `IO Error: Could not read "/bureau/${SECRET}.xlsx"`,
    },
  ],
  [3, { event: "step started", asset: "core.ledger", partitions: 2, attempt: 2 }],
  [5, materialized("core.ledger", "2019-06")],
  [5, materialized("core.ledger", "2019-07")],
  [
    5,
    {
      event: "checked",
      asset: "core.ledger",
      check: "no_gaps",
      about: "没有缺月",
      severity: "warn",
      rows: 2,
      sample: [{ name: SECRET }],
    },
  ],
  [
    5,
    {
      event: "checked",
      asset: "core.ledger",
      check: "grain",
      about: "只有一行",
      severity: "stop",
      rows: 0,
      sample: [],
    },
  ],
  [5, { event: "logged", asset: "core.ledger", line: SECRET }],
  [
    5,
    {
      event: "step ended",
      asset: "core.ledger",
      status: "done",
      partitions: ["2019-06", "2019-07"],
      attempts: 2,
      seconds: 4,
      rows: 12,
    },
  ],
  [
    7.5,
    {
      event: "step ended",
      asset: "marts.fund_month",
      status: "failed",
      partitions: ["2019-07"],
      attempts: 1,
      seconds: 2.5,
      rows: null,
      error: `marts.fund_month 没有通过检查 grain（只有一行）：2 行不符，如 {"name":"${SECRET}"}`,
    },
  ],
  [
    7.5,
    {
      event: "step ended",
      asset: "marts.figure",
      status: "skipped",
      partitions: [""],
      attempts: 0,
      seconds: 0,
      rows: null,
    },
  ],
  [8, { event: "run ended", status: "failed", seconds: 8 }],
);
