import type { Config } from "../models/config.ts";
import type { RunEvent } from "./journal.ts";

/** Traces and metrics of runs for whoever collects them. Nothing that happens to them touches a run. */
export interface Telemetry {
  watch(event: RunEvent): void;
  /** Sends what is left, in two seconds or not at all. Nothing is sent afterwards. */
  end(): Promise<void>;
}

const NONE: Telemetry = { watch: () => {}, end: async () => {} };

/** Where telemetry goes: where the config says, else the variable all OpenTelemetry programs heed. */
export function telemetryEndpoint(
  config: Pick<Config, "telemetry">,
  env: NodeJS.ProcessEnv,
): string | null {
  return config.telemetry.otlp_endpoint || env.OTEL_EXPORTER_OTLP_ENDPOINT || null;
}

/**
 * Telemetry to the base address of an OTLP receiver that takes HTTP; with null it goes nowhere and
 * OpenTelemetry is not even loaded. `remark` gets one line at most.
 */
export async function startTelemetry(
  endpoint: string | null,
  version: string,
  remark: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
): Promise<Telemetry> {
  if (endpoint === null) return NONE;
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) {
    remark("遥测地址应为 http:// 或 https:// 开头的网址，这次不发送遥测，运行不受影响");
    return NONE;
  }
  const { otlp } = await import("./telemetry/otlp.ts");
  return otlp(new URL(endpoint), version, remark);
}
