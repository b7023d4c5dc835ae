import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { Telemetry } from "../telemetry.ts";
import { measuring } from "./measures.ts";
import { tracing } from "./spans.ts";

/** One try at sending, from connecting to the answer. */
const SEND_MS = 1500;
const END_MS = 2000;
const METRICS_EVERY_MS = 60_000;

/** Sends spans and metrics over HTTP. The providers are its own: nothing global is registered. */
export function otlp(endpoint: URL, version: string, remark: (line: string) => void): Telemetry {
  let told = false;
  const complain = (why: string) => {
    if (!told) remark(`遥测没有送到 ${endpoint.host}（${why}），运行不受影响`);
    told = true;
  };
  const { Agent } = endpoint.protocol === "https:" ? https : http;
  const agent = new Agent({ keepAlive: true, timeout: SEND_MS });
  const exporter = (signal: string) => ({
    url: pathBelow(endpoint, `v1/${signal}`),
    timeoutMillis: SEND_MS,
    httpAgentOptions: () => agent,
  });
  const resource = defaultResource().merge(
    resourceFromAttributes({
      "service.name": "fundwatch",
      "service.version": version,
      "service.instance.id": randomUUID(),
    }),
  );
  const tracers = new NodeTracerProvider({
    resource,
    spanProcessors: [
      new BatchSpanProcessor(watched(new OTLPTraceExporter(exporter("traces")), complain)),
    ],
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: watched(new OTLPMetricExporter(exporter("metrics")), complain),
        exportIntervalMillis: METRICS_EVERY_MS,
        exportTimeoutMillis: END_MS,
      }),
    ],
  });
  const traces = tracing(tracers.getTracer("fundwatch", version));
  const measure = measuring(meters.getMeter("fundwatch", version));
  let ended: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    traces.end();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        complain("超时");
        resolve();
      }, END_MS);
    });
    await Promise.race([Promise.allSettled([tracers.shutdown(), meters.shutdown()]), late]);
    clearTimeout(timer);
    agent.destroy();
  };

  return {
    watch(event) {
      try {
        traces.watch(event);
        measure(event);
      } catch {
        complain("内部错误");
      }
    },
    end() {
      ended ??= flush();
      return ended;
    },
  };
}

interface Exporter<Items> {
  export(items: Items, done: (result: { code: number; error?: Error }) => void): void;
}

/** The exporter itself, with its failures told. */
function watched<Items, E extends Exporter<Items>>(
  exporter: E,
  complain: (why: string) => void,
): E {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      if (result.code !== 0) complain(wordsOf(result.error));
      done(result);
    });
  return exporter;
}

function wordsOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === "number") return `对方答复 ${code}`;
  return typeof code === "string" ? code : "没有答复";
}

function pathBelow(endpoint: URL, path: string): string {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return url.href;
}
