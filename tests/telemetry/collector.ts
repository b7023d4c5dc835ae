import http from "node:http";
import type net from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect } from "vitest";
import type { RunEvent } from "../../pipelines/journal.ts";
import { startTelemetry } from "../../pipelines/telemetry.ts";

export interface Attribute {
  key: string;
  value: Record<string, unknown>;
}
export interface Span {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  events: { name: string; timeUnixNano: string; attributes: Attribute[] }[];
  status: { code: number; message?: string };
}
export interface Point {
  attributes: Attribute[];
  asDouble?: number;
  asInt?: number;
  count?: number;
  sum?: number;
}
interface Metric {
  name: string;
  sum?: { dataPoints: Point[]; isMonotonic: boolean };
  gauge?: { dataPoints: Point[] };
  histogram?: { dataPoints: Point[] };
}
export interface Received {
  spans: Span[];
  metrics: Map<string, Metric>;
  resources: Record<string, unknown>[];
  text: string;
  paths: string[];
}

export const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

export const plain = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(
    attributes.map(({ key, value }) => {
      const array = value.arrayValue as { values: Record<string, unknown>[] } | undefined;
      const first = Object.values(value)[0];
      return [key, array ? array.values.map((v) => Object.values(v)[0]) : first];
    }),
  );

export async function listen(server: http.Server | net.Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A receiver of OTLP in JSON: keeps what is posted to it. */
export async function collector(): Promise<{ url: string; received: Received }> {
  const received: Received = {
    spans: [],
    metrics: new Map(),
    resources: [],
    text: "",
    paths: [],
  };
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString("utf8");
    received.text += text;
    received.paths.push(request.url!);
    const body = JSON.parse(text);
    for (const { resource, scopeSpans } of body.resourceSpans ?? []) {
      received.resources.push(plain(resource.attributes));
      for (const { spans } of scopeSpans) received.spans.push(...spans);
    }
    for (const { resource, scopeMetrics } of body.resourceMetrics ?? []) {
      received.resources.push(plain(resource.attributes));
      for (const { metrics } of scopeMetrics)
        for (const metric of metrics as Metric[]) received.metrics.set(metric.name, metric);
    }
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  return { url: await listen(server), received };
}

/** What a receiver got of events, when all went well. */
export async function collect(events: RunEvent[]): Promise<Received> {
  const { url, received } = await collector();
  const lines: string[] = [];
  const telemetry = await startTelemetry(url, "1.2.3", (line) => lines.push(line));
  for (const event of events) telemetry.watch(event);
  await telemetry.end();
  expect(lines).toEqual([]);
  return received;
}
