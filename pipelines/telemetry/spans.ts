import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { RunEvent, RunFact, StepEnd } from "../journal.ts";
import { brief } from "./brief.ts";

/** What befell a step that has not ended yet. */
interface Happening {
  name: string;
  at: Date;
  attributes: Attributes;
  /** The attempt that failed, of a retry. */
  attempt?: number;
}

interface OpenRun {
  span: Span;
  context: Context;
  /** By asset. */
  happenings: Map<string, Happening[]>;
  failed: number;
}

type Fact<Event extends RunFact["event"]> = Extract<RunFact, { event: Event }>;

/**
 * Turns what runs tell into spans: one a run, under it one a step and one for publishing. A step's
 * span is made when it ends, because several steps of one asset may go on at once and only their
 * ends tell them apart.
 */
export function tracing(tracer: Tracer): { watch(event: RunEvent): void; end(): void } {
  const runs = new Map<string, OpenRun>();

  const open = (run: string, at: Date, attributes: Attributes): OpenRun => {
    const span = tracer.startSpan(
      "run",
      { root: true, startTime: at, attributes: { "fundwatch.run": run, ...attributes } },
      ROOT_CONTEXT,
    );
    const context = trace.setSpan(ROOT_CONTEXT, span);
    const opened = { span, context, happenings: new Map(), failed: 0 };
    runs.set(run, opened);
    return opened;
  };

  const watch = (event: RunEvent): void => {
    const at = new Date(event.at);
    if (event.event === "run started") {
      open(event.run, at, attributesOfRun(event));
      return;
    }
    const run = runs.get(event.run) ?? open(event.run, at, {});
    switch (event.event) {
      case "step retrying":
        note(run, event.asset, {
          name: "retry",
          at,
          attempt: event.attempt,
          attributes: {
            "fundwatch.attempt": event.attempt,
            "fundwatch.pause_seconds": event.pause_seconds,
            "exception.message": brief(event.error),
          },
        });
        break;
      case "checked":
        if (event.rows === 0) break;
        note(run, event.asset, {
          name: "check failed",
          at,
          attributes: {
            "fundwatch.check": event.check,
            "fundwatch.severity": event.severity,
            "fundwatch.rows": event.rows,
          },
        });
        break;
      case "step ended":
        endStep(tracer, run, event, at);
        break;
      case "published":
        tracer
          .startSpan("publish", { startTime: before(at, event.seconds) }, run.context)
          .setStatus({ code: SpanStatusCode.OK })
          .end(at);
        break;
      case "run ended":
        endRun(run, event, at);
        runs.delete(event.run);
        break;
    }
  };

  return {
    watch,
    end() {
      for (const { span } of runs.values()) span.end();
      runs.clear();
    },
  };
}

const before = (at: Date, seconds: number): Date => new Date(at.getTime() - seconds * 1000);

function note(run: OpenRun, asset: string, happening: Happening): void {
  const noted = run.happenings.get(asset) ?? [];
  noted.push(happening);
  run.happenings.set(asset, noted);
}

function attributesOfRun(event: Fact<"run started">): Attributes {
  return {
    "fundwatch.trigger": event.trigger,
    "fundwatch.selection": event.selection,
    "fundwatch.steps": event.steps,
    "host.name": event.host,
    "process.pid": event.pid,
    ...(event.from ? { "fundwatch.from": event.from } : {}),
    ...(event.to ? { "fundwatch.to": event.to } : {}),
    ...(event.resumes ? { "fundwatch.resumes": event.resumes } : {}),
  };
}

function endStep(tracer: Tracer, run: OpenRun, step: StepEnd, at: Date): void {
  const { asset, status, attempts, rows, partitions, seconds, error } = step;
  const span = tracer.startSpan(
    `step ${asset}`,
    {
      startTime: before(at, seconds),
      attributes: {
        "fundwatch.asset": asset,
        "fundwatch.status": status,
        "fundwatch.attempts": attempts,
        "fundwatch.partitions": partitions.length,
        ...(rows === null ? {} : { "fundwatch.rows": rows }),
      },
    },
    run.context,
  );
  for (const { name, attributes, at } of take(run, asset, attempts))
    span.addEvent(name, attributes, at);
  if (status === "done") span.setStatus({ code: SpanStatusCode.OK });
  if (status === "failed") {
    run.failed += 1;
    span.setStatus({ code: SpanStatusCode.ERROR, message: brief(error ?? "") });
  }
  span.end(at);
}

/** What befell a step: each of its retries once, the rest stays for other steps of the asset. */
function take(run: OpenRun, asset: string, attempts: number): Happening[] {
  const taken: Happening[] = [];
  const left: Happening[] = [];
  for (const happening of run.happenings.get(asset) ?? []) {
    const { attempt } = happening;
    const theirs =
      attempt !== undefined &&
      (attempt >= attempts || taken.some((other) => other.attempt === attempt));
    (theirs ? left : taken).push(happening);
  }
  run.happenings.set(asset, left);
  return taken;
}

function endRun({ span, happenings, failed }: OpenRun, end: Fact<"run ended">, at: Date): void {
  for (const [asset, left] of happenings) {
    for (const { name, attributes, at } of left)
      span.addEvent(name, { ...attributes, "fundwatch.asset": asset }, at);
  }
  span.setAttribute("fundwatch.status", end.status);
  span.setAttribute("fundwatch.failed_steps", failed);
  if (end.status === "done") span.setStatus({ code: SpanStatusCode.OK });
  if (end.status === "failed") {
    const message = failed > 0 ? `${failed} 个步骤失败` : "运行失败";
    span.setStatus({ code: SpanStatusCode.ERROR, message });
  }
  span.end(at);
}
