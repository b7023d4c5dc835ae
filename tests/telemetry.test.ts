import { execFile } from "node:child_process";
import http from "node:http";
import net from "node:net";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { startTelemetry, telemetryEndpoint } from "../pipelines/telemetry.ts";
import { closing, collector, listen } from "./telemetry/collector.ts";
import { EVENTFUL } from "./telemetry/events.ts";

describe("the endpoint", () => {
  const config = (otlp_endpoint: string | null) => ({ telemetry: { otlp_endpoint } });

  test("is null by default, the config's, or the standard variable's", () => {
    expect(telemetryEndpoint(config(null), {})).toBeNull();
    expect(telemetryEndpoint(config(null), { OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeNull();
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://env:4318" };
    expect(telemetryEndpoint(config(null), env)).toBe("http://env:4318");
    expect(telemetryEndpoint(config("http://config:4318"), env)).toBe("http://config:4318");
  });

  test("may have a path, to which the signals' own are added", async () => {
    const { url, received } = await collector();
    const telemetry = await startTelemetry(`${url}/otlp/`, "1.2.3");
    for (const event of EVENTFUL) telemetry.watch(event);
    await telemetry.end();
    expect(received.paths.sort()).toEqual(["/otlp/v1/metrics", "/otlp/v1/traces"]);
  });

  test.each(["collector:4318", "不是网址", "http://"])(
    "%s is refused in a line",
    async (endpoint) => {
      const lines: string[] = [];
      const telemetry = await startTelemetry(endpoint, "1.2.3", (line) => lines.push(line));
      for (const event of EVENTFUL) telemetry.watch(event);
      await telemetry.end();
      expect(lines).toEqual([expect.stringContaining("遥测地址")]);
    },
  );
});

describe("what goes wrong with telemetry stays with it", () => {
  const nobody = async (): Promise<string> => {
    const server = net.createServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    return url;
  };
  const silent = async (): Promise<string> => {
    const sockets: net.Socket[] = [];
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
    });
    return listen(net.createServer((socket) => sockets.push(socket.on("error", () => {}))));
  };
  const refusing = async (): Promise<string> =>
    listen(
      http.createServer((request, response) => {
        request.resume();
        response.writeHead(403).end();
      }),
    );

  test.each([
    ["nothing listens", nobody],
    ["the receiver never answers", silent],
    ["the receiver refuses", refusing],
    ["no way leads there", async () => "http://192.0.2.1:4318"],
  ])("%s: it ends within 3 seconds, with one line", async (_, where) => {
    const lines: string[] = [];
    const telemetry = await startTelemetry(await where(), "1.2.3", (line) => lines.push(line));
    for (const event of EVENTFUL) telemetry.watch(event);
    const began = performance.now();
    await telemetry.end();
    await telemetry.end();
    expect(performance.now() - began).toBeLessThan(3000);
    expect(lines).toEqual([expect.stringMatching(/^遥测没有送到 .+运行不受影响$/)]);
    telemetry.watch(EVENTFUL[0]!);
  });

  test("the process is not held either, and hears of it in one line", async () => {
    const url = await silent();
    const { stderr, seconds } = await inChild(`
      const telemetry = await startTelemetry(${JSON.stringify(url)}, "1.2.3");
      for (const event of ${JSON.stringify(EVENTFUL)}) telemetry.watch(event);
      const began = performance.now();
      await telemetry.end();
      process.on("exit", () => console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000 })));
    `);
    expect(stderr).toMatch(/^遥测没有送到 [^\n]+\n$/);
    expect(seconds).toBeLessThan(3);
  });
});

/** Runs a script that has `startTelemetry` and `loaded` and prints one JSON document. */
async function inChild(script: string): Promise<Record<string, unknown> & { stderr: string }> {
  const prelude = `
    import { createRequire } from "node:module";
    import { startTelemetry } from "./pipelines/telemetry.ts";
    const { cache } = createRequire(import.meta.url);
    const loaded = () => Object.keys(cache).filter((file) => file.includes("@opentelemetry")).length;
  `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", prelude + script],
    { cwd: new URL("../", import.meta.url) },
  );
  return { ...JSON.parse(stdout), stderr };
}

test("OpenTelemetry is loaded where there is an endpoint, and nowhere else", async () => {
  const { off, on, stderr } = await inChild(`
    const none = await startTelemetry(null, "1.2.3");
    for (const event of ${JSON.stringify(EVENTFUL)}) none.watch(event);
    await none.end();
    const off = loaded();
    await (await startTelemetry("http://127.0.0.1:9", "1.2.3")).end();
    console.log(JSON.stringify({ off, on: loaded() }));
  `);
  expect(off).toBe(0);
  expect(on).toBeGreaterThan(0);
  expect(stderr).toBe("");
});
