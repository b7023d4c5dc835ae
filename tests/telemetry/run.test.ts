import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { initHome } from "../../pipelines/home.ts";
import { load } from "../../pipelines/ingest/load.ts";
import type { RunEvent } from "../../pipelines/journal.ts";
import type { StepReport } from "../../pipelines/report.ts";
import { run } from "../../pipelines/run.ts";
import { collect } from "./collector.ts";

const root = mkdtempSync(path.join(tmpdir(), "fundwatch-telemetry-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a real run is told as its report tells it", async () => {
  const { home } = initHome(root);
  const now = () => new Date();
  await load(home, ["samples/city-2019-07"], { now });
  const events: RunEvent[] = [];
  const report = await run(home, { now, watch: (event) => events.push(event) });
  const { spans, metrics } = await collect(events);

  const steps = new Set(report.steps.map(({ asset }) => `step ${asset}`));
  expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(["run", "publish", ...steps]));
  const whole = spans.find(({ name }) => name === "run")!;
  for (const span of spans.filter((one) => one !== whole)) {
    expect(span.parentSpanId).toBe(whole.spanId);
    expect(span.status.code).toBe(1);
    expect(BigInt(span.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(whole.endTimeUnixNano));
  }
  const made = metrics.get("fundwatch.materializations")!.sum!.dataPoints;
  const count = made.reduce((sum, { asDouble, asInt }) => sum + Number(asDouble ?? asInt), 0);
  // The sample has no insured counts: their tables are made, but have no month. A month is too few to forecast
  // anything: those tables have it, without rows.
  const isMade = ({ asset, rows }: StepReport) => rows !== 0 || asset.startsWith("marts.forecast_");
  expect(count).toBe(report.steps.filter(isMade).length);
  expect(metrics.get("fundwatch.publish.time")!.gauge!.dataPoints).toHaveLength(1);
});
