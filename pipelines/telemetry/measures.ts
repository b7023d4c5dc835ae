import type { Meter } from "@opentelemetry/api";
import type { RunEvent } from "../journal.ts";

const BOUNDARIES = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 1800, 3600, 7200];

/** Counts what runs tell. Assets and checks are the only attributes: both are few. */
export function measuring(meter: Meter): (event: RunEvent) => void {
  const materializations = meter.createCounter("fundwatch.materializations", {
    description: "Partitions made",
    unit: "{partition}",
  });
  const failures = meter.createCounter("fundwatch.step.failures", {
    description: "Steps that failed for good",
    unit: "{step}",
  });
  const retries = meter.createCounter("fundwatch.step.retries", {
    description: "Attempts made again after a transient failure",
    unit: "{attempt}",
  });
  const checks = meter.createCounter("fundwatch.check.failures", {
    description: "Claims found broken",
    unit: "{check}",
  });
  const duration = meter.createHistogram("fundwatch.step.duration", {
    description: "From a step's first attempt to the end of its last",
    unit: "s",
    advice: { explicitBucketBoundaries: BOUNDARIES },
  });
  const published = meter.createGauge("fundwatch.publish.time", {
    description: "When a snapshot was last published, in seconds since 1970",
    unit: "s",
  });

  return (event) => {
    switch (event.event) {
      case "materialized":
        materializations.add(1, { "fundwatch.asset": event.asset });
        break;
      case "step retrying":
        retries.add(1, { "fundwatch.asset": event.asset });
        break;
      case "checked":
        if (event.rows > 0)
          checks.add(1, {
            "fundwatch.asset": event.asset,
            "fundwatch.check": event.check,
            "fundwatch.severity": event.severity,
          });
        break;
      case "step ended":
        if (event.status === "failed") failures.add(1, { "fundwatch.asset": event.asset });
        if (event.attempts > 0) duration.record(event.seconds, { "fundwatch.asset": event.asset });
        break;
      case "published":
        published.record(new Date(event.at).getTime() / 1000);
        break;
    }
  };
}
