import { expect, test } from "vitest";
import { runAlerts, runScopes } from "../../pipelines/alerts/run-conditions.ts";
import type { RunEvent, RunFact, RunRequest } from "../../pipelines/journal.ts";

const RUN = "20190801T000000-abc123";
const events = (...facts: RunFact[]): RunEvent[] =>
  facts.map((fact) => ({ at: "2019-08-01T00:00:00.000Z", run: RUN, ...fact }));
const started = (request: Partial<RunRequest> = {}): RunFact => ({
  event: "run started",
  pid: 1,
  host: "here",
  steps: 1,
  trigger: "command",
  selection: [],
  ...request,
});
const ended = (status: "done" | "failed" | "interrupted"): RunFact => ({
  event: "run ended",
  status,
  seconds: 1,
});
const step = (
  asset: string,
  status: "done" | "failed" | "skipped" | "interrupted",
  more: { error?: string; partitions?: string[]; attempts?: number } = {},
): RunFact => ({
  event: "step ended",
  asset,
  status,
  partitions: [""],
  attempts: 1,
  seconds: 1,
  rows: null,
  ...more,
});
const checked = (asset: string, severity: "stop" | "warn", rows: number): RunFact => ({
  event: "checked",
  asset,
  check: `claim_${severity}`,
  about: "累计结余应当相符",
  severity,
  rows,
  sample: [{ name: "张三", amount: "9876543" }],
});

test("a failed step tells what, since when nothing new is published, and the cause in words", () => {
  const partitions = ["2019-03", "2019-04", "2019-05", "2019-06", "2019-07"];
  const [alert, ...rest] = runAlerts(
    events(
      started(),
      step("marts.fund_month", "failed", {
        partitions,
        attempts: 4,
        error: "Out of Memory Error: failed to allocate",
      }),
      step("marts.figure", "skipped"),
      ended("failed"),
    ),
  );
  expect(rest).toEqual([]);
  expect(alert).toEqual({
    key: "failed/marts.fund_month",
    kind: "run_failed",
    severity: "error",
    title: "marts.fund_month 没有建成",
    text: "marts.fund_month（2019-03、2019-04、2019-05、2019-06 等 5 期）没有建成，试了 4 次：内存不够。查询和通报用的仍是上一次发布的数。另有 1 步因为等它而没有做。",
    remedy: `在配置中调大 memory_limit，或关掉别的程序后重试。经过见 state/runs/${RUN}.jsonl。`,
  });
});

test("steps of one asset are one alert", () => {
  const alerts = runAlerts(
    events(
      step("document.monthly-bulletin", "failed", { partitions: ["620700|2019-06"], error: "x" }),
      step("document.monthly-bulletin", "done", { partitions: ["620700|2019-07"] }),
      step("document.monthly-bulletin", "failed", { partitions: ["620725|2019-07"], error: "y" }),
    ),
  );
  expect(alerts).toHaveLength(1);
  expect(alerts[0]!.text).toContain("（620700 2019-06、620725 2019-07）");
});

test("a blocking check is told by its claim and its count, never by a row or by the error's text", () => {
  const error = 'marts.x 没有通过检查 …：2 行不符，如 {"name":"张三","amount":"9876543"}';
  const alerts = runAlerts(
    events(
      checked("marts.x", "warn", 1),
      checked("marts.x", "stop", 2),
      step("marts.x", "failed", { error }),
      ended("failed"),
    ),
  );
  expect(alerts).toMatchObject([{ key: "failed/marts.x", kind: "check_failed" }]);
  expect(alerts[0]!.text).toContain("“累计结余应当相符”有 2 行不符（应为 0 行）。新数没有采用");
  expect(JSON.stringify(alerts)).not.toMatch(/张三|9876543/);
});

test("a warning is told by its claim and its count, as the last step of the table found it", () => {
  const alerts = runAlerts(
    events(
      checked("marts.x", "warn", 7),
      step("marts.x", "done"),
      checked("marts.x", "warn", 3),
      step("marts.x", "done"),
      checked("marts.y", "warn", 7),
      step("marts.y", "done"),
      step("marts.y", "done"),
      checked("marts.z", "warn", 0),
      step("marts.z", "done"),
    ),
  );
  expect(alerts).toMatchObject([
    {
      key: "warned/marts.x/claim_warn",
      kind: "check_warned",
      severity: "warning",
      title: "marts.x 有 3 行不符合“累计结余应当相符”",
    },
  ]);
  expect(JSON.stringify(alerts)).not.toMatch(/张三|9876543/);
});

test.each([
  [
    `Conversion Error: Could not convert string "张三" to DOUBLE`,
    "Conversion Error: Could not convert string……",
  ],
  ["文件 x.xlsx，工作表“张三”，第7行", "文件 x.xlsx，工作表……"],
  ["Binder Error at 13800138000", "Binder Error at……"],
  ["620102199001011234 重复", "原因见运行记录"],
  ["", "原因见运行记录"],
  ["ENOSPC: no space left on device, write '/home/张三'", "磁盘空间不够"],
  ["marts.x 超过 7200 秒没有完成，已中断", "超过了一步可用的时间"],
])("an error's text is told up to its first quotation: %s", (error, cause) => {
  const [alert] = runAlerts(events(step("marts.x", "failed", { error })));
  expect(alert!.text).toContain(`：${cause}。查询和通报`);
  expect(JSON.stringify(alert)).not.toMatch(/张三|138|1990/);
});

test("a run that failed with no failed step is told as such", () => {
  const all = events(started(), step("marts.x", "done"), ended("failed"));
  expect(runAlerts(all)).toMatchObject([{ key: "failed/run", severity: "error" }]);
  expect(runScopes(all)).toEqual(["failed/marts.x", "warned/marts.x/"]);
  expect(runAlerts(events(started(), ended("interrupted")))).toEqual([]);
});

test("a run declares well what it did, whole", () => {
  const some = [step("marts.x", "done"), step("marts.y", "done"), step("marts.y", "interrupted")];
  const skipped = step("marts.z", "skipped");
  expect(runScopes(events(started(), ...some, skipped, ended("interrupted")))).toEqual([
    "failed/marts.x",
    "warned/marts.x/",
  ]);
  const done = [step("marts.x", "done"), ended("done")];
  expect(runScopes(events(started(), ...done))).toEqual(["failed/", "warned/marts.x/"]);
  expect(runScopes(events(started({ selection: ["marts.x"] }), ...done))).toEqual([
    "failed/marts.x",
    "failed/run",
    "warned/marts.x/",
  ]);
  expect(runScopes(events(started({ from: "2019-07" }), ...done))).toEqual(["warned/marts.x/"]);
});

test("a run that found nothing to do declares well what it looked at", () => {
  expect(runScopes([])).toEqual([]);
  expect(runScopes([], { selection: [] })).toEqual(["failed/"]);
  expect(runScopes([], { selection: [], to: "2019-07" })).toEqual([]);
});
