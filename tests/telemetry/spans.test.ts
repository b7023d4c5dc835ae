import { describe, expect, test } from "vitest";
import type { RunFact } from "../../pipelines/journal.ts";
import { collect, plain, type Span } from "./collector.ts";
import { EVENTFUL, nanos, RUN, started, told } from "./events.ts";

const OK = 1;
const ERROR = 2;

describe("spans", () => {
  test("a run has one, its steps are below it, with the times the journal told", async () => {
    const { spans, resources, paths } = await collect(EVENTFUL);
    expect(paths.sort()).toEqual(["/v1/metrics", "/v1/traces"]);
    for (const resource of resources)
      expect(resource).toMatchObject({ "service.name": "fundwatch", "service.version": "1.2.3" });
    expect(spans.map(({ name }) => name).sort()).toEqual([
      "run",
      "step core.ledger",
      "step marts.figure",
      "step marts.fund_month",
    ]);
    const run = spans.find(({ name }) => name === "run")!;
    expect(run.parentSpanId).toBeUndefined();
    expect([run.startTimeUnixNano, run.endTimeUnixNano]).toEqual([nanos(0), nanos(8)]);
    expect(plain(run.attributes)).toEqual({
      "fundwatch.run": RUN,
      "fundwatch.trigger": "nightly",
      "fundwatch.selection": ["marts.*"],
      "fundwatch.steps": 3,
      "fundwatch.failed_steps": 1,
      "fundwatch.status": "failed",
      "host.name": "bureau",
      "process.pid": 42,
    });
    expect(run.status).toEqual({ code: ERROR, message: "1 个步骤失败" });
    for (const span of spans.filter(({ name }) => name !== "run")) {
      expect([span.traceId, span.parentSpanId]).toEqual([run.traceId, run.spanId]);
    }
  });

  test("a step says what it made, how often it was tried and what befell it", async () => {
    const { spans } = await collect(EVENTFUL);
    const step = spans.find(({ name }) => name === "step core.ledger")!;
    expect([step.startTimeUnixNano, step.endTimeUnixNano]).toEqual([nanos(1), nanos(5)]);
    expect(step.status.code).toBe(OK);
    expect(plain(step.attributes)).toEqual({
      "fundwatch.asset": "core.ledger",
      "fundwatch.status": "done",
      "fundwatch.attempts": 2,
      "fundwatch.partitions": 2,
      "fundwatch.rows": 12,
    });
    expect(step.events.map(({ name, timeUnixNano }) => [name, timeUnixNano])).toEqual([
      ["retry", nanos(2)],
      ["check failed", nanos(5)],
    ]);
    expect(plain(step.events[1]!.attributes)).toEqual({
      "fundwatch.check": "no_gaps",
      "fundwatch.severity": "warn",
      "fundwatch.rows": 2,
    });
  });

  test("a failed step has an error, a skipped one has none", async () => {
    const { spans } = await collect(EVENTFUL);
    const status = (name: string) => spans.find((span) => span.name === name)!.status;
    expect(status("step marts.fund_month")).toEqual({
      code: ERROR,
      message: "marts.fund_month 没有通过检查 grain（只有一行）：2 行不符，如 …",
    });
    expect(status("step marts.figure").code).toBe(0);
  });

  test("nothing that came out of a file leaves the bureau", async () => {
    const { text } = await collect(EVENTFUL);
    expect(text).not.toMatch(/张三|620702199001011234|bureau\/|xlsx/);
  });

  test("publishing is a span of its run", async () => {
    const { spans } = await collect(
      told(
        [0, started],
        [4, { event: "published", seconds: 1 }],
        [5, { event: "run ended", status: "done", seconds: 5 }],
      ),
    );
    const [publish, run] = spans as [Span, Span];
    expect([publish.name, run.name]).toEqual(["publish", "run"]);
    expect(publish.parentSpanId).toBe(run.spanId);
    expect([publish.startTimeUnixNano, publish.endTimeUnixNano]).toEqual([nanos(3), nanos(4)]);
    expect(run.status.code).toBe(OK);
  });

  test("steps of one asset that go on at once share out its retries", async () => {
    const document = "document.monthly-bulletin";
    const retry: RunFact = {
      event: "step retrying",
      asset: document,
      attempt: 1,
      pause_seconds: 1,
      error: "ECONNRESET",
    };
    const ended = (partition: string, attempts: number): RunFact => ({
      event: "step ended",
      asset: document,
      status: "done",
      partitions: [partition],
      attempts,
      seconds: 1,
      rows: null,
    });
    const { spans } = await collect(
      told(
        [0, started],
        [1, retry],
        [1, retry],
        [2, ended("2019-05", 1)],
        [3, ended("2019-06", 2)],
        [3, ended("2019-07", 2)],
        [4, { event: "run ended", status: "done", seconds: 4 }],
      ),
    );
    expect(spans.map(({ name, events }) => [name, events.length])).toEqual([
      [`step ${document}`, 0],
      [`step ${document}`, 1],
      [`step ${document}`, 1],
      ["run", 0],
    ]);
  });

  test("two runs are two traces, and a run without an end is sent all the same", async () => {
    const { spans } = await collect(
      told(
        [0, started],
        [0, started, "other"],
        [1, { event: "run ended", status: "interrupted", seconds: 1 }],
      ),
    );
    expect(spans.map(({ name }) => name)).toEqual(["run", "run"]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2);
    expect(spans.map(({ status }) => status.code)).toEqual([0, 0]);
  });
});
